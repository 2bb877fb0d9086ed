package dev.vigy.runtime.store.jdbc;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.set;
import static dev.vigy.runtime.store.Samples.vigy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.runtime.store.Samples;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.VigyState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file of this version is the older one here; the newer versions are made up.
class MigrationTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private static final Schema SECOND =
      new Schema(2, Map.of(1, db -> db.execute("ALTER TABLE vigy ADD COLUMN colour TEXT")));

  private static final Schema THIRD =
      new Schema(
          3,
          Map.of(
              1,
              db -> db.execute("ALTER TABLE vigy ADD COLUMN colour TEXT"),
              2,
              db -> db.execute("UPDATE vigy SET colour = 'blue'")));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void makes_a_store() {
    file = folder.resolve("state.db");
    try (SqliteStore store = SqliteStore.at(file)) {
      store.commit(batch(registered(vigy("one"))));
      store.commit(batch(new Samples(1).tick(vigy("one").id(), VigyState.INITIAL, set("n", 1))));
    }
  }

  private void open(Schema schema) throws SQLException {
    try (Sqlite db = Sqlite.writing(file, PATIENCE)) {
      schema.prepare(db, file, PATIENCE);
    }
  }

  private String read(String sql) throws SQLException {
    try (Sqlite db = Sqlite.reading(file, PATIENCE)) {
      return db.text(sql);
    }
  }

  private List<String> files() {
    return List.of(folder.toFile().list());
  }

  @Test
  void brings_an_older_file_up_to_date_step_by_step_after_a_copy() throws Exception {
    open(THIRD);

    assertThat(read("PRAGMA user_version")).isEqualTo("3");
    assertThat(read("SELECT group_concat(version || ' ' || note, ', ') FROM format"))
        .isEqualTo("1 made, 2 from 1, 3 from 2");
    assertThat(read("SELECT colour FROM vigy")).isEqualTo("blue");
    assertThat(read("SELECT vigy || ' ' || value FROM v_kv")).isEqualTo("one 1");

    assertThat(files()).contains("state.db.format-1").noneMatch(name -> name.endsWith(".part"));
    try (SqliteStore copy = SqliteStore.at(folder.resolve("state.db.format-1"))) {
      assertThat(copy.runsAfter(0, 9)).hasSize(1);
      assertThat(copy.verify().runs()).isEqualTo(1);
    }
  }

  @Test
  void opens_a_file_that_is_up_to_date_as_it_is() throws Exception {
    open(SECOND);
    open(SECOND);

    assertThat(files()).filteredOn(name -> name.contains("format")).hasSize(1);
    assertThatThrownBy(() -> SqliteStore.at(file))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store " + file + " has format 2, and this vigy knows formats up to 1");
    open(THIRD);
    assertThat(files()).contains("state.db.format-1", "state.db.format-2");
  }

  @Test
  void a_step_that_fails_changes_nothing() throws Exception {
    Schema failing =
        new Schema(
            2,
            Map.of(
                1,
                db -> {
                  db.execute("DELETE FROM state");
                  db.execute("UPDATE nothing SET at = all");
                }));

    assertThatThrownBy(() -> open(failing)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> open(failing)).isInstanceOf(SQLException.class);

    assertThat(files()).contains("state.db.format-1", "state.db.format-1-2");
    try (SqliteStore store = SqliteStore.at(file)) {
      assertThat(store.load().vigies()).hasSize(1);
      assertThat(read("SELECT count(*) FROM v_runs")).isEqualTo("1");
    }
  }

  @Test
  void leaves_a_store_alone_that_an_older_vigy_uses() throws Exception {
    try (SqliteStore store = SqliteStore.at(file)) {
      store.claim();
      assertThatThrownBy(() -> open(SECOND))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "the store %s has the older format 1, and process %d uses it"
                  .formatted(file, ProcessHandle.current().pid()));
    }
    assertThat(read("PRAGMA user_version")).isEqualTo("1");
    open(SECOND);
    assertThat(read("PRAGMA user_version")).isEqualTo("2");
  }
}
