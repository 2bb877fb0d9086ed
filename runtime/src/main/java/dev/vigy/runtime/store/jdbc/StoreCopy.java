package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/// Copies a store while it is used: one moment of it, without free pages, in one file.
///
/// The copy is written under another name and gets its own once it is whole and on the disk, so
/// that a file of that name is always a whole copy.
final class StoreCopy {
  private StoreCopy() {}

  /// @throws StoreException if there is a file already, or it can't be written
  static void to(Path store, Path target, Duration patience) {
    if (Files.exists(target)) {
      throw new StoreException(target + " is there already", "name a new file", null);
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      try (Sqlite db = Sqlite.reading(store, patience)) {
        db.patiently(
            () -> {
              // The statement is no query, so a failed one leaves nothing behind it.
              try (PreparedStatement vacuum = db.unprepared("VACUUM INTO ?")) {
                vacuum.setString(1, part.toString());
                return vacuum.execute();
              }
            });
      }
      force(part);
      move(part, target);
    } catch (SQLException e) {
      tryToDelete(part);
      throw Trouble.copying(store, target, e);
    } catch (IOException e) {
      tryToDelete(part);
      throw new StoreException(
          "the copy " + target + " can't be written: " + e.getMessage(),
          "see that its folder exists, may be written to and has room",
          e);
    }
  }

  /// Nobody has the copy open, so this closes no lock of SQLite's.
  private static void force(Path part) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target);
    }
  }

  private static void tryToDelete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The first failure is the one to tell.
    }
  }
}
