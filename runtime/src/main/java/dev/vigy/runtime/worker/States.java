package dev.vigy.runtime.worker;

import dev.vigy.runtime.schedule.Ledger;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// States that differ from another in a few parts.
final class States {
  private States() {}

  /// Instants come into the ledger, and the next tick is that of the first open one.
  static VigyState passed(VigyState state, Timing timing, Timing.Passed passed) {
    Timing.Next next = timing.next(passed.open());
    return timed(
        state,
        timing.accounted(passed.open()),
        Optional.of(Instant.ofEpochMilli(next.at())),
        next.retry(),
        Ledger.append(state.ledger(), passed.ranges()));
  }

  static VigyState timed(
      VigyState state,
      OptionalLong lastNominal,
      Optional<Instant> due,
      boolean retry,
      List<LedgerRange> ledger) {
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
        ledger);
  }

  /// Failures and their backoff forgotten.
  static VigyState forgiven(VigyState state) {
    OptionalLong last =
        state
            .lastNominal()
            .map(at -> OptionalLong.of(at.toEpochMilli()))
            .orElse(OptionalLong.empty());
    VigyState calm =
        state.failures() == 0 ? state : timed(state, last, Optional.empty(), false, state.ledger());
    return with(calm, 0, 0, state.revision(), state.quarantine(), state.conditions());
  }

  static VigyState withRevision(VigyState state, long revision) {
    return with(
        state,
        state.failures(),
        state.limitFailures(),
        revision,
        state.quarantine(),
        state.conditions());
  }

  static VigyState released(VigyState state, Map<String, Condition> conditions) {
    return with(state, 0, 0, state.revision(), Optional.empty(), conditions);
  }

  private static VigyState with(
      VigyState state,
      int failures,
      int limitFailures,
      long revision,
      Optional<String> quarantine,
      Map<String, Condition> conditions) {
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
        state.ledger());
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
        none.ledger());
  }
}
