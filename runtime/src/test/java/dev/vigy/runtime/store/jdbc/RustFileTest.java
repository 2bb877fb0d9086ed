package dev.vigy.runtime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.VigyId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of the Rust version, made with plain SQL as its page of contracts describes them.
class RustFileTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00.000Z");
  private static final String FIRST = "bb3b5165c4a4814f";
  private static final String SECOND = "7b404bd78c11310b";

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE \"seaql_migrations\" ( \"version\" varchar NOT NULL PRIMARY KEY,"
              + " \"applied_at\" bigint NOT NULL )",
          "CREATE TABLE \"vigies\" ( \"id\" varchar NOT NULL PRIMARY KEY, \"name\" varchar NOT NULL,"
              + " \"program\" text NOT NULL, \"tick_interval_ms\" bigint NOT NULL,"
              + " \"enabled\" boolean NOT NULL, \"created_at\" varchar NOT NULL,"
              + " \"updated_at\" varchar NOT NULL, \"labels_json\" text NOT NULL )",
          "CREATE TABLE \"vigy_runs\" ( \"id\" varchar NOT NULL PRIMARY KEY,"
              + " \"vigy_id\" varchar NOT NULL, \"started_at\" varchar NOT NULL,"
              + " \"ended_at\" varchar, \"result\" varchar NOT NULL, \"error\" text,"
              + " \"actions_json\" text NOT NULL )",
          "CREATE INDEX \"idx_vigy_runs_vigy_id\" ON \"vigy_runs\" (\"vigy_id\")",
          "CREATE TABLE \"vigy_events\" ( \"seq\" integer NOT NULL PRIMARY KEY AUTOINCREMENT,"
              + " \"vigy_id\" varchar NOT NULL, \"run_id\" varchar NOT NULL,"
              + " \"kind\" varchar NOT NULL, \"payload_json\" text, \"result\" varchar,"
              + " \"message\" text, \"emitted_at\" varchar NOT NULL )",
          "INSERT INTO seaql_migrations VALUES ('m20260520_000001_init', 1779364800)");

  private static final List<String> SECOND_MIGRATION =
      List.of(
          "CREATE TABLE \"vigy_kv\" ( \"vigy_id\" varchar NOT NULL, \"key\" varchar NOT NULL,"
              + " \"value_json\" text NOT NULL, \"updated_at\" varchar NOT NULL,"
              + " PRIMARY KEY (\"vigy_id\", \"key\") )",
          "CREATE INDEX \"idx_vigy_kv_vigy_id\" ON \"vigy_kv\" (\"vigy_id\")",
          "INSERT INTO seaql_migrations VALUES ('m20260521_000002_vigy_kv', 1779451200)");

  private static final List<String> THIRD_MIGRATION =
      List.of(
          "ALTER TABLE \"vigies\" ADD COLUMN \"language\" varchar NOT NULL DEFAULT 'tatara-lisp'",
          "INSERT INTO seaql_migrations VALUES ('m20261022_000003_vigy_language', 1792630800)");

  @TempDir Path folder;
  private Path rust;
  private SqliteStore store;

  @BeforeEach
  void opens() throws SQLException {
    rust = folder.resolve("vigy.db");
    sql(TABLES);
    store = SqliteStore.at(folder.resolve("state.db"));
  }

  @AfterEach
  void closes() {
    store.close();
  }

  private void sql(List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + rust);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous=OFF");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void vigy(String id, String name, String program, String created, String rest)
      throws SQLException {
    sql(
        List.of(
            "INSERT INTO vigies (id, name, program, tick_interval_ms, enabled, created_at,"
                + " updated_at, labels_json) VALUES ('%s', '%s', '%s', 30000, 1, '%s', '%s', '{}')"
                    .formatted(id, name, program, created, created),
            rest.isEmpty()
                ? "SELECT 1"
                : "UPDATE vigies SET " + rest + " WHERE id = '" + id + "'"));
  }

  private void run(int number, String vigy, String started, String result, String rest)
      throws SQLException {
    String id = "019e4a68-2600-744e-a8ef-%012d".formatted(number);
    sql(
        List.of(
            "INSERT INTO vigy_runs VALUES ('%s', '%s', '%s', '%s', '%s', NULL, '[]')"
                .formatted(id, vigy, started, started, result),
            rest.isEmpty()
                ? "SELECT 1"
                : "UPDATE vigy_runs SET " + rest + " WHERE id = '" + id + "'"));
  }

  private void kv(String vigy, String key, String value) throws SQLException {
    sql(
        List.of(
            "INSERT INTO vigy_kv VALUES ('%s', '%s', '%s', '2026-05-22T00:00:00.5Z')"
                .formatted(vigy, key, value)));
  }

  private Exported imported() {
    Exported imported = store.importFrom(rust, NOW, "ana");
    assertThat(store.verify().problems()).isEmpty();
    return imported;
  }

  private VigyRecord vigy(String name) {
    return store.load().vigies().stream()
        .filter(record -> record.vigy().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Kv kv(VigyRecord record, String key) {
    return Optional.ofNullable(record.kv().get(key)).orElseThrow();
  }

  @Test
  void brings_vigies_runs_and_memory_over() throws Exception {
    sql(SECOND_MIGRATION);
    sql(THIRD_MIGRATION);
    vigy(
        FIRST,
        "sync-tear",
        "(defvigy a)",
        "2026-05-21T12:34:56.789Z",
        "labels_json = '{\"host\":\"h\",\"team\":\"web\"}', enabled = 0");
    run(
        1,
        FIRST,
        "2026-05-22T00:00:00.25Z",
        "ok",
        "actions_json = '[{\"kind\":\"noop\",\"result\":\"ok\"}]'");
    run(
        2,
        FIRST,
        "2026-05-22T00:00:30Z",
        "failed",
        "error = 'eval: unbound symbol: x at 0..1', ended_at = '2026-05-22T02:00:30.002+02:00'");
    run(
        3,
        FIRST,
        "2026-05-22T00:01:00.123456789Z",
        "ok",
        "actions_json = '[{\"kind\":\"pull\",\"payload\":{\"a\":[1,null]},\"message\":\"m\",\"extra\":1}]'");
    kv(FIRST, "n", "41");
    kv(FIRST, "__once::greeted", "true");
    kv(FIRST, "__sys::tick_count", "5002");
    kv(FIRST, "__sys::prev_tick_ms", "1779408060123");

    assertThat(imported()).isEqualTo(new Exported(1, 3, List.of()));

    VigyRecord found = vigy("sync-tear");
    assertThat(found.vigy().id()).isEqualTo(new VigyId(FIRST));
    assertThat(found.vigy().schedule()).isEqualTo(Schedule.Fixed.every(Duration.ofSeconds(30)));
    assertThat(found.vigy().labels()).isEqualTo(Map.of("host", "h", "team", "web"));
    assertThat(found.vigy().enabled()).isFalse();
    assertThat(found.vigy().createdAt()).isEqualTo("2026-05-21T12:34:56.789Z");
    assertThat(found.kv()).containsOnlyKeys("__once::greeted", "n");
    assertThat(kv(found, "n").value()).isEqualTo(new Json.Int(41));
    assertThat(kv(found, "n").updatedAt()).isEqualTo("2026-05-22T00:00:00.500Z");
    assertThat(found.state().successes()).isEqualTo(5002);
    assertThat(found.state().seq()).isEqualTo(5003);
    assertThat(found.state().due()).contains(NOW);
    assertThat(found.state().lastStart()).contains(Instant.ofEpochMilli(1779408060123L));

    VigyId id = new VigyId(FIRST);
    assertThat(store.gone(id)).isEqualTo(new Gone(1, 5000, 0, 5000, 0));
    List<Run> runs = store.runs(id, RunQuery.newest(9));
    assertThat(runs).extracting(Run::seq).containsExactly(5003L, 5002L, 5001L);
    assertThat(runs.get(0).actions().getFirst().payload())
        .map(Object::toString)
        .hasValueSatisfying(text -> assertThat(text).contains("NULL"));
    assertThat(runs.get(1).failure().orElseThrow().text())
        .isEqualTo("eval: unbound symbol: x at 0..1");
    assertThat(runs.get(1).durationMicros()).isEqualTo(2000);
    assertThat(runs.get(2).startedAt()).isEqualTo("2026-05-22T00:00:00.250Z");
  }

  @Test
  void knows_files_of_older_migrations() throws Exception {
    vigy(FIRST, "one", "(vigy-noop)", "2026-05-21T12:00:00Z", "");
    run(1, FIRST, "2026-05-22T00:00:00Z", "ok", "");
    assertThat(imported()).isEqualTo(new Exported(1, 1, List.of()));

    store.close();
    store = SqliteStore.at(folder.resolve("second.db"));
    sql(SECOND_MIGRATION);
    kv(FIRST, "n", "1");
    assertThat(imported()).isEqualTo(new Exported(1, 1, List.of()));
    assertThat(vigy("one").kv()).containsOnlyKeys("n");
  }

  @Test
  void the_newest_of_one_name_keeps_it() throws Exception {
    vigy(SECOND, "sync-tear", "(defvigy b)", "2026-05-22T00:00:00Z", "");
    vigy(FIRST, "sync-tear", "(defvigy a)", "2026-05-21T00:00:00Z", "");
    vigy("39e3438bcc589fe0", "", "(vigy-noop)", "2026-05-21T00:00:00Z", "");

    assertThat(imported().notes())
        .containsExactly(
            "`sync-tear` arrives as `sync-tear@" + FIRST + "`, disabled: a newer vigy has the name",
            "`` arrives as `imported@39e3438bcc589fe0`, disabled: its name `` is not allowed");
    assertThat(vigy("sync-tear").vigy().program()).isEqualTo("(defvigy b)");
    assertThat(vigy("sync-tear").vigy().enabled()).isTrue();
    assertThat(vigy("sync-tear@" + FIRST).vigy().enabled()).isFalse();
  }

  @Test
  void vigies_in_blue_arrive_disabled() throws Exception {
    sql(SECOND_MIGRATION);
    sql(THIRD_MIGRATION);
    vigy(FIRST, "sky", "vigy_noop()", "2026-05-21T00:00:00Z", "language = 'blue'");

    assertThat(imported().notes())
        .containsExactly(
            "`sky` arrives disabled: it is written in blue, a language that this vigy does not run");
    assertThat(vigy("sky").vigy().enabled()).isFalse();
    assertThat(vigy("sky").vigy().warnings())
        .containsExactly("it is written in blue, a language that this vigy does not run");
  }

  @Test
  void bad_rows_are_told_and_left_out() throws Exception {
    sql(SECOND_MIGRATION);
    sql(THIRD_MIGRATION);
    vigy(FIRST, "one", "(vigy-noop)", "2026-05-21T00:00:00Z", "");
    vigy(SECOND, "fast", "(vigy-noop)", "2026-05-21T00:00:00Z", "tick_interval_ms = 5");
    vigy("1111111111111111", "a", "(vigy-noop)", "yesterday", "");
    vigy(
        "2222222222222222",
        "b",
        "(vigy-noop)",
        "2026-05-21T00:00:00Z",
        "labels_json = '{\"a\":1}'");
    vigy("3333333333333333", "c", "(vigy-noop)", "2026-05-21T00:00:00Z", "language = 'red'");
    vigy("XYZ", "d", "(vigy-noop)", "2026-05-21T00:00:00Z", "");
    vigy("4444444444444444", "e", "(vigy-noop)", "2026-05-21T00:00:00Z", "enabled = 'true'");
    run(1, FIRST, "2026-05-22T00:00:00Z", "ok", "actions_json = '[{\"kind\":\"jump\"}]'");
    run(2, FIRST, "2026-05-22T00:00:30Z", "ok", "actions_json = '['");
    run(3, FIRST, "2026-05-22T00:01:00Z", "skipped", "");
    run(4, FIRST, "2026-05-22T00:01:30Z", "ok", "");
    run(5, SECOND, "2026-05-22T00:01:30Z", "ok", "");
    run(6, "5555555555555555", "2026-05-22T00:01:30Z", "ok", "");
    kv(FIRST, "bad", "{");
    kv(FIRST, "good", "[1]");

    Exported imported = imported();

    assertThat(List.of(imported.vigies(), imported.runs())).containsExactly(1L, 1L);
    assertThat(imported.notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .isEqualTo("vigy %s is left out: its interval is 5 ms".formatted(SECOND)))
        .anySatisfy(
            note ->
                assertThat(note)
                    .isEqualTo("vigy 1111111111111111 is left out: `yesterday` is no instant"))
        .anySatisfy(
            note ->
                assertThat(note)
                    .isEqualTo("vigy 2222222222222222 is left out: the label `a` is no text"))
        .anySatisfy(
            note ->
                assertThat(note)
                    .isEqualTo("vigy 3333333333333333 is left out: its language is `red`"))
        .anySatisfy(note -> assertThat(note).startsWith("vigy XYZ is left out: "))
        .anySatisfy(
            note ->
                assertThat(note).isEqualTo("vigy 4444444444444444 is left out: enabled is `true`"))
        .anySatisfy(
            note ->
                assertThat(note).endsWith(" is left out: it has an action of unknown kind `jump`"))
        .anySatisfy(note -> assertThat(note).endsWith(" is left out: its result is `skipped`"))
        .anySatisfy(
            note -> assertThat(note).startsWith("of vigy " + FIRST + " key bad is left out: "))
        .anySatisfy(
            note ->
                assertThat(note)
                    .isEqualTo("1 runs are left out: their vigies are not there any more"))
        .hasSize(11);
    assertThat(vigy("one").kv()).containsOnlyKeys("good");
  }

  @Test
  void a_second_import_changes_nothing() throws Exception {
    vigy(FIRST, "one", "(vigy-noop)", "2026-05-21T00:00:00Z", "");
    run(1, FIRST, "2026-05-22T00:00:00Z", "ok", "");
    imported();

    assertThat(imported())
        .isEqualTo(
            new Exported(
                0, 0, List.of("`one` is left out: the store has had a vigy with its id " + FIRST)));
    assertThat(store.runs(new VigyId(FIRST), RunQuery.newest(9))).hasSize(1);
  }

  @Test
  void other_files_are_refused() throws Exception {
    Path own = folder.resolve("own.db");
    SqliteStore.at(own).close();
    assertThatThrownBy(() -> store.importFrom(own, NOW, "ana"))
        .isInstanceOfSatisfying(
            StoreException.class,
            e ->
                assertThat(e.hint())
                    .isEqualTo(Optional.of("use it with `--db`, or `vigy export` it first")))
        .hasMessage(own + " is a store of this vigy, which needs no import");
    sql(List.of("DROP TABLE seaql_migrations"));
    assertThatThrownBy(() -> store.importFrom(rust, NOW, "ana"))
        .hasMessage(rust + " is a SQLite file of another program");
    Path nothing = folder.resolve("nothing");
    assertThatThrownBy(() -> store.importFrom(nothing, NOW, "ana"))
        .hasMessage("there is no file " + nothing);
  }
}
