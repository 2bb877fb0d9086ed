package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.json.JsonSyntaxException;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.store.Retention.Outcome;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Action.ActionStatus;
import dev.vigy.runtime.vigy.Labels;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Reads a `vigy.db` of the Rust version, of any of its three migrations: the only place that knows
/// its layout. A row that can't be read is told and left out.
///
/// That version numbers no runs and keeps the newest thousand; the counter of successful ticks says
/// how many there were. Those that are not there any more are counted as gone.
final class RustFile {
  private static final String COUNTER = "__sys::tick_count";
  private static final String PREVIOUS = "__sys::prev_tick_ms";
  private static final long SHORTEST_MS = 100;
  private static final int LONGEST_NAME = 253;

  private final Sqlite rust;
  private final Importing importing;
  private final Instant now;
  private final String by;
  private final Map<VigyId, Found> vigies = new LinkedHashMap<>();
  private final List<Ran> runs = new ArrayList<>();

  /// Ids of rows of `vigies` that were left out: what belongs to them is not told one by one.
  private final Set<String> leftOut = new HashSet<>();

  /// A row of `vigies`, and what other rows say about it.
  private static final class Found {
    final VigyId id;
    final String name;
    final Map<String, Json> definition;
    final Instant createdAt;
    final Map<String, Kv> kv = new TreeMap<>();
    long counter;
    Optional<Long> previousStart = Optional.empty();
    long ok;
    long failed;
    Optional<Instant> lastSuccess = Optional.empty();
    Optional<Instant> lastFailure = Optional.empty();

    Found(VigyId id, String name, Map<String, Json> definition, Instant createdAt) {
      this.id = id;
      this.name = name;
      this.definition = definition;
      this.createdAt = createdAt;
    }

    /// Successful runs that are not there any more.
    long earlier() {
      return Math.max(0, counter - ok);
    }
  }

  private record Ran(
      VigyId vigy,
      String id,
      Instant start,
      Instant end,
      Optional<String> error,
      List<Action> actions) {}

  private RustFile(Sqlite rust, Importing importing, Instant now, String by) {
    this.rust = rust;
    this.importing = importing;
    this.now = now;
    this.by = by;
  }

  /// @param rust inside a snapshot
  /// @param now the first instant at which a vigy that arrives is due
  static void read(Sqlite rust, Importing importing, Instant now, String by) throws SQLException {
    new RustFile(rust, importing, now, by).all();
  }

  private void all() throws SQLException {
    vigies();
    if (has("vigy_kv")) {
      kv();
    }
    runs();
    names();
    Map<VigyId, Tally> tallies = new HashMap<>();
    Map<VigyId, Long> seqs = new HashMap<>();
    for (Found found : vigies.values()) {
      tallies.put(found.id, new Tally(0, found.earlier(), 0));
      seqs.put(found.id, found.earlier());
    }
    List<Run> numbered = new ArrayList<>();
    List<Lines.Ordinal> ordinals = new ArrayList<>();
    for (Ran ran : runs) {
      long seq = seqs.merge(ran.vigy, 1L, Long::sum);
      Run run = run(ran, seq);
      Outcome outcome = outcome(run);
      Tally tally = tallies.getOrDefault(ran.vigy, Tally.NONE).plus(outcome);
      tallies.put(ran.vigy, tally);
      numbered.add(run);
      ordinals.add(new Lines.Ordinal(Tally.kind(outcome), tally.of(outcome)));
    }
    for (Found found : vigies.values()) {
      arrive(found, tallies.getOrDefault(found.id, Tally.NONE), seqs.getOrDefault(found.id, 0L));
    }
    for (int i = 0; i < numbered.size(); i++) {
      importing.run(numbered.get(i), ordinals.get(i));
    }
  }

  private boolean has(String table) throws SQLException {
    return rust.number("SELECT count(*) FROM sqlite_master WHERE name = '" + table + "'") > 0;
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  /// Reads rows; what is wrong with one is told with `what` and its first column.
  private void each(String sql, String what, Row reader) throws SQLException {
    PreparedStatement select = rust.prepared(sql);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        try {
          reader.read(row);
        } catch (JsonIn.Malformed
            | JsonSyntaxException
            | IllegalArgumentException
            | ArithmeticException
            | DateTimeException e) {
          importing.note("%s %s is left out: %s".formatted(what, row.getString(1), e.getMessage()));
        }
      }
    }
  }

  private void vigies() throws SQLException {
    boolean hasLanguage =
        rust.number("SELECT count(*) FROM pragma_table_info('vigies') WHERE name = 'language'") > 0;
    each(
        "SELECT id, name, program, tick_interval_ms, enabled, created_at, updated_at, labels_json, "
            + (hasLanguage ? "language" : "'tatara-lisp'")
            + " FROM vigies ORDER BY created_at, rowid",
        "vigy",
        row -> {
          String hex = text(row, 1, "id");
          leftOut.add(hex);
          VigyId id = new VigyId(hex);
          String name = text(row, 2, "name");
          Map<String, Json> definition = new LinkedHashMap<>();
          definition.put("name", new Json.Text(name));
          long interval = row.getLong(4);
          if (interval < SHORTEST_MS) {
            throw new JsonIn.Malformed("its interval is " + interval + " ms");
          }
          definition.put(
              "schedule",
              new Json.Object(
                  Map.of("kind", new Json.Text("fixed"), "interval_ms", new Json.Int(interval))));
          definition.put("anchor", ms(now));
          definition.put("enabled", new Json.Bool(enabled(row.getString(5))));
          Instant created = instant(text(row, 6, "created_at"));
          definition.put("created_at", ms(created));
          definition.put("updated_at", ms(instant(text(row, 7, "updated_at"))));
          definition.put("labels", labels(text(row, 8, "labels_json")));
          definition.put("program", new Json.Text(text(row, 3, "program")));
          language(text(row, 9, "language"), name, definition);
          leftOut.remove(hex);
          vigies.put(id, new Found(id, name, definition, created));
        });
  }

  private void language(String language, String name, Map<String, Json> definition) {
    switch (language) {
      case "tatara-lisp" -> {}
      case "blue" -> {
        String why = "it is written in blue, a language that this vigy does not run";
        definition.put("enabled", new Json.Bool(false));
        definition.put("warnings", new Json.Array(List.of(new Json.Text(why))));
        importing.note("`%s` arrives disabled: %s".formatted(name, why));
      }
      default -> throw new JsonIn.Malformed("its language is `" + language + "`");
    }
  }

  private static boolean enabled(String value) {
    try {
      return value != null && Long.parseLong(value) != 0;
    } catch (NumberFormatException e) {
      throw new JsonIn.Malformed("enabled is `" + value + "`");
    }
  }

  private static Json labels(String text) {
    Map<String, Json> labels = Shape.members(ExportForm.parse(text));
    labels.forEach(
        (key, value) -> {
          Labels.checkKey(key);
          if (!(value instanceof Json.Text)) {
            throw new JsonIn.Malformed("the label `" + key + "` is no text");
          }
        });
    return new Json.Object(labels);
  }

  /// Of several with one name the newest keeps it.
  private void names() {
    Map<String, List<Found>> byName = new LinkedHashMap<>();
    vigies
        .values()
        .forEach(found -> byName.computeIfAbsent(found.name, n -> new ArrayList<>()).add(found));
    byName.forEach(
        (name, found) -> {
          found.sort(Comparator.comparing(each -> each.createdAt));
          Found newest = found.getLast();
          for (Found each : found) {
            if (each != newest) {
              rename(each, name, "a newer vigy has the name");
            }
          }
          if (!isName(name)) {
            rename(newest, "imported", "its name `" + name + "` is not allowed");
          }
        });
  }

  private void rename(Found found, String base, String why) {
    String suffix = "@" + found.id;
    String other = (isName(base + suffix) ? base : "imported") + suffix;
    importing.note("`%s` arrives as `%s`, disabled: %s".formatted(found.name, other, why));
    found.definition.put("name", new Json.Text(other));
    found.definition.put("enabled", new Json.Bool(false));
  }

  /// As `VigyName` has it for those who register.
  private static boolean isName(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    return bytes >= 1
        && bytes <= LONGEST_NAME
        && name.strip().equals(name)
        && name.chars().noneMatch(Character::isISOControl);
  }

  private void kv() throws SQLException {
    each(
        "SELECT vigy_id || ' key ' || key, vigy_id, key, value_json, updated_at FROM vigy_kv"
            + " ORDER BY vigy_id, key",
        "of vigy",
        row -> {
          Optional<Found> owner = owner(text(row, 2, "vigy_id"));
          if (owner.isEmpty()) {
            return;
          }
          String key = text(row, 3, "key");
          Json value = ExportForm.parse(text(row, 4, "value_json"));
          Instant at = instant(text(row, 5, "updated_at"));
          Found found = owner.get();
          if (key.equals(COUNTER) && value instanceof Json.Int(long count)) {
            found.counter = Math.max(0, count);
          } else if (key.equals(PREVIOUS) && value instanceof Json.Int(long start)) {
            found.previousStart = Optional.of(start);
          } else {
            found.kv.put(key, new Kv(value, at));
          }
        });
  }

  /// Runs and kv of a vigy that was deleted stay there for ever; they are not worth a word each.
  private Optional<Found> owner(String hex) {
    return VigyId.isValid(hex)
        ? Optional.ofNullable(vigies.get(new VigyId(hex)))
        : Optional.empty();
  }

  private void runs() throws SQLException {
    long[] ownerless = new long[1];
    each(
        "SELECT id, vigy_id, started_at, ended_at, result, error, actions_json FROM vigy_runs"
            + " ORDER BY started_at, id",
        "run",
        row -> {
          String hex = text(row, 2, "vigy_id");
          Optional<Found> owner = owner(hex);
          if (owner.isEmpty()) {
            ownerless[0] += leftOut.contains(hex) ? 0 : 1;
            return;
          }
          String id = UUID.fromString(text(row, 1, "id")).toString();
          Instant start = instant(text(row, 3, "started_at"));
          String ended = row.getString(4);
          Instant end = ended == null ? start : instant(ended);
          boolean ok =
              switch (text(row, 5, "result")) {
                case "ok" -> true;
                case "failed" -> false;
                case String other -> throw new JsonIn.Malformed("its result is `" + other + "`");
              };
          String error = row.getString(6);
          Optional<String> failure =
              ok ? Optional.empty() : Optional.of(error == null ? "" : error);
          List<Action> actions = ok ? actions(text(row, 7, "actions_json")) : List.of();
          Found found = owner.get();
          if (ok) {
            found.ok++;
            found.lastSuccess = Optional.of(end);
          } else {
            found.failed++;
            found.lastFailure = Optional.of(end);
          }
          runs.add(new Ran(found.id, id, start, end, failure, actions));
        });
    if (ownerless[0] > 0) {
      importing.note(ownerless[0] + " runs are left out: their vigies are not there any more");
    }
  }

  private static List<Action> actions(String text) {
    if (!(ExportForm.parse(text) instanceof Json.Array(List<Json> items))) {
      throw new JsonIn.Malformed("its actions are no list");
    }
    List<Action> actions = new ArrayList<>();
    for (Json item : items) {
      Map<String, Json> members = Shape.members(item);
      String kind = ExportForm.text(members, "kind");
      Optional<ActionStatus> result =
          members.get("result") instanceof Json.Text(String status)
              ? Optional.of(RunForm.constant(ActionStatus.class, status))
              : Optional.empty();
      Optional<String> message =
          members.get("message") instanceof Json.Text(String said)
              ? Optional.of(said)
              : Optional.empty();
      actions.add(
          new Action(
              ReconcileKind.parse(kind)
                  .orElseThrow(
                      () ->
                          new JsonIn.Malformed("it has an action of unknown kind `" + kind + "`")),
              Optional.empty(),
              Optional.ofNullable(members.get("payload")),
              result,
              message));
    }
    return actions;
  }

  private static Run run(Ran ran, long seq) {
    return new Run(
        ran.id,
        ran.vigy,
        seq,
        0,
        1,
        Trigger.SCHEDULE,
        Optional.empty(),
        ran.start,
        ran.end,
        Math.max(0, Duration.between(ran.start, ran.end).toNanos() / 1_000),
        0,
        ran.error.map(RustFile::error),
        false,
        ran.actions,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Said.NOTHING,
        List.of(),
        List.of());
  }

  private static RunError error(String text) {
    String message = text.startsWith("eval: ") ? text.substring("eval: ".length()) : text;
    return new RunError(
        text,
        "user",
        message,
        message,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        true);
  }

  /// What a run changed is not known there.
  private static Outcome outcome(Run run) {
    if (!run.ok()) {
      return Outcome.FAILED;
    }
    boolean idle =
        run.actions().stream()
            .allMatch(
                action ->
                    action.kind() == ReconcileKind.NOOP || action.kind() == ReconcileKind.DEFER);
    return idle ? Outcome.QUIET : Outcome.OTHER;
  }

  private void arrive(Found found, Tally tally, long seq) throws SQLException {
    Vigy vigy =
        VigyForm.read(
            found.id,
            JsonPrinter.print(new Json.Object(found.definition)).getBytes(StandardCharsets.UTF_8));
    List<Json> numbers =
        List.of(
            new Json.Int(seq),
            new Json.Int(found.ok + found.earlier()),
            new Json.Int(0),
            new Json.Int(0),
            new Json.Int(found.kv.size()),
            found.previousStart.<Json>map(Json.Int::new).orElse(Json.Null.NULL),
            found.lastSuccess.<Json>map(RustFile::ms).orElse(Json.Null.NULL),
            found.lastFailure.<Json>map(RustFile::ms).orElse(Json.Null.NULL),
            Json.Null.NULL,
            ms(now),
            new Json.Int(0),
            Json.Null.NULL);
    String state = JsonPrinter.print(new Json.Object(Map.of("s", new Json.Array(numbers))));
    StateForm.Whole read = StateForm.readWhole(state.getBytes(StandardCharsets.UTF_8));
    long earlier = found.earlier();
    Gone gone = earlier == 0 ? Gone.NOTHING : new Gone(1, earlier, 0, earlier, 0);
    importing.vigy(
        new Importing.Arrival(
            vigy, new StateForm.Whole(read.state(), found.kv, tally), gone, 0, List.of()));
    importing.audit(
        now.toEpochMilli(), by, "import", found.id.hex(), vigy.name(), "from the Rust version");
  }

  private static Json ms(Instant instant) {
    return new Json.Int(instant.toEpochMilli());
  }

  /// RFC 3339 with any offset.
  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new JsonIn.Malformed("`" + text + "` is no instant");
    }
  }

  private static String text(ResultSet row, int column, String name) throws SQLException {
    String text = row.getString(column);
    if (text == null) {
      throw new JsonIn.Malformed(name + " is missing");
    }
    return text;
  }
}
