package dev.vigy.runtime.store.jdbc;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/// One connection to the file, with the settings we rely on. For one thread at a time.
///
/// Waiting for another process is done here, in steps of at most 2 ms: SQLite's own back-off sleeps
/// up to 100 ms, and a committer that sleeps holds up every vigy.
final class Sqlite implements AutoCloseable {
  private static final long SHORTEST_WAIT = Duration.ofNanos(100_000).toNanos();
  private static final long LONGEST_WAIT = Duration.ofMillis(2).toNanos();

  private final Connection connection;
  private final long patienceNanos;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Sqlite(Connection connection, Duration patience) {
    this.connection = connection;
    this.patienceNanos = patience.toNanos();
  }

  interface Work<T> {
    T run() throws SQLException;
  }

  /// Opens for writing; makes the file if there is none.
  ///
  /// @param patience how long to wait for another process before giving up
  static Sqlite writing(Path file, Duration patience) throws SQLException {
    return open(file, "rwc", patience);
  }

  /// Opens for writing what is there already.
  static Sqlite writingExisting(Path file, Duration patience) throws SQLException {
    return open(file, "rw", patience);
  }

  static Sqlite reading(Path file, Duration patience) throws SQLException {
    return open(file, "ro", patience);
  }

  private static Sqlite open(Path file, String mode, Duration patience) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("busy_timeout", "0");
    Connection connection = DriverManager.getConnection(url(file, mode), settings);
    return new Sqlite(connection, patience);
  }

  /// A `file:` URI, because a plain path with a `?` or a `%` in it means something else to the
  /// driver.
  private static String url(Path file, String mode) {
    URI uri = file.toAbsolutePath().normalize().toUri();
    return "jdbc:sqlite:file:" + uri.getRawPath() + "?mode=" + mode;
  }

  /// Runs `work`, again and again while another process is in the way.
  <T> T patiently(Work<T> work) throws SQLException {
    long deadline = System.nanoTime() + patienceNanos;
    long wait = SHORTEST_WAIT;
    while (true) {
      try {
        return work.run();
      } catch (SQLException e) {
        if (!Trouble.isBusy(e) || System.nanoTime() - deadline > 0) {
          throw e;
        }
      }
      LockSupport.parkNanos(wait);
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  }

  /// A statement that is kept; its parameters are those of the last use until set.
  PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /// A statement that the caller closes.
  PreparedStatement unprepared(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /// Begins a transaction that may write. Waits for other writers.
  void begin() throws SQLException {
    PreparedStatement begin = prepared("BEGIN IMMEDIATE");
    patiently(begin::execute);
  }

  void commit() throws SQLException {
    prepared("COMMIT").execute();
  }

  /// Ends a transaction that went wrong. SQLite may have ended it already. The driver gives up a
  /// statement that failed, so none is used again.
  void rollback() {
    for (PreparedStatement statement : statements.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        // It is the one that failed.
      }
    }
    statements.clear();
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      // No transaction is active any more.
    }
  }

  /// Several reads of one moment. After a failure the connection is of no more use.
  <T> T snapshot(Work<T> work) throws SQLException {
    prepared("BEGIN").execute();
    T result = work.run();
    commit();
    return result;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
