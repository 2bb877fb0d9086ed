package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.schedule.Backoff;
import dev.vigy.runtime.schedule.Instants;
import dev.vigy.runtime.schedule.Ledger;
import dev.vigy.runtime.schedule.Pacing;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.schedule.Timing.Passed;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.vigy.VigyState.Pace;
import dev.vigy.runtime.vigy.Wakes;
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
            outcome.probes(),
            before.wakes().answered());
    VigyState after = ok ? succeeded(attempt, outcome, run, said) : failed(attempt, outcome, run);
    return new Settlement(
        attempt,
        new Change.Ticked(run, before, after),
        new Resident(vigy, after, from.kv().with(run.kvChanges(), attempt.startMs)));
  }

  /// The same outcome for a vigy that was woken meanwhile and is otherwise as it was: wakes that
  /// the tick did not see are still to be answered.
  Settlement on(Resident current) {
    Wakes before = attempt.from.state().wakes();
    Wakes now = current.state().wakes();
    Run run = change.run();
    VigyState grown =
        States.withWakes(after.state(), run.ok() ? now.without(before, run.endedAt()) : now);
    return new Settlement(
        attempt,
        new Change.Ticked(run, current.state(), grown),
        new Resident(after.vigy(), grown, after.kv()));
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
    Schedules next = Schedules.after(attempt, run, outcome, before.quarantine(), 0);
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
        next.ledger,
        next.pace,
        before.wakes().without(before.wakes(), run.endedAt()));
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
    Schedules next = Schedules.after(attempt, run, outcome, quarantine, failures);
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
        next.ledger,
        next.pace,
        idle(attempt, quarantine) ? before.wakes() : before.wakes().dueAt(next.due));
  }

  /// Whether the vigy does not tick by itself after the tick.
  private static boolean idle(Attempt attempt, Optional<String> quarantine) {
    return quarantine.isPresent()
        || Resident.idle(attempt.from.vigy(), attempt.from.state(), attempt.startMs).isPresent();
  }

  /// The part of a state that says when.
  private record Schedules(
      Optional<Instant> lastNominal,
      Optional<Instant> due,
      boolean retry,
      List<LedgerRange> ledger,
      Optional<Pace> pace) {
    static Schedules after(
        Attempt attempt, Run run, Outcome outcome, Optional<String> quarantine, int failures) {
      VigyState before = attempt.from.state();
      Vigy vigy = attempt.from.vigy();
      OptionalLong asked = failures == 0 ? asked(attempt, outcome) : OptionalLong.empty();
      Optional<Timing> known = Timing.of(vigy, before);
      if (known.isEmpty()) {
        return unscheduled(attempt, run, asked, failures);
      }
      Timing timing = known.get();
      List<LedgerRange> ledger = before.ledger();
      long open = timing.open();
      Passed passed = attempt.passed;
      if (passed != null) {
        ledger = Ledger.append(ledger, passed.ranges());
        open = passed.open();
      }
      if (attempt.nominal.isPresent()) {
        long nominal = attempt.nominal.getAsLong();
        ledger = Ledger.append(ledger, List.of(Ledger.ran(nominal, run.seq())));
        open = timing.instants().after(nominal);
      }
      Optional<Instant> lastNominal = instant(timing.accounted(open));
      boolean idle = idle(attempt, quarantine);
      Optional<Pace> pace = before.pace();
      OptionalLong sooner = OptionalLong.empty();
      if (vigy.schedule() instanceof Schedule.Adaptive adaptive) {
        Pacing pacing = Pacing.of(vigy, adaptive);
        Pace next = paced(pacing, adaptive, attempt, run, open, idle);
        pace = Optional.of(next);
        timing = timing.with(pacing.instants(pace));
        open = timing.open();
        sooner = failures == 0 ? pacing.sooner(next, attempt.startMs) : sooner;
      }
      if (idle) {
        return new Schedules(lastNominal, Optional.empty(), false, ledger, pace);
      }
      Timing.Next next;
      if (failures > 0) {
        next = timing.afterFailure(open, attempt.instant, failures, run.endedAt().toEpochMilli());
      } else if (asked.isPresent()) {
        next = timing.asked(asked.getAsLong(), open);
      } else {
        next = sooner.isPresent() ? new Timing.Next(sooner.getAsLong(), false) : timing.next(open);
      }
      return new Schedules(lastNominal, next.due(), next.retry(), ledger, pace);
    }

    /// Without a schedule there is only what the program asks for; and what failed is tried again
    /// if nobody else will bring it back: a tick that was asked for, or wakes that wait.
    private static Schedules unscheduled(
        Attempt attempt, Run run, OptionalLong asked, int failures) {
      VigyState before = attempt.from.state();
      boolean again =
          failures > 0
              && failures <= Backoff.RETRIES
              && (before.due().isPresent() || !before.wakes().isEmpty());
      Optional<Instant> due =
          again
              ? Optional.of(
                  Instant.ofEpochMilli(
                      Backoff.next(attempt.instant, failures, run.endedAt().toEpochMilli())))
              : instant(asked);
      return new Schedules(before.lastNominal(), due, again, before.ledger(), before.pace());
    }

    /// How an adaptive schedule goes on.
    ///
    /// @param open [Instants#NEVER] when the instant that was named is accounted for now
    private static Pace paced(
        Pacing pacing,
        Schedule.Adaptive schedule,
        Attempt attempt,
        Run run,
        long open,
        boolean idle) {
      VigyState before = attempt.from.state();
      Pace pace = pacing.or(before.pace());
      long interval =
          run.ok()
              ? pacing.interval(
                  pace,
                  before.pace().isEmpty(),
                  hint(schedule, attempt, run),
                  run.actions().stream().anyMatch(a -> a.kind() != ReconcileKind.NOOP))
              : pace.interval();
      if (open != Instants.NEVER || idle) {
        return new Pace(open == Instants.NEVER ? Optional.empty() : pace.named(), interval);
      }
      // Jitter must not add up, and neither may lateness of less than a pause.
      long start = attempt.startMs - pacing.offset();
      long base = attempt.nominal.isPresent() ? attempt.nominal.getAsLong() : start;
      return pacing.next(base + interval > start ? base : start, interval);
    }

    private static OptionalLong hint(Schedule.Adaptive schedule, Attempt attempt, Run run) {
      if (schedule.hintKey().isEmpty()) {
        return OptionalLong.empty();
      }
      String key = schedule.hintKey().get();
      Optional<Json> value = attempt.from.kv().row(key).map(KvTable.Row::value);
      for (KvChange change : run.kvChanges()) {
        if (change.key().equals(key)) {
          value = change.value();
        }
      }
      return switch (value.orElse(Json.Null.NULL)) {
        case Json.Int(long ms) -> OptionalLong.of(ms);
        case Json.Real(double ms) when !Double.isNaN(ms) -> OptionalLong.of((long) ms);
        case Json _ -> OptionalLong.empty();
      };
    }

    /// What the program asked for with `vigy-next-in`: not sooner than a schedule may, and not so
    /// late that arithmetic on instants would overflow.
    private static OptionalLong asked(Attempt attempt, Outcome outcome) {
      if (outcome.nextInMs().isEmpty()) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(
          attempt.startMs
              + Math.clamp(
                  outcome.nextInMs().get(),
                  Schedule.SHORTEST.toMillis(),
                  Schedule.LONGEST.toMillis()));
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
