package dev.vigy.runtime.vigy;

import dev.vigy.lisp.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of a vigy so far, without its kv and history. Changes only by a commit.
///
/// @param seq number of the last run, 0 before the first
/// @param successes number of successful runs
/// @param failures successful runs reset it: failed runs in a row
/// @param limitFailures runs in a row that ended in steps, memory or depth; three quarantine the
///   vigy
/// @param revision counts kv changes, by runs and by audited edits
/// @param lastStart start of the last successful run
/// @param lastNominal the newest nominal instant that the ledger accounts for
/// @param due when the next tick starts (jitter and backoff included); absent when nothing is due
///   by itself
/// @param retry whether `due` is a retry after a failure
/// @param conditions by name, in order of first appearance
/// @param ledger oldest first, neighbours of equal fate merged
/// @param pace where an adaptive schedule stands; absent for others, and before its first instant
///   is accounted for
/// @param wakes those that no successful tick has answered yet
public record VigyState(
    long seq,
    long successes,
    int failures,
    int limitFailures,
    long revision,
    Optional<Instant> lastStart,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure,
    Optional<Instant> lastNominal,
    Optional<Instant> due,
    boolean retry,
    Optional<String> quarantine,
    Map<String, Json> desired,
    Map<String, Json> observed,
    Map<String, Condition> conditions,
    List<LedgerRange> ledger,
    Optional<Pace> pace,
    Wakes wakes) {
  /// There may be a million: what is empty is one object.
  public VigyState {
    desired = desired.isEmpty() ? Map.of() : desired;
    observed = observed.isEmpty() ? Map.of() : observed;
    conditions = conditions.isEmpty() ? Map.of() : conditions;
    ledger = ledger.isEmpty() ? List.of() : ledger;
    wakes = wakes.isEmpty() ? Wakes.NONE : wakes;
  }

  /// @param named the one instant that an adaptive schedule has named and that is not accounted
  ///   for; absent while there is none, as in a pause that it fell into
  /// @param interval from the last one to it, or what that would be, ms
  public record Pace(Optional<Instant> named, long interval) {}

  public static final VigyState INITIAL =
      new VigyState(
          0,
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
