package dev.vigy.runtime.store;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.CronExpression;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.Probe;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.vigy.Wakes;
import dev.vigy.runtime.vigy.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Vigies, runs and states for tests of stores: plain ones with fixed content, and random ones that
/// fill every field with whatever is hard to write down. Same seed, same samples.
public final class Samples {
  public static final Instant START = Instant.parse("2026-05-21T12:00:00.000Z");

  private static final String[] TEXTS = {
    "",
    "n",
    "count",
    "a b",
    "quote\" and \\back",
    "line\nbreak\ttab\r",
    "nul\0 and \u007f",
    "naïve",
    "\u6771\u4eac \uD83D\uDE80",
    "</script>",
    "\u2028",
    "{\"v\":1}",
    "x".repeat(300)
  };

  private final SplittableRandom random;
  private final RunIds ids;
  private long ticks;

  public Samples(long seed) {
    random = new SplittableRandom(seed);
    ids = new RunIds(() -> START.plusMillis(ticks), new SplittableRandom(seed));
  }

  /// A plain vigy whose program is the same for all.
  public static Vigy vigy(String name) {
    return vigy(name, "(vigy-incr \"n\" 1)", 1);
  }

  public static Vigy vigy(String name, String program, long generation) {
    return vigy(name, program, generation, Schedule.Fixed.every(Duration.ofSeconds(30)));
  }

  /// A plain vigy that ticks on demand only.
  public static Vigy manual(String name) {
    return vigy(name, "(vigy-incr \"n\" 1)", 1, new Schedule.Manual());
  }

  private static Vigy vigy(String name, String program, long generation, Schedule schedule) {
    return new Vigy(
        VigyId.of(name, "(vigy-incr \"n\" 1)"),
        name,
        program,
        Optional.empty(),
        "lisp",
        schedule,
        START,
        Collections.emptySortedMap(),
        Map.of(),
        List.of(),
        Budget.DEFAULT,
        Mode.ACT,
        true,
        Optional.empty(),
        Optional.empty(),
        generation,
        START,
        START,
        Optional.empty(),
        List.of());
  }

  /// Lets time pass before the next tick.
  public void pass(Duration duration) {
    ticks += duration.toMillis();
  }

  public static Change.Edited registered(Vigy vigy) {
    return edited(vigy, VigyState.INITIAL, "register");
  }

  public static Change.Edited edited(Vigy vigy, VigyState after, String what, KvChange... kv) {
    return new Change.Edited(vigy, after, List.of(kv), audit(what));
  }

  public static Change.Audit audit(String what) {
    return new Change.Audit(START.plusMillis(7), "ana", what, Optional.of("why \"not\""));
  }

  public static Batch batch(Change... changes) {
    return new Batch(List.of(changes), List.of());
  }

  public static KvChange set(String key, long value) {
    return new KvChange(key, Optional.of(new Json.Int(value)));
  }

  public static KvChange deleted(String key) {
    return new KvChange(key, Optional.empty());
  }

  /// The state of a vigy that is registered again.
  ///
  /// @param lastSeq of its earlier life
  public static VigyState afresh(long lastSeq) {
    return new VigyState(
        lastSeq,
        0,
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Wakes.NONE);
  }

  /// The next successful tick of a vigy.
  public Change.Ticked tick(VigyId vigy, VigyState before, KvChange... kv) {
    Run run = run(vigy, before.seq() + 1, Optional.empty(), List.of(kv));
    return new Change.Ticked(run, before, after(before, run));
  }

  /// The next tick of a vigy, and it fails.
  public Change.Ticked failedTick(VigyId vigy, VigyState before) {
    Run run = run(vigy, before.seq() + 1, Optional.of(error("eval: division by zero")), List.of());
    return new Change.Ticked(run, before, after(before, run));
  }

  private Run run(VigyId vigy, long seq, Optional<RunError> failure, List<KvChange> kv) {
    ticks += 10;
    Instant start = START.plusMillis(ticks);
    return new Run(
        ids.next(),
        vigy,
        seq,
        0,
        1,
        Trigger.SCHEDULE,
        Optional.of(start),
        start,
        start.plusMillis(1),
        1234,
        99,
        failure,
        false,
        List.of(),
        kv,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Said.NOTHING,
        List.of(),
        List.of());
  }

  public static RunError error(String text) {
    return new RunError(
        text,
        "user",
        "division by zero",
        "division by zero",
        Optional.of("0..7"),
        Optional.of(1),
        Optional.of(4),
        Optional.of("check the divisor"),
        List.of("(/ 1 0)", "tick"),
        true);
  }

  private static VigyState after(VigyState before, Run run) {
    return new VigyState(
        run.seq(),
        before.successes() + (run.ok() ? 1 : 0),
        run.ok() ? 0 : before.failures() + 1,
        0,
        before.revision() + run.kvChanges().size(),
        run.ok() ? Optional.of(run.startedAt()) : before.lastStart(),
        run.ok() ? Optional.of(run.endedAt()) : before.lastSuccess(),
        run.ok() ? before.lastFailure() : Optional.of(run.endedAt()),
        run.nominalAt(),
        Optional.of(run.startedAt().plusSeconds(30)),
        !run.ok(),
        Optional.empty(),
        run.desired().orElse(before.desired()),
        run.observed().orElse(before.observed()),
        before.conditions(),
        ran(before.ledger(), run),
        before.pace(),
        before.wakes());
  }

  private static List<LedgerRange> ran(List<LedgerRange> ledger, Run run) {
    List<LedgerRange> all = new ArrayList<>(ledger);
    Instant at = run.nominalAt().orElseThrow();
    if (!all.isEmpty() && all.getLast().fate() == LedgerRange.Fate.RAN) {
      LedgerRange last = all.removeLast();
      all.add(
          new LedgerRange(
              last.from(),
              at,
              last.count() + 1,
              last.fate(),
              Optional.empty(),
              last.fromSeq(),
              run.seq()));
    } else {
      all.add(
          new LedgerRange(at, at, 1, LedgerRange.Fate.RAN, Optional.empty(), run.seq(), run.seq()));
    }
    return List.copyOf(all);
  }

  private Schedule schedule() {
    Duration jitter = Duration.ofMillis(random.nextLong(0, 100));
    Schedule.CatchUp catchUp = List.of(Schedule.CatchUp.values()).get(random.nextInt(3));
    Duration window = Duration.ofMinutes(random.nextLong(1, 100));
    Schedule.Terms terms =
        new Schedule.Terms(
            jitter,
            maybe(() -> START),
            maybe(() -> START.plusSeconds(random.nextLong(100, 100_000))),
            list(this::window),
            catchUp,
            window);
    return switch (random.nextInt(5)) {
      case 0 -> new Schedule.Manual();
      case 2 ->
          new Schedule.Adaptive(
              Duration.ofMillis(random.nextLong(100, 1_000)),
              Duration.ofMillis(random.nextLong(1_000, 100_000)),
              maybe(this::text).filter(text -> !text.isEmpty()),
              terms);
      case 1 ->
          new Schedule.Cron(
              CronExpression.of(random.nextInt(60) + " 7-9 L,15W * mon#2,friL"),
              Schedule.Cron.zone(random.nextBoolean() ? "UTC" : "Europe/Berlin"),
              terms);
      default -> new Schedule.Fixed(Duration.ofMillis(random.nextLong(100, 100_000)), terms);
    };
  }

  private Window window() {
    return Window.of(
        any(Window.Rule.values()),
        random.nextBoolean() ? "mon-fri" : "",
        random.nextBoolean() ? "1-7,L" : "",
        random.nextBoolean() ? "jun-aug" : "",
        random.nextBoolean() ? "08:00-12:00,22:00-06:00" : "",
        Schedule.Cron.zone(random.nextBoolean() ? "UTC" : "Europe/Berlin"));
  }

  /// A definition with every field filled at random.
  public Vigy randomVigy(String name, long generation) {
    Vigy plain = vigy(name);
    return new Vigy(
        plain.id(),
        name,
        text() + "\n" + text(),
        maybe(() -> new Vigy.LineMap(text(), List.of(1, 2, random.nextInt(1, 99)))),
        random.nextBoolean() ? "lisp" : text(),
        schedule(),
        instant(),
        new TreeMap<>(Map.of("team", text(), "vigy.dev/x", text())),
        jsonMap(),
        List.of("http https://shop.example.org/", text()),
        new Budget(
            random.nextLong(1, 1L << 40),
            random.nextInt(1, 100_000),
            Duration.ofMillis(random.nextInt(1, 9999)),
            random.nextLong(1, 1L << 40),
            random.nextInt(1, 64),
            Duration.ofMillis(random.nextInt(1, 9999))),
        random.nextBoolean() ? Mode.ACT : Mode.OBSERVE,
        random.nextBoolean(),
        maybe(() -> new Vigy.Pause(maybe(this::text), text(), instant(), maybe(this::instant))),
        maybe(() -> new Vigy.Pin(text(), instant())),
        generation,
        instant(),
        instant(),
        maybe(this::text),
        List.of(text(), text()));
  }

  /// The next tick of a vigy with every field filled at random, failed now and then.
  public Change.Ticked randomTick(VigyId vigy, VigyState before) {
    ticks += random.nextInt(3);
    Optional<RunError> failure =
        random.nextInt(5) == 0
            ? Optional.of(
                new RunError(
                    text(),
                    "limit",
                    text(),
                    text(),
                    maybe(this::text),
                    maybe(() -> random.nextInt(999)),
                    maybe(() -> random.nextInt(999)),
                    maybe(this::text),
                    List.of(text()),
                    random.nextBoolean()))
            : Optional.empty();
    boolean quiet = failure.isEmpty() && random.nextInt(3) > 0;
    Run run =
        new Run(
            ids.next(),
            vigy,
            before.seq() + 1,
            0,
            random.nextLong(1, 9),
            quiet ? Trigger.SCHEDULE : any(Trigger.values()),
            maybe(this::instant),
            instant(),
            instant(),
            random.nextLong(1_000_000),
            random.nextLong(1L << 40),
            failure,
            !quiet && random.nextBoolean(),
            quiet
                ? List.of(
                    new Action(
                        ReconcileKind.NOOP,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Action.ActionStatus.OK),
                        Optional.empty()))
                : list(this::action),
            quiet || failure.isPresent() ? List.of() : kvChanges(),
            quiet ? Optional.empty() : maybe(this::jsonMap),
            quiet ? Optional.empty() : maybe(this::jsonMap),
            quiet ? List.of() : conditions(),
            quiet
                ? Said.NOTHING
                : new Said(
                    list(() -> new Run.Log("warn", text())),
                    jsonMap(),
                    Map.of(text(), random.nextDouble(), "whole", 3.0, "big", 1e300),
                    list(() -> new Run.Event(text(), text())),
                    text()),
            quiet
                ? List.of()
                : list(
                    () ->
                        new Probe(
                            List.of(new Json.Text("http-get"), json(2)),
                            maybe(() -> (Json) new Json.Object(jsonMap())))),
            quiet ? List.of() : list(() -> json(2)));
    return new Change.Ticked(run, before, randomAfter(before, run));
  }

  /// A state that grew from `before` without a tick.
  public Change.Accounted randomAccount(VigyId vigy, VigyState before) {
    return new Change.Accounted(vigy, before, state(before, before.seq(), before.desired()));
  }

  private VigyState randomAfter(VigyState before, Run run) {
    return state(before, run.seq(), run.ok() ? run.desired().orElse(jsonMap()) : before.desired());
  }

  private VigyState state(VigyState before, long seq, Map<String, Json> desired) {
    Map<String, Condition> conditions = new LinkedHashMap<>(before.conditions());
    for (Condition condition : conditions()) {
      conditions.put(condition.name(), condition);
    }
    List<LedgerRange> ledger = new ArrayList<>(before.ledger());
    if (!ledger.isEmpty() && random.nextBoolean()) {
      ledger.removeLast();
    }
    if (ledger.size() > 8) {
      ledger.removeFirst();
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      ledger.add(
          new LedgerRange(
              instant(),
              instant(),
              random.nextLong(1, 100),
              any(LedgerRange.Fate.values()),
              maybe(() -> "backoff"),
              random.nextLong(9),
              random.nextLong(9)));
    }
    return new VigyState(
        seq,
        random.nextLong(1000),
        random.nextInt(5),
        random.nextInt(3),
        random.nextLong(1000),
        maybe(this::instant),
        maybe(this::instant),
        maybe(this::instant),
        maybe(this::instant),
        maybe(this::instant),
        random.nextBoolean(),
        maybe(this::text),
        desired,
        random.nextBoolean() ? before.observed() : jsonMap(),
        random.nextBoolean() ? before.conditions() : conditions,
        List.copyOf(ledger),
        random.nextBoolean()
            ? before.pace()
            : maybe(() -> new VigyState.Pace(maybe(this::instant), random.nextLong(9_999))),
        wakes(before.wakes()));
  }

  /// As ticks and wakes change them: the oldest go, new ones come.
  private Wakes wakes(Wakes before) {
    int gone = random.nextInt(before.payloads().size() + 1);
    List<Json> payloads =
        new ArrayList<>(before.payloads().subList(gone, before.payloads().size()));
    payloads.addAll(list(() -> json(2)));
    int count = payloads.size() + random.nextInt(2);
    return count == 0 ? Wakes.NONE : new Wakes(maybe(this::instant), count, payloads);
  }

  public List<KvChange> kvChanges() {
    TreeMap<String, KvChange> changes = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = random.nextBoolean() ? "k" + random.nextInt(5) : text();
      changes.put(
          key, random.nextInt(4) == 0 ? deleted(key) : new KvChange(key, Optional.of(json(3))));
    }
    return List.copyOf(changes.values());
  }

  private Action action() {
    return new Action(
        any(ReconcileKind.values()),
        maybe(this::text),
        maybe(() -> json(2)),
        maybe(() -> any(Action.ActionStatus.values())),
        maybe(this::text));
  }

  private List<Condition> conditions() {
    LinkedHashMap<String, Condition> all = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String name = random.nextBoolean() ? "Ready" : text();
      all.put(
          name,
          new Condition(
              name,
              any(Condition.Status.values()),
              maybe(this::text),
              maybe(this::text),
              instant(),
              random.nextLong(9)));
    }
    return List.copyOf(all.values());
  }

  private Map<String, Json> jsonMap() {
    Map<String, Json> map = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      map.put(text(), json(3));
    }
    return map;
  }

  private Json json(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> Json.Null.NULL;
      case 1 -> new Json.Bool(random.nextBoolean());
      case 2 -> new Json.Int(random.nextBoolean() ? random.nextLong() : random.nextInt(10));
      case 3 -> new Json.Real(random.nextBoolean() ? random.nextDouble() : random.nextInt(9) + 0.0);
      case 4 -> new Json.Text(text());
      case 5 -> new Json.Array(list(() -> json(depth - 1)));
      default -> new Json.Object(jsonMap());
    };
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private Instant instant() {
    return START.plusMillis(random.nextLong(-1_000_000, 1_000_000_000));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(item.get());
    }
    return List.copyOf(items);
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  public SplittableRandom random() {
    return random;
  }
}
