package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Change.Audit;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.tick.ProgramValue;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Budget;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
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
    this(clock, MemoryStore.create(clock));
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
  void edit(Function<Registry, Optional<dev.vigy.runtime.store.Change>> change) {
    CompletableFuture<Boolean> done =
        engine.edit(
            (registry, now) -> new Edit.Planned<>(change.apply(registry), true), Reply.nobody());
    try {
      engine.await(done, Duration.ofSeconds(1));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
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
