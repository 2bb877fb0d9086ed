package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/// The contract again with everything behind the commits going on all the time: tiny epochs, no
/// pause between sweeps, so that most reads find runs in blocks.
class CompactingStoreTest extends StoreContract {
  private static final Settings HASTY =
      Settings.DEFAULT.withPace(
          new Settings.Pace(
              Duration.ofMillis(1),
              Duration.ofMillis(5),
              20,
              1 << 20,
              Duration.ofMillis(1),
              Duration.ofMillis(1)));

  @TempDir Path folder;

  @Override
  protected Store open() {
    Store opened = SqliteStore.at(folder.resolve("state.db"), HASTY);
    opened.claim();
    return opened;
  }

  @Override
  protected Store reopened(Store store) {
    store.close();
    return open();
  }

  @Override
  protected void settle() {
    ((SqliteStore) store).settle();
  }
}
