package dev.vigy.runtime.store.jdbc;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.vigy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be wrong with a path or a file: one sentence each, a hint where there is one, and
/// nothing is changed.
class OpeningTest {
  @TempDir Path folder;

  private void refused(Path file, String message, String hint) {
    for (boolean reading : List.of(true, false)) {
      assertThatThrownBy(
              () -> {
                Store store = reading ? SqliteStore.reader(file) : SqliteStore.at(file);
                store.close();
              })
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e).hasMessage(message);
                assertThat(e.hint()).contains(hint);
              });
    }
  }

  private Path database(String name, String... statements) throws SQLException {
    Path file = folder.resolve(name);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return file;
  }

  @Test
  void a_folder() {
    refused(folder, folder + " is a folder, not a store", "name a file in it, such as state.db");
  }

  @Test
  void a_file_that_is_not_sqlite() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "dear diary\n".repeat(500));
    refused(file, file + " is not a vigy store: it is no SQLite file", "name another file");
    assertThat(file).hasContent("dear diary\n".repeat(500));
  }

  @Test
  void a_database_of_another_program() throws Exception {
    Path file = database("other.db", "CREATE TABLE orders (id INTEGER)");
    byte[] before = Files.readAllBytes(file);
    refused(
        file,
        file + " is not a vigy store: it is a SQLite file of another program",
        "name another file");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void a_store_of_the_rust_version() throws Exception {
    Path file =
        database(
            "vigy.db",
            "CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY)",
            "CREATE TABLE vigies (id varchar NOT NULL PRIMARY KEY)");
    byte[] before = Files.readAllBytes(file);
    refused(
        file,
        file + " is a store of the Rust version of vigy",
        "`vigy import " + file + "` brings its vigies over");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void a_store_of_a_newer_version() throws Exception {
    Path file = folder.resolve("state.db");
    SqliteStore.at(file).close();
    database("state.db", "PRAGMA user_version=7");
    refused(
        file,
        "the store " + file + " has format 7, and this vigy knows formats up to 1",
        "use a newer vigy");
  }

  @Test
  void a_store_that_is_not_there_can_be_made_but_not_read() {
    Path file = folder.resolve("state.db");
    assertThatThrownBy(() -> SqliteStore.reader(file))
        .isInstanceOf(StoreException.class)
        .hasMessage("there is no store " + file);
    SqliteStore.at(file).close();
    try (Store store = SqliteStore.reader(file)) {
      assertThat(store.load().vigies()).isEmpty();
    }
  }

  @Test
  void a_folder_that_is_not_there() {
    Path file = folder.resolve("gone").resolve("state.db");
    assertThatThrownBy(() -> SqliteStore.at(file))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e).hasMessage("the store " + file + " can't be opened");
              assertThat(e.hint()).contains("see that its folder exists and may be written to");
            });
    assertThat(file.getParent()).doesNotExist();
  }

  @Test
  void a_damaged_store() throws Exception {
    Path file = folder.resolve("state.db");
    try (Store store = SqliteStore.at(file)) {
      for (int i = 0; i < 50; i++) {
        store.commit(batch(registered(vigy("vigy " + i, "x".repeat(2000), 1))));
      }
    }
    try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
      for (long page = 2; page < damaged.length() / 4096; page++) {
        damaged.seek(page * 4096);
        damaged.write(new byte[] {(byte) 0xff, 1, 2, 3, 4, 5, 6, 7, 8});
      }
    }
    assertThatThrownBy(
            () -> {
              try (Store store = SqliteStore.at(file)) {
                store.load();
              }
            })
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e).hasMessage("the store " + file + " is damaged");
              assertThat(e.hint()).contains("restore it from a backup");
            });
  }

  @Test
  void a_store_that_another_program_keeps_to_itself() throws Exception {
    Path file = folder.resolve("state.db");
    Settings settings = Settings.DEFAULT.withPatience(Duration.ofMillis(50));
    SqliteStore.at(file).close();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA locking_mode=EXCLUSIVE");
      statement.execute("BEGIN EXCLUSIVE");
      for (boolean reading : List.of(true, false)) {
        assertThatThrownBy(
                () -> {
                  Store store =
                      reading ? SqliteStore.reader(file, settings) : SqliteStore.at(file, settings);
                  store.close();
                })
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> {
                  assertThat(e).hasMessage("the store " + file + " is locked by another program");
                  assertThat(e.hint().orElseThrow()).contains("close whatever holds it open");
                });
      }
    }
    SqliteStore.at(file, settings).close();
  }

  @Test
  void a_store_that_may_only_be_read() throws Exception {
    Path file = folder.resolve("state.db");
    SqliteStore.at(file).close();
    try (Sqlite reading = Sqlite.reading(file, Settings.DEFAULT.patience())) {
      // Whoever runs this test may write everywhere, so the driver is asked instead of the disk.
      assertThatThrownBy(() -> reading.execute("INSERT INTO edit (body) VALUES ('{}')"))
          .isInstanceOfSatisfying(
              SQLException.class,
              refused -> {
                StoreException told = Trouble.told(file, "written", refused);
                assertThat(told).hasMessage("the store " + file + " is read-only");
                assertThat(told.hint())
                    .contains("make the file and its folder writable for this user");
              });
    }
  }
}
