package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.store.StoreLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What makes a SQLite file ours, and which version of the format it has.
///
/// A file of an older version is brought up to this one when somebody opens it: first a whole copy
/// is made beside it, then all steps happen in one transaction. Views are made anew: they say the
/// same of any version.
final class Schema {
  /// `vigy` in ASCII.
  static final int APPLICATION_ID = 0x76696779;

  /// The version of this program. Versions count incompatible changes; 1 is the first that was
  /// released.
  static final Schema CURRENT = new Schema(1, Map.of());

  /// What leads from one version to the next.
  interface Step {
    void run(Sqlite db) throws SQLException;
  }

  private final int version;
  private final Map<Integer, Step> steps;

  /// @param steps from each older version to the one after it
  Schema(int version, Map<Integer, Step> steps) {
    this.version = version;
    this.steps = Map.copyOf(steps);
  }

  int version() {
    return version;
  }

  /// Makes an empty file ours, or checks that it is, and brings it up to this version.
  ///
  /// @param patience how long to wait for another program
  void prepare(Sqlite db, Path file, Duration patience) throws SQLException {
    if (isNew(db)) {
      db.patiently(() -> db.text("PRAGMA journal_mode=WAL"));
      db.begin();
      try {
        // Another process may have been faster.
        if (isNew(db)) {
          run(db, "tables.sql");
          run(db, "views.sql");
          db.execute("PRAGMA application_id=" + APPLICATION_ID);
          db.execute("PRAGMA user_version=" + version);
          note(db, version, "made");
        }
        db.commit();
      } catch (SQLException e) {
        db.rollback();
        throw e;
      }
    }
    if (check(db, file) < version) {
      migrate(db, file, patience);
    }
  }

  private static void note(Sqlite db, long version, String note) throws SQLException {
    PreparedStatement insert = db.prepared("INSERT INTO format (version, note) VALUES (?, ?)");
    insert.setLong(1, version);
    insert.setString(2, note);
    insert.executeUpdate();
  }

  private static boolean isNew(Sqlite db) throws SQLException {
    return db.patiently(
        () ->
            db.number("PRAGMA application_id") == 0
                && db.number("SELECT count(*) FROM sqlite_master") == 0);
  }

  /// @return the version of the file, at most that of this program
  /// @throws StoreException if the file is not ours, or newer than we are
  int check(Sqlite db, Path file) throws SQLException {
    long application = db.patiently(() -> db.number("PRAGMA application_id"));
    if (application != APPLICATION_ID) {
      if (isOfRust(db)) {
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
    long found = db.patiently(() -> db.number("PRAGMA user_version"));
    if (found > version) {
      throw new StoreException(
          "the store %s has format %d, and this vigy knows formats up to %d"
              .formatted(file, found, version),
          "use a newer vigy",
          null);
    }
    if (found < 1) {
      throw new StoreException(
          "the store " + file + " is damaged: it says no format", "restore it from a backup", null);
    }
    return (int) found;
  }

  static boolean isOfRust(Sqlite db) throws SQLException {
    String tables =
        "SELECT count(*) FROM sqlite_master WHERE name IN ('vigies', 'seaql_migrations')";
    return db.patiently(() -> db.number(tables)) == 2;
  }

  /// Only while nobody else commits: a process of the older version would go on in its own format.
  private void migrate(Sqlite db, Path file, Duration patience) throws SQLException {
    switch (StoreLock.take(file, "process " + ProcessHandle.current().pid())) {
      case StoreLock.Attempt.Held(Optional<String> by) ->
          throw new StoreException(
              "the store %s has the older format %d, and %s uses it"
                  .formatted(file, check(db, file), by.orElse("another process")),
              "stop that one; the store is brought up to date when it is opened next",
              null);
      case StoreLock.Attempt.Taken(StoreLock lock) -> {
        try (lock) {
          int from = check(db, file);
          if (from < version) {
            StoreCopy.to(file, copy(file, from), patience);
            migrate(db, from);
          }
        }
      }
    }
  }

  /// Beside the store, under a name that is free.
  private static Path copy(Path file, int from) {
    String name = file.getFileName() + ".format-" + from;
    Path copy = file.resolveSibling(name);
    for (int i = 2; Files.exists(copy); i++) {
      copy = file.resolveSibling(name + "-" + i);
    }
    return copy;
  }

  private void migrate(Sqlite db, int from) throws SQLException {
    db.begin();
    try {
      for (String view : views(db)) {
        db.execute("DROP VIEW \"" + view + "\"");
      }
      for (int at = from; at < version; at++) {
        Step step = steps.get(at);
        if (step == null) {
          throw new IllegalStateException("no step leads on from format " + at);
        }
        step.run(db);
        note(db, at + 1L, "from " + at);
      }
      run(db, "views.sql");
      db.execute("PRAGMA user_version=" + version);
      db.commit();
    } catch (SQLException | RuntimeException e) {
      db.rollback();
      throw e;
    }
  }

  private static List<String> views(Sqlite db) throws SQLException {
    List<String> found = new ArrayList<>();
    String select = "SELECT name FROM sqlite_master WHERE type = 'view'";
    try (ResultSet row = db.prepared(select).executeQuery()) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
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
