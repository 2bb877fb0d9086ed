package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

/// What makes a SQLite file ours, and which version of the format it has.
final class Schema {
  /// `vigy` in ASCII.
  static final int APPLICATION_ID = 0x76696779;

  /// Counts incompatible changes. A step from each older version belongs into [#migrate].
  static final int VERSION = 1;

  private Schema() {}

  /// Makes an empty file ours, or checks that it is.
  static void prepare(Sqlite db, Path file) throws SQLException {
    if (isNew(db)) {
      db.patiently(() -> db.text("PRAGMA journal_mode=WAL"));
      db.begin();
      try {
        // Another process may have been faster.
        if (isNew(db)) {
          run(db, "tables.sql");
          run(db, "views.sql");
          db.execute("PRAGMA application_id=" + APPLICATION_ID);
          db.execute("PRAGMA user_version=" + VERSION);
        }
        db.commit();
      } catch (SQLException e) {
        db.rollback();
        throw e;
      }
    }
    check(db, file);
    migrate(db);
  }

  private static boolean isNew(Sqlite db) throws SQLException {
    return db.patiently(
        () ->
            db.number("PRAGMA application_id") == 0
                && db.number("SELECT count(*) FROM sqlite_master") == 0);
  }

  /// @throws StoreException if the file is not ours, or newer than we are
  static void check(Sqlite db, Path file) throws SQLException {
    long application = db.patiently(() -> db.number("PRAGMA application_id"));
    if (application != APPLICATION_ID) {
      String rust =
          "SELECT count(*) FROM sqlite_master WHERE name IN ('vigies', 'seaql_migrations')";
      if (db.number(rust) == 2) {
        throw new StoreException(
            file + " is a store of the Rust version of vigy",
            "`vigy import " + file + "` brings its vigies over",
            null);
      }
      throw new StoreException(
          file + " is not a vigy store: it is a SQLite file of another program",
          "name another file",
          null);
    }
    long version = db.number("PRAGMA user_version");
    if (version > VERSION) {
      throw new StoreException(
          "the store %s has format %d, and this vigy knows formats up to %d"
              .formatted(file, version, VERSION),
          "use a newer vigy",
          null);
    }
  }

  /// Brings an older file up to [#VERSION], after a copy was made beside it. There is no older
  /// version than 1.
  private static void migrate(Sqlite db) throws SQLException {
    long version = db.number("PRAGMA user_version");
    if (version < 1) {
      throw new SQLException("a store without a version");
    }
  }

  private static void run(Sqlite db, String resource) throws SQLException {
    for (String statement : text(resource).split(";\n")) {
      if (!statement.isBlank()) {
        db.execute(statement);
      }
    }
  }

  private static String text(String resource) {
    try (InputStream in = Schema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("resource " + resource + " can't be read", e);
    }
  }
}
