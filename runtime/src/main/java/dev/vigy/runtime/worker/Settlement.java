package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.schedule.Ledger;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.schedule.Timing.Passed;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a tick comes to: its run, and what the vigy is after it. A function of the attempt and its
/// outcome; whether it counts is for the committer to say.
///
/// @param attempt the tick
/// @param change what is to be made durable
/// @param after what the vigy is once it is
record Settlement(Attempt attempt, Change.Ticked change, Resident after) {
  /// @param id of the run
  /// @param endMs epoch ms, not before the start
  /// @param micros how long it took
  static Settlement of(Attempt attempt, Outcome outcome, String id, long endMs, long micros) {
    Resident from = attempt.from;
    VigyState before = from.state();
    Vigy vigy = from.vigy();
    long seq = before.seq() + 1;
    Instant start = Instant.ofEpochMilli(attempt.startMs);
    boolean ok = outcome.failure().isEmpty();
    List<Condition> said =
        ok ? Conditions.dated(before.conditions(), outcome.conditions()) : List.of();
    Run run =
        new Run(
            id,
            vigy.id(),
            seq,
            0,
            vigy.generation(),
            attempt.trigger,
            instant(attempt.nominal),
            start,
            Instant.ofEpochMilli(endMs),
            micros,
            outcome.steps(),
            outcome.failure(),
            outcome.stopped(),
            ok ? outcome.actions() : List.of(),
            ok ? outcome.kvChanges() : List.of(),
            ok ? told(before.desired(), outcome.desired()) : Optional.empty(),
            ok ? told(before.observed(), outcome.observed()) : Optional.empty(),
            said,
            outcome.said(),
            outcome.probes());
    VigyState after = ok ? succeeded(attempt, outcome, run, said) : failed(attempt, outcome, run);
    return new Settlement(
        attempt,
        new Change.Ticked(run, before, after),
        new Resident(vigy, after, from.kv().with(run.kvChanges(), attempt.startMs)));
  }

  /// Whether it already is what [#unwritable] makes.
  boolean isUnwritable() {
    return change.run().failure().map(RunError::kind).filter(Mishap.UNWRITABLE::equals).isPresent();
  }

  /// The same tick as a failed run that says why its outcome could not be stored.
  Settlement unwritable(Throwable cause) {
    Run run = change.run();
    return of(
        attempt,
        Mishap.outcome(
            Mishap.UNWRITABLE, "its outcome can't be stored: " + cause.getClass().getSimpleName()),
        run.id(),
        run.endedAt().toEpochMilli(),
        run.durationMicros());
  }

  private static VigyState succeeded(
      Attempt attempt, Outcome outcome, Run run, List<Condition> said) {
    VigyState before = attempt.from.state();
    Vigy vigy = attempt.from.vigy();
    Map<String, Condition> conditions =
        Conditions.ticking(
            Conditions.merged(before.conditions(), said),
            Optional.empty(),
            "",
            run.startedAt(),
            vigy.generation());
    Schedules next = Schedules.after(attempt, run, before.quarantine(), 0, outcome.nextInMs());
    return new VigyState(
        run.seq(),
        before.successes() + 1,
        0,
        0,
        before.revision() + (run.kvChanges().isEmpty() ? 0 : 1),
        Optional.of(run.startedAt()),
        Optional.of(run.endedAt()),
        before.lastFailure(),
        next.lastNominal,
        next.due,
        next.retry,
        before.quarantine(),
        same(before.desired(), outcome.desired()),
        same(before.observed(), outcome.observed()),
        conditions,
        next.ledger);
  }

  private static VigyState failed(Attempt attempt, Outcome outcome, Run run) {
    VigyState before = attempt.from.state();
    Vigy vigy = attempt.from.vigy();
    RunError error = outcome.failure().orElseThrow();
    int failures = before.failures() + 1;
    int limits = Quarantine.counts(error) ? before.limitFailures() + 1 : 0;
    Optional<String> quarantine = before.quarantine().or(() -> Quarantine.reason(limits, error));
    Map<String, Condition> conditions =
        Conditions.ticking(
            before.conditions(),
            Optional.of(quarantine.isPresent() ? "Quarantined" : "TickFailed"),
            quarantine.orElse(error.text()),
            run.startedAt(),
            vigy.generation());
    Schedules next = Schedules.after(attempt, run, quarantine, failures, Optional.empty());
    return new VigyState(
        run.seq(),
        before.successes(),
        failures,
        limits,
        before.revision(),
        before.lastStart(),
        before.lastSuccess(),
        Optional.of(run.endedAt()),
        next.lastNominal,
        next.due,
        next.retry,
        quarantine,
        before.desired(),
        before.observed(),
        conditions,
        next.ledger);
  }

  /// The part of a state that says when.
  private record Schedules(
      Optional<Instant> lastNominal,
      Optional<Instant> due,
      boolean retry,
      List<LedgerRange> ledger) {
    static Schedules after(
        Attempt attempt,
        Run run,
        Optional<String> quarantine,
        int failures,
        Optional<Long> nextIn) {
      VigyState before = attempt.from.state();
      Vigy vigy = attempt.from.vigy();
      Optional<Timing> timing = Timing.of(vigy, before);
      if (timing.isEmpty()) {
        return new Schedules(before.lastNominal(), asked(attempt, nextIn), false, before.ledger());
      }
      List<LedgerRange> ledger = before.ledger();
      long open = timing.get().open();
      Passed passed = attempt.passed;
      if (passed != null) {
        ledger = Ledger.append(ledger, passed.ranges());
        open = passed.open();
      }
      if (attempt.nominal.isPresent()) {
        long nominal = attempt.nominal.getAsLong();
        ledger = Ledger.append(ledger, List.of(Ledger.ran(nominal, run.seq())));
        open = timing.get().instants().after(nominal);
      }
      Optional<Instant> lastNominal = instant(timing.get().accounted(open));
      boolean idle =
          quarantine.isPresent() || Resident.idle(vigy, before, attempt.startMs).isPresent();
      if (idle) {
        return new Schedules(lastNominal, Optional.empty(), false, ledger);
      }
      Timing.Next next =
          failures == 0
              ? asked(attempt, nextIn)
                  .map(at -> new Timing.Next(at.toEpochMilli(), false))
                  .orElse(timing.get().next(open))
              : timing
                  .get()
                  .afterFailure(open, attempt.instant, failures, run.endedAt().toEpochMilli());
      return new Schedules(
          lastNominal, Optional.of(Instant.ofEpochMilli(next.at())), next.retry(), ledger);
    }

    /// What the program asked for with `vigy-next-in`: not sooner than a schedule may, and not so
    /// late that arithmetic on instants would overflow.
    private static Optional<Instant> asked(Attempt attempt, Optional<Long> nextIn) {
      return nextIn.map(
          ms ->
              Instant.ofEpochMilli(
                  attempt.startMs
                      + Math.clamp(ms, Schedule.SHORTEST.toMillis(), Schedule.LONGEST.toMillis())));
    }
  }

  /// What the run records of a map: what the tick said, unless it said nothing and nothing was
  /// there.
  private static Optional<Map<String, Json>> told(
      Map<String, Json> before, Map<String, Json> said) {
    return before.isEmpty() && said.isEmpty() ? Optional.empty() : Optional.of(said);
  }

  /// The old map if the new one is equal, so that nobody needs to write it again.
  private static Map<String, Json> same(Map<String, Json> before, Map<String, Json> now) {
    return before.equals(now) ? before : now;
  }

  private static Optional<Instant> instant(OptionalLong time) {
    return time.isPresent()
        ? Optional.of(Instant.ofEpochMilli(time.getAsLong()))
        : Optional.empty();
  }
}
