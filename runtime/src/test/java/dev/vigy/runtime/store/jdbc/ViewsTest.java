package dev.vigy.runtime.store.jdbc;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.edited;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.set;
import static dev.vigy.runtime.store.Samples.vigy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.Samples;
import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The views are a contract with users of plain SQLite: each is read here through a connection that
/// knows nothing of us, and compared with what the store itself says.
class ViewsTest {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @TempDir Path folder;
  private final Samples samples = new Samples(3);

  @SuppressWarnings("NullAway.Init") // before each test
  private SqliteStore store;

  @SuppressWarnings("NullAway.Init")
  private Connection plain;

  @BeforeEach
  void opens() throws SQLException {
    Path file = folder.resolve("state.db");
    store = SqliteStore.at(file);
    store.retain(Retention.EVERYTHING);
    plain = DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @AfterEach
  void closes() throws SQLException {
    plain.close();
    store.close();
  }

  private List<Map<String, @Nullable Object>> rows(String sql) throws SQLException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (Statement statement = plain.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          Object value = row.getObject(i);
          columns.put(
              row.getMetaData().getColumnName(i),
              value instanceof Integer n ? (Long) (long) n : value);
        }
        rows.add(columns);
      }
    }
    return rows;
  }

  private static @Nullable Json json(@Nullable Object text) {
    return text == null ? null : JsonParser.parse(text.toString(), 1000);
  }

  private static @Nullable String time(Optional<Instant> instant) {
    return instant.map(RFC_3339::format).orElse(null);
  }

  private void randomHistory() {
    List<Vigy> vigies = new ArrayList<>();
    Map<VigyId, VigyState> states = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      Vigy vigy = samples.randomVigy("vigy " + i, 1);
      vigies.add(vigy);
      states.put(vigy.id(), VigyState.INITIAL);
      store.commit(batch(registered(vigy)));
    }
    for (int step = 0; step < 60; step++) {
      List<Change> changes = new ArrayList<>();
      for (Vigy vigy : vigies) {
        VigyState before = states.getOrDefault(vigy.id(), VigyState.INITIAL);
        switch (samples.random().nextInt(8)) {
          case 0 -> {
            Change.Accounted accounted = samples.randomAccount(vigy.id(), before);
            changes.add(accounted);
            states.put(vigy.id(), accounted.after());
          }
          case 1 -> {
            if (step % 9 == 0) {
              changes.add(
                  new Change.Edited(vigy, before, samples.kvChanges(), Samples.audit("kv")));
            }
          }
          default -> {
            Change.Ticked ticked = samples.randomTick(vigy.id(), before);
            changes.add(ticked);
            states.put(vigy.id(), ticked.after());
          }
        }
      }
      store.commit(new Batch(changes, List.of()));
      if (step == 20) {
        store.settle();
      }
    }
  }

  @Test
  void show_all_that_is_durable_sorted_or_not() throws SQLException {
    randomHistory();
    for (int i = 0; i < 2; i++) {
      runsAgree();
      vigiesAgree();
      kvAgrees();
      conditionsAgree();
      ledgerAgrees();
      store.settle();
    }
    assertThat(rows("SELECT count(*) AS n FROM segment")).isEqualTo(List.of(Map.of("n", 0L)));
  }

  private void runsAgree() throws SQLException {
    List<Run> runs = store.runsAfter(0, 100_000);
    List<Map<String, @Nullable Object>> rows = rows("SELECT * FROM v_runs ORDER BY position");
    assertThat(rows).hasSameSizeAs(runs);
    List<List<@Nullable Object>> said = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      runAgrees(rows.get(i), runs.get(i));
      Run run = runs.get(i);
      String name = String.valueOf(rows.get(i).get("vigy"));
      for (Run.Log log : run.said().logs()) {
        said.add(List.of("log", run.id(), name, log.level(), log.message()));
      }
      for (Run.Event event : run.said().events()) {
        said.add(List.of("event", run.id(), name, event.kind(), event.message()));
      }
      run.said()
          .metrics()
          .forEach((key, value) -> said.add(List.of("metric", run.id(), name, key, value)));
      if (run.ok()) {
        for (int index = 0; index < run.actions().size(); index++) {
          Action action = run.actions().get(index);
          said.add(
              List.of(
                  "action",
                  run.id(),
                  name,
                  run.vigyId() + "/" + run.seq() + "/" + index,
                  action.kind().text(),
                  action.subject().orElse("-"),
                  action.payload().isPresent()));
        }
      }
    }
    List<List<@Nullable Object>> seen = new ArrayList<>();
    for (Map<String, @Nullable Object> row :
        rows(
            "SELECT 'log' AS a, run_id, vigy, level, message, NULL AS x, NULL AS y FROM v_logs UNION ALL"
                + " SELECT 'event', run_id, vigy, kind, message, NULL, NULL FROM v_events UNION ALL"
                + " SELECT 'metric', run_id, vigy, name, value, NULL, NULL FROM v_metrics UNION ALL"
                + " SELECT 'action', run_id, vigy, key, kind, ifnull(subject, '-'),"
                + " payload IS NOT NULL FROM v_actions")) {
      List<@Nullable Object> values = new ArrayList<>(row.values());
      values.removeIf(value -> value == null);
      if (values.size() == 7) {
        values.set(6, Long.valueOf(1).equals(values.get(6)));
      }
      seen.add(values);
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(said);
  }

  private static void runAgrees(Map<String, @Nullable Object> row, Run run) {
    assertThat(row.get("id")).isEqualTo(run.id());
    assertThat(row.get("vigy_id")).isEqualTo(run.vigyId().hex());
    assertThat(row.get("seq")).isEqualTo(run.seq());
    assertThat(row.get("position")).isEqualTo(run.position());
    assertThat(row.get("generation")).isEqualTo(run.generation());
    assertThat(row.get("trigger")).isEqualTo(run.trigger().text());
    assertThat(row.get("nominal_at")).isEqualTo(time(run.nominalAt()));
    assertThat(row.get("started_at")).isEqualTo(time(Optional.of(run.startedAt())));
    assertThat(row.get("ended_at")).isEqualTo(time(Optional.of(run.endedAt())));
    assertThat(row.get("duration_us")).isEqualTo(run.durationMicros());
    assertThat(row.get("steps")).isEqualTo(run.steps());
    assertThat(row.get("result")).isEqualTo(run.ok() ? "ok" : "failed");
    assertThat(row.get("error")).isEqualTo(run.failure().map(Run.RunError::text).orElse(null));
    assertThat(row.get("error_info") == null).isEqualTo(run.ok());
    assertThat(row.get("stopped")).isEqualTo(run.stopped() ? 1L : 0L);
    assertThat(json(row.get("desired")))
        .isEqualTo(run.desired().map(Json.Object::new).orElse(null));
    assertThat(json(row.get("observed")))
        .isEqualTo(run.observed().map(Json.Object::new).orElse(null));
    assertThat(json(row.get("traces"))).isEqualTo(new Json.Object(run.said().traces()));
    assertThat(row.get("output")).isEqualTo(run.said().output());
    List<Json> kv = new ArrayList<>();
    for (Run.KvChange change : run.kvChanges()) {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("key", new Json.Text(change.key()));
      change
          .value()
          .ifPresentOrElse(
              value -> members.put("value", value),
              () -> members.put("deleted", new Json.Bool(true)));
      kv.add(new Json.Object(members));
    }
    assertThat(json(row.get("kv_changes"))).isEqualTo(new Json.Array(kv));
    List<Json> probes = new ArrayList<>();
    for (Run.Probe probe : run.probes()) {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("call", new Json.Array(probe.call()));
      probe.answer().ifPresent(answer -> members.put("answer", answer));
      probes.add(new Json.Object(members));
    }
    assertThat(json(row.get("probes"))).isEqualTo(new Json.Array(probes));
    List<Json> conditions = run.conditions().stream().map(ViewsTest::condition).toList();
    assertThat(json(row.get("conditions"))).isEqualTo(new Json.Array(conditions));
  }

  private static Json condition(Condition condition) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", new Json.Text(condition.name()));
    members.put("status", new Json.Text(condition.status().name().toLowerCase(Locale.ROOT)));
    condition.reason().ifPresent(reason -> members.put("reason", new Json.Text(reason)));
    condition.message().ifPresent(message -> members.put("message", new Json.Text(message)));
    members.put("last_transition", new Json.Text(RFC_3339.format(condition.lastTransition())));
    members.put("observed_generation", new Json.Int(condition.observedGeneration()));
    return new Json.Object(members);
  }

  private void vigiesAgree() throws SQLException {
    List<VigyRecord> vigies = store.load().vigies();
    List<Map<String, @Nullable Object>> rows = rows("SELECT * FROM v_vigies");
    assertThat(rows).hasSameSizeAs(vigies);
    for (int i = 0; i < rows.size(); i++) {
      Map<String, @Nullable Object> row = rows.get(i);
      Vigy vigy = vigies.get(i).vigy();
      VigyState state = vigies.get(i).state();
      assertThat(row.get("id")).isEqualTo(vigy.id().hex());
      assertThat(row.get("name")).isEqualTo(vigy.name());
      assertThat(row.get("program")).isEqualTo(vigy.program());
      assertThat(row.get("generation")).isEqualTo(vigy.generation());
      assertThat(row.get("enabled")).isEqualTo(vigy.enabled() ? 1L : 0L);
      assertThat(row.get("created_at")).isEqualTo(time(Optional.of(vigy.createdAt())));
      assertThat(row.get("quarantine")).isEqualTo(state.quarantine().orElse(null));
      assertThat(row.get("seq")).isEqualTo(state.seq());
      assertThat(row.get("successes")).isEqualTo(state.successes());
      assertThat(row.get("consecutive_failures")).isEqualTo((long) state.failures());
      assertThat(row.get("revision")).isEqualTo(state.revision());
      assertThat(row.get("last_success_at")).isEqualTo(time(state.lastSuccess()));
      assertThat(row.get("last_failure_at")).isEqualTo(time(state.lastFailure()));
      assertThat(row.get("last_nominal_at")).isEqualTo(time(state.lastNominal()));
      assertThat(row.get("due_at")).isEqualTo(time(state.due()));
      assertThat(json(row.get("desired"))).isEqualTo(new Json.Object(state.desired()));
      assertThat(json(row.get("observed"))).isEqualTo(new Json.Object(state.observed()));
      assertThat(json(row.get("params"))).isEqualTo(new Json.Object(vigy.params()));
      assertThat(row.get("pause") == null).isEqualTo(vigy.pause().isEmpty());
      assertThat(row.get("status"))
          .isEqualTo(
              !vigy.enabled()
                  ? "disabled"
                  : state.quarantine().isPresent()
                      ? "quarantined"
                      : vigy.pause().isPresent() ? "paused" : "active");
    }
  }

  private void kvAgrees() throws SQLException {
    Map<String, Map<String, Kv>> expected = new TreeMap<>();
    for (VigyRecord record : store.load().vigies()) {
      if (!record.kv().isEmpty()) {
        expected.put(record.vigy().id().hex(), record.kv());
      }
    }
    Map<String, Map<String, Kv>> seen = new TreeMap<>();
    for (Map<String, @Nullable Object> row : rows("SELECT * FROM v_kv")) {
      seen.computeIfAbsent(String.valueOf(row.get("vigy_id")), id -> new TreeMap<>())
          .put(
              String.valueOf(row.get("key")),
              new Kv(
                  JsonParser.parse(String.valueOf(row.get("value")), 1000),
                  Instant.parse(String.valueOf(row.get("updated_at")))));
    }
    assertThat(seen).isEqualTo(expected);
  }

  private void conditionsAgree() throws SQLException {
    List<List<@Nullable Object>> expected = new ArrayList<>();
    for (VigyRecord record : store.load().vigies()) {
      for (Condition condition : record.state().conditions().values()) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(record.vigy().id().hex());
        row.add(record.vigy().name());
        row.add(condition.name());
        row.add(condition.status().name().toLowerCase(Locale.ROOT));
        row.add(condition.reason().orElse(null));
        row.add(condition.message().orElse(null));
        row.add(RFC_3339.format(condition.lastTransition()));
        row.add(condition.observedGeneration());
        expected.add(row);
      }
    }
    List<List<@Nullable Object>> seen = new ArrayList<>();
    rows("SELECT * FROM v_conditions").forEach(row -> seen.add(new ArrayList<>(row.values())));
    assertThat(seen).isEqualTo(expected);
  }

  private void ledgerAgrees() throws SQLException {
    List<List<@Nullable Object>> expected = new ArrayList<>();
    for (VigyRecord record : store.load().vigies()) {
      for (LedgerRange range : record.state().ledger()) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(record.vigy().id().hex());
        row.add(record.vigy().name());
        row.add(RFC_3339.format(range.from()));
        row.add(RFC_3339.format(range.to()));
        row.add(range.count());
        row.add(range.fate().text());
        row.add(range.reason().orElse(null));
        row.add(range.fromSeq());
        row.add(range.toSeq());
        expected.add(row);
      }
    }
    List<List<@Nullable Object>> seen = new ArrayList<>();
    rows("SELECT * FROM v_ledger").forEach(row -> seen.add(new ArrayList<>(row.values())));
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void show_a_plain_run_in_words() throws SQLException {
    Vigy one = vigy("one");
    store.commit(batch(registered(one)));
    Change.Ticked tick = samples.tick(one.id(), VigyState.INITIAL, set("n", 1));
    store.commit(batch(tick));

    assertThat(
            rows(
                "SELECT vigy, seq, position, generation, trigger, nominal_at, started_at, ended_at,"
                    + " duration_us, steps, result, error, stopped, actions, kv_changes, conditions,"
                    + " logs, events, metrics FROM v_runs"))
        .first()
        .hasToString(
            "{vigy=one, seq=1, position=1, generation=1, trigger=schedule,"
                + " nominal_at=2026-05-21T12:00:00.010Z, started_at=2026-05-21T12:00:00.010Z,"
                + " ended_at=2026-05-21T12:00:00.011Z, duration_us=1234, steps=99, result=ok,"
                + " error=null, stopped=0, actions=[], kv_changes=[{\"key\":\"n\",\"value\":1}],"
                + " conditions=[], logs=[], events=[], metrics={}}");
    assertThat(rows("SELECT * FROM v_kv"))
        .first()
        .hasToString(
            "{vigy_id="
                + one.id()
                + ", vigy=one, key=n, value=1,"
                + " updated_at=2026-05-21T12:00:00.010Z}");
    assertThat(rows("SELECT vigy, from_at, to_at, count, fate, reason, from_seq FROM v_ledger"))
        .first()
        .hasToString(
            "{vigy=one, from_at=2026-05-21T12:00:00.010Z, to_at=2026-05-21T12:00:00.010Z, count=1,"
                + " fate=ran, reason=null, from_seq=1}");
    assertThat(rows("SELECT at, who, what, vigy, note FROM v_audit"))
        .first()
        .hasToString(
            "{at=2026-05-21T12:00:00.007Z, who=ana, what=register, vigy=one, note=why \"not\"}");
  }

  @Test
  void keep_the_runs_of_a_deleted_vigy_and_drop_those_of_a_purged_one() throws SQLException {
    for (String name : List.of("kept", "purged")) {
      Vigy vigy = vigy(name);
      store.commit(batch(registered(vigy)));
      store.commit(batch(samples.tick(vigy.id(), VigyState.INITIAL, set("n", 1))));
      store.commit(
          batch(new Change.Deleted(vigy.id(), 1, name.equals("purged"), Samples.audit("delete"))));
    }

    assertThat(rows("SELECT vigy FROM v_runs")).isEqualTo(List.of(Map.of("vigy", "kept")));
    assertThat(rows("SELECT * FROM v_kv")).isEmpty();
    assertThat(rows("SELECT * FROM v_vigies")).isEmpty();
    assertThat(rows("SELECT * FROM v_ledger")).isEmpty();
  }

  @Test
  void do_without_a_vigy_whose_row_is_broken() throws SQLException {
    for (String name : List.of("one", "two")) {
      store.commit(batch(edited(vigy(name), VigyState.INITIAL, "register", set("n", 1))));
    }
    try (Statement statement = plain.createStatement()) {
      statement.execute("UPDATE state SET body = '{' WHERE id = 1");
    }

    assertThat(rows("SELECT name FROM v_vigies")).isEqualTo(List.of(Map.of("name", "two")));
    assertThat(rows("SELECT vigy FROM v_kv")).isEqualTo(List.of(Map.of("vigy", "two")));
    assertThat(rows("SELECT * FROM v_conditions")).isEmpty();
  }

  @Test
  void are_there_in_a_new_store() throws SQLException {
    assertThat(rows("SELECT name FROM sqlite_master WHERE name LIKE 'v\\_%' ESCAPE '\\'"))
        .extracting(row -> row.get("name"))
        .containsExactlyInAnyOrder(
            "v_vigies",
            "v_runs",
            "v_kv",
            "v_conditions",
            "v_actions",
            "v_ledger",
            "v_logs",
            "v_events",
            "v_metrics",
            "v_audit");
  }
}
