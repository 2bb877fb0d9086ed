package dev.vigy.runtime.worker;

import dev.vigy.runtime.schedule.Ledger;
import dev.vigy.runtime.schedule.Pacing;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.LedgerRange;
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

/// States that differ from another in a few parts.
final class States {
  private States() {}

  /// Instants come into the ledger, and the next tick is that of the first open one.
  ///
  /// @param now when an adaptive schedule begins anew
  static VigyState passed(
      Vigy vigy, VigyState state, Timing timing, Timing.Passed passed, long now) {
    VigyState written = written(vigy, state, timing, passed, Optional.empty(), false);
    return renamed(vigy, written, now);
  }

  /// Instants come into the ledger.
  static VigyState written(
      Vigy vigy,
      VigyState state,
      Timing timing,
      Timing.Passed passed,
      Optional<Instant> due,
      boolean retry) {
    Optional<Pace> pace = state.pace();
    if (vigy.schedule() instanceof Schedule.Adaptive adaptive && passed.open() != timing.open()) {
      // The one instant that was named is accounted for.
      long interval = Pacing.of(vigy, adaptive).or(pace).interval();
      pace = Optional.of(new Pace(Optional.empty(), interval));
    }
    return timed(
        state,
        timing.accounted(passed.open()),
        due,
        retry,
        Ledger.append(state.ledger(), passed.ranges()),
        pace);
  }

  /// With the next due time by the schedule, where there is none; an adaptive schedule names its
  /// next instant.
  static VigyState renamed(Vigy vigy, VigyState state, long now) {
    if (state.due().isPresent()) {
      return state;
    }
    Optional<Pace> pace = state.pace();
    if (vigy.schedule() instanceof Schedule.Adaptive adaptive
        && pace.isPresent()
        && pace.get().named().isEmpty()) {
      pace = Optional.of(Pacing.of(vigy, adaptive).anew(now));
    }
    VigyState named = timed(state, last(state), Optional.empty(), false, state.ledger(), pace);
    Optional<Instant> due =
        Timing.of(vigy, named).flatMap(timing -> timing.next(timing.open()).due());
    return timed(named, last(named), due, false, named.ledger(), pace);
  }

  private static OptionalLong last(VigyState state) {
    return state.lastNominal().isPresent()
        ? OptionalLong.of(state.lastNominal().get().toEpochMilli())
        : OptionalLong.empty();
  }

  /// With nothing to come.
  static VigyState resting(VigyState state) {
    return timed(state, last(state), Optional.empty(), false, state.ledger(), state.pace());
  }

  /// On another grid, or with another line of instants.
  static VigyState onNewGrid(VigyState state, List<LedgerRange> ledger) {
    return timed(state, OptionalLong.empty(), Optional.empty(), false, ledger, Optional.empty());
  }

  private static VigyState timed(
      VigyState state,
      OptionalLong lastNominal,
      Optional<Instant> due,
      boolean retry,
      List<LedgerRange> ledger,
      Optional<Pace> pace) {
    return new VigyState(
        state.seq(),
        state.successes(),
        state.failures(),
        state.limitFailures(),
        state.revision(),
        state.lastStart(),
        state.lastSuccess(),
        state.lastFailure(),
        lastNominal.isPresent()
            ? Optional.of(Instant.ofEpochMilli(lastNominal.getAsLong()))
            : Optional.empty(),
        due,
        retry,
        state.quarantine(),
        state.desired(),
        state.observed(),
        state.conditions(),
        ledger,
        pace,
        state.wakes());
  }

  /// Failures and their backoff forgotten.
  ///
  /// @param now when wakes are due that waited for a retry
  static VigyState forgiven(Vigy vigy, VigyState state, Instant now) {
    // What a vigy without schedule wants to try again is all that it has to come.
    boolean rests = state.failures() > 0 && !(vigy.schedule() instanceof Schedule.Manual);
    VigyState calm = rests ? resting(state) : state;
    return with(
        calm,
        0,
        0,
        state.revision(),
        state.quarantine(),
        state.conditions(),
        state.wakes().dueAt(Optional.of(now)));
  }

  static VigyState withWakes(VigyState state, Wakes wakes) {
    return with(
        state,
        state.failures(),
        state.limitFailures(),
        state.revision(),
        state.quarantine(),
        state.conditions(),
        wakes);
  }

  static VigyState withRevision(VigyState state, long revision) {
    return with(
        state,
        state.failures(),
        state.limitFailures(),
        revision,
        state.quarantine(),
        state.conditions(),
        state.wakes());
  }

  static VigyState released(VigyState state, Map<String, Condition> conditions, Instant now) {
    return with(
        state,
        0,
        0,
        state.revision(),
        Optional.empty(),
        conditions,
        state.wakes().dueAt(Optional.of(now)));
  }

  private static VigyState with(
      VigyState state,
      int failures,
      int limitFailures,
      long revision,
      Optional<String> quarantine,
      Map<String, Condition> conditions,
      Wakes wakes) {
    return new VigyState(
        state.seq(),
        state.successes(),
        failures,
        limitFailures,
        revision,
        state.lastStart(),
        state.lastSuccess(),
        state.lastFailure(),
        state.lastNominal(),
        state.due(),
        state.retry(),
        quarantine,
        state.desired(),
        state.observed(),
        conditions,
        state.ledger(),
        state.pace(),
        wakes);
  }

  static VigyState fresh(long lastSeq) {
    return initial(lastSeq, Optional.empty());
  }

  /// Of a vigy of which nothing else is known.
  static VigyState lost(long lastSeq, String reason) {
    return initial(lastSeq, Optional.of(reason));
  }

  private static VigyState initial(long lastSeq, Optional<String> quarantine) {
    VigyState none = VigyState.INITIAL;
    return new VigyState(
        lastSeq,
        none.successes(),
        none.failures(),
        none.limitFailures(),
        none.revision(),
        none.lastStart(),
        none.lastSuccess(),
        none.lastFailure(),
        none.lastNominal(),
        none.due(),
        none.retry(),
        quarantine,
        none.desired(),
        none.observed(),
        none.conditions(),
        none.ledger(),
        none.pace(),
        none.wakes());
  }
}
