package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("state.db");
  }

  @Override
  protected Store open() {
    Store opened = SqliteStore.at(file());
    opened.claim();
    return opened;
  }

  @Override
  protected Store reopened(Store store) {
    store.close();
    return open();
  }
}
