package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Connections for reading, opened when needed and kept: any number of threads read at once.
final class Readers implements AutoCloseable {
  private static final int KEPT = 4;

  private final Path file;
  private final Duration patience;

  /// Guarded by itself.
  private final ArrayDeque<Sqlite> idle = new ArrayDeque<>();

  private boolean closed;

  Readers(Path file, Duration patience) {
    this.file = file;
    this.patience = patience;
  }

  interface Reading<T> {
    T read(Sqlite db) throws SQLException;
  }

  /// Reads at one moment: writers do not disturb, and are not disturbed.
  <T> T read(Reading<T> reading) {
    Sqlite db = null;
    try {
      Sqlite borrowed = borrow();
      db = borrowed;
      T result = borrowed.patiently(() -> borrowed.snapshot(() -> reading.read(borrowed)));
      giveBack(borrowed);
      db = null;
      return result;
    } catch (SQLException e) {
      throw Trouble.told(file, "read", e);
    } catch (JsonIn.Malformed e) {
      throw new StoreException(
          "the store " + file + " is damaged: " + e.getMessage(), "restore it from a backup", e);
    } finally {
      // A connection on which anything failed is not used again.
      close(db);
    }
  }

  private Sqlite borrow() throws SQLException {
    synchronized (idle) {
      if (closed) {
        throw new IllegalStateException("the store " + file + " is closed");
      }
      Sqlite db = idle.pollLast();
      if (db != null) {
        return db;
      }
    }
    return Sqlite.reading(file, patience);
  }

  private void giveBack(Sqlite db) {
    synchronized (idle) {
      if (!closed && idle.size() < KEPT) {
        idle.addLast(db);
        return;
      }
    }
    close(db);
  }

  private static void close(@Nullable Sqlite db) {
    if (db != null) {
      try {
        db.close();
      } catch (SQLException e) {
        // It only read.
      }
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(Readers::close);
      idle.clear();
    }
  }
}
