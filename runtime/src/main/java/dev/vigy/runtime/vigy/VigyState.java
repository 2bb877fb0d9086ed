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
    List<LedgerRange> ledger) {
  /// There may be a million: what is empty is one object.
  public VigyState {
    desired = desired.isEmpty() ? Map.of() : desired;
    observed = observed.isEmpty() ? Map.of() : observed;
    conditions = conditions.isEmpty() ? Map.of() : conditions;
    ledger = ledger.isEmpty() ? List.of() : ledger;
  }

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
          List.of());
}
