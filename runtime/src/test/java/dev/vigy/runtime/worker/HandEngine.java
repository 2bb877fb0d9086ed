package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Change.Audit;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.tick.ProgramValue;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/// An engine without threads on a clock that is moved by hand, with reconcilers written in the
/// test.
final class HandEngine implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final SettableClock clock;
  final Store store;
  final Map<String, Reconciler> reconcilers = new HashMap<>();
  Asker asker = Asker.nobody();
  Engine engine;

  HandEngine() {
    this(SettableClock.at(START));
  }

  HandEngine(SettableClock clock) {
    this(clock, keepingAll(MemoryStore.create(clock)));
  }

  /// Tests move the clock by months, and ask for all that happened.
  private static Store keepingAll(Store store) {
    store.retain(Retention.EVERYTHING);
    return store;
  }

  HandEngine(SettableClock clock, Store store) {
    this.clock = clock;
    this.store = store;
    engine = open();
  }

  private Engine open() {
    Time time = new Time(clock, () -> clock.instant().toEpochMilli() * 1_000_000);
    return Engine.start(
        new Engine.Parts(
            store,
            time,
            vigy -> Optional.ofNullable(reconcilers.get(vigy.reconciler())),
            (vigy, question, longest) -> asker.ask(vigy, question, longest),
            new RunIds(clock, new Random(1)),
            vigy -> true,
            Budget.DEFAULT,
            1L << 30,
            2,
            (to, request) -> {},
            true));
  }

  /// Another engine on the same store, as after a crash or an orderly end.
  void restart() {
    engine = open();
  }

  static Vigy vigy(String name, Schedule schedule, Instant anchor) {
    return new Vigy(
        VigyId.of(name, name),
        name,
        "",
        Optional.empty(),
        name,
        schedule,
        anchor,
        Collections.emptySortedMap(),
        Map.of(),
        List.of(),
        Budget.DEFAULT,
        Mode.ACT,
        true,
        Optional.empty(),
        Optional.empty(),
        1,
        anchor,
        anchor,
        Optional.empty(),
        List.of());
  }

  /// A vigy that runs `reconciler` under its own name.
  VigyId register(String name, Schedule schedule, Reconciler reconciler) {
    reconcilers.put(name, reconciler);
    Instant now = clock.instant();
    Vigy vigy = vigy(name, schedule, now);
    edit(
        registry ->
            Optional.of(
                Edits.create(
                        vigy,
                        registry.lastSeq(vigy.id()),
                        new Audit(now, "test", "register", Optional.empty()))
                    .change()));
    return vigy.id();
  }

  VigyId every(String name, Duration interval, Reconciler reconciler) {
    return register(name, Schedule.Fixed.every(interval), reconciler);
  }

  /// Commits an edit, and nothing else.
  void edit(Function<Registry, Optional<Change>> change) {
    CompletableFuture<Boolean> done =
        engine.edit(
            (registry, now) -> new Edit.Planned<>(change.apply(registry), true), Reply.nobody());
    try {
      engine.await(done, Duration.ofSeconds(1));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Changes the definition of a vigy that is there.
  void change(VigyId id, BiFunction<Resident, Instant, Edits.Edited> change) {
    edit(
        registry ->
            Optional.of(change.apply(registry.byId(id).orElseThrow(), clock.instant()).change()));
  }

  void pause(VigyId id) {
    change(
        id,
        (old, now) ->
            Edits.standing(
                old,
                Edits.withPause(
                    old.vigy(),
                    Optional.of(new Vigy.Pause(Optional.empty(), "test", now, Optional.empty())),
                    now),
                audit("pause")));
  }

  void pauseUntil(VigyId id, Instant until) {
    change(
        id,
        (old, now) ->
            Edits.standing(
                old,
                Edits.withPause(
                    old.vigy(),
                    Optional.of(new Vigy.Pause(Optional.empty(), "test", now, Optional.of(until))),
                    now),
                audit("pause")));
  }

  void resume(VigyId id) {
    change(
        id,
        (old, now) ->
            Edits.resume(old, Edits.withPause(old.vigy(), Optional.empty(), now), audit("resume")));
  }

  void enable(VigyId id, boolean enabled) {
    change(
        id,
        (old, now) ->
            Edits.standing(old, Edits.withEnabled(old.vigy(), enabled, now), audit("enable")));
  }

  /// Another schedule, as a registration would do it.
  void reschedule(VigyId id, Duration interval) {
    change(
        id,
        (old, now) -> {
          Vigy to = vigy(old.vigy().name(), Schedule.Fixed.every(interval), now);
          return Edits.replace(old, generation(to, old.vigy()), audit("edit"));
        });
  }

  static Vigy generation(Vigy to, Vigy old) {
    return new Vigy(
        old.id(),
        old.name(),
        to.program(),
        to.lines(),
        old.reconciler(),
        to.schedule(),
        to.anchor(),
        to.labels(),
        to.params(),
        to.allow(),
        to.budget(),
        to.mode(),
        old.enabled(),
        old.pause(),
        old.pin(),
        old.generation() + 1,
        old.createdAt(),
        to.updatedAt(),
        to.doc(),
        to.warnings());
  }

  void wake(VigyId id, Optional<Json> payload) {
    edit(
        registry ->
            Optional.of(Edits.wake(registry.byId(id).orElseThrow(), payload, clock.instant())));
  }

  void set(VigyId id, String key, long value) {
    edit(
        registry ->
            Optional.of(
                Edits.kv(
                    registry.byId(id).orElseThrow(),
                    key,
                    Optional.of(new Json.Int(value)),
                    audit("kv set"))));
  }

  CompletableFuture<Run> force(VigyId id) {
    return engine.tick(id, Reply.nobody());
  }

  /// A forced tick, done.
  Run tick(VigyId id) {
    CompletableFuture<Run> run = force(id);
    settle();
    return run.join();
  }

  /// The ledger as lines: `ran 0s..3s x4 #1..#4`, instants as seconds after [#START].
  List<String> ledgerLines(VigyId id) {
    return ledger(id).stream()
        .map(
            range ->
                "%s %s..%s x%d%s%s"
                    .formatted(
                        range.fate().text(),
                        seconds(range.from()),
                        seconds(range.to()),
                        range.count(),
                        range.reason().map(reason -> " " + reason).orElse(""),
                        range.toSeq() == 0 ? "" : " #" + range.fromSeq() + "..#" + range.toSeq()))
        .toList();
  }

  /// The runs as lines: `#1 schedule 0s ok`, the time being the start.
  List<String> runLines(VigyId id) {
    return runs(id).stream()
        .map(
            run ->
                "#%d %s %s %s"
                    .formatted(
                        run.seq(),
                        run.trigger().text(),
                        seconds(run.startedAt()),
                        run.ok() ? "ok" : "failed"))
        .toList();
  }

  static String seconds(Instant at) {
    return BigDecimal.valueOf(Duration.between(START, at).toMillis(), 3)
            .stripTrailingZeros()
            .toPlainString()
        + "s";
  }

  /// Everything that is to be done at this time.
  void settle() {
    while (engine.step()) {
      // Until nothing moves.
    }
  }

  /// Moves the clock on, stopping wherever something becomes due.
  void advance(Duration duration) {
    Instant goal = clock.instant().plus(duration);
    settle();
    while (true) {
      Optional<Long> next = engine.next();
      if (next.isEmpty() || next.get() > goal.toEpochMilli()) {
        break;
      }
      clock.set(Instant.ofEpochMilli(Math.max(next.get(), clock.instant().toEpochMilli())));
      settle();
    }
    clock.set(goal);
    settle();
  }

  /// Moves the clock on while nobody looks.
  void sleep(Duration duration) {
    clock.advance(duration);
  }

  Resident resident(VigyId id) {
    return engine.registry().byId(id).orElseThrow();
  }

  VigyState state(VigyId id) {
    return resident(id).state();
  }

  /// Oldest first.
  List<Run> runs(VigyId id) {
    return store.runs(id, RunQuery.newest(100_000)).reversed();
  }

  List<LedgerRange> ledger(VigyId id) {
    return Edits.accounted(resident(id), clock.instant().toEpochMilli()).ledger();
  }

  Audit audit(String what) {
    return new Audit(clock.instant(), "test", what, Optional.empty());
  }

  @Override
  public void close() {
    engine.close();
  }

  static Outcome outcome(List<KvChange> kv) {
    return outcome(Optional.empty(), kv);
  }

  static Outcome outcome(Optional<RunError> failure, List<KvChange> kv) {
    return new Outcome(
        ProgramValue.NONE,
        failure,
        false,
        1,
        List.of(),
        kv,
        Map.of(),
        Map.of(),
        List.of(),
        Said.NOTHING,
        List.of(),
        Optional.empty(),
        0,
        0);
  }

  static Outcome conditions(Condition... conditions) {
    Outcome plain = outcome(List.of());
    return new Outcome(
        plain.value(),
        plain.failure(),
        false,
        1,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(conditions),
        Said.NOTHING,
        List.of(),
        Optional.empty(),
        0,
        0);
  }

  static RunError error(String kind, String message) {
    return new RunError(
        "eval: " + message,
        kind,
        message,
        message,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        true);
  }

  /// Does nothing, well.
  static TickResult nothing(TickInput input) {
    return outcome(List.of());
  }

  /// Adds one to the key `n`.
  static TickResult count(TickInput input) {
    long n = input.kv().get("n") instanceof Json.Int(long old) ? old : 0;
    return outcome(List.of(new KvChange("n", Optional.of(new Json.Int(n + 1)))));
  }

  /// Fails.
  static TickResult fail(TickInput input) {
    return outcome(
        Optional.of(error("user", "no luck")),
        List.of(new KvChange("n", Optional.of(new Json.Int(-1)))));
  }
}
