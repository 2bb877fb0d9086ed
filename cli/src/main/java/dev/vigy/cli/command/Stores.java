package dev.vigy.cli.command;

import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens stores. A class of its own, so that nothing of JDBC is loaded by commands without one.
final class Stores {
  private Stores() {}

  /// The store to look into; never committed to, so it is in nobody's way.
  ///
  /// @throws dev.vigy.runtime.store.StoreException in one sentence, if it can't be opened
  static Store reader(Path db) {
    return SqliteStore.reader(db);
  }

  /// The store to work on; made if there is none, with the folders it lies in.
  ///
  /// @throws dev.vigy.runtime.store.StoreException in one sentence, if it can't be opened
  static Store open(Path db) {
    return file(db);
  }

  /// As [#open], for what is done to a file only.
  static SqliteStore file(Path db) {
    Path folder = db.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new CommandException(
          "the folder " + folder + " of the store can't be made",
          "name another store with `--db PATH`");
    }
    return SqliteStore.at(db);
  }
}
