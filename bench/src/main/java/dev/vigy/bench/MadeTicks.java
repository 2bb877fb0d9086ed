package dev.vigy.bench;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Vigies and ticks as a load makes them: two keys set, something observed, a ledger that grows.
final class MadeTicks {
  private MadeTicks() {}

  static Vigy vigy(String name, Schedule schedule, Instant now) {
    String program = "(vigy-set \"total\" (+ 1 (vigy-get \"total\" 0)))";
    return new Vigy(
        VigyId.of(name, program),
        name,
        program,
        Optional.empty(),
        "lisp",
        schedule,
        now,
        Collections.emptySortedMap(),
        Map.of(),
        List.of(),
        Budget.DEFAULT,
        Mode.ACT,
        true,
        Optional.empty(),
        Optional.empty(),
        1,
        now,
        now,
        Optional.empty(),
        List.of());
  }

  /// The tick after `before`, nominally 3 ms before `now`.
  ///
  /// @param failed whether it fails
  /// @param nothing whether it finds nothing to do: no key is set, nothing observed anew
  static Change.Ticked next(
      VigyId vigy,
      VigyState before,
      Instant now,
      boolean failed,
      boolean nothing,
      RunIds ids,
      SplittableRandom random) {
    List<KvChange> kv =
        failed || nothing
            ? List.of()
            : List.of(
                new KvChange("seen", Optional.of(new Json.Int(random.nextLong()))),
                new KvChange("total", Optional.of(new Json.Int(random.nextLong()))));
    Run run =
        new Run(
            ids.next(),
            vigy,
            before.seq() + 1,
            0,
            1,
            Trigger.SCHEDULE,
            Optional.of(now.minusMillis(3)),
            now,
            now.plusMillis(1),
            random.nextInt(100, 2000),
            99,
            failed ? Optional.of(error()) : Optional.empty(),
            false,
            failed
                ? List.of()
                : List.of(
                    new Action(
                        ReconcileKind.NOOP,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Action.ActionStatus.OK),
                        Optional.empty())),
            kv,
            Optional.empty(),
            nothing || failed
                ? Optional.empty()
                : Optional.of(Map.of("depth", new Json.Int(random.nextInt(1000)))),
            List.of(),
            Said.NOTHING,
            List.of(),
            List.of());
    VigyState after =
        new VigyState(
            run.seq(),
            before.successes() + (failed ? 0 : 1),
            failed ? before.failures() + 1 : 0,
            0,
            before.revision() + kv.size(),
            failed ? before.lastStart() : Optional.of(now),
            failed ? before.lastSuccess() : Optional.of(run.endedAt()),
            failed ? Optional.of(run.endedAt()) : before.lastFailure(),
            run.nominalAt(),
            Optional.of(now.plusMillis(97)),
            failed,
            Optional.empty(),
            before.desired(),
            run.observed().orElse(before.observed()),
            before.conditions(),
            ran(before.ledger(), run),
            before.pace(),
            before.wakes());
    return new Change.Ticked(run, before, after);
  }

  private static List<LedgerRange> ran(List<LedgerRange> ledger, Run run) {
    Instant at = run.nominalAt().orElseThrow();
    if (ledger.isEmpty()) {
      return List.of(
          new LedgerRange(at, at, 1, LedgerRange.Fate.RAN, Optional.empty(), run.seq(), run.seq()));
    }
    LedgerRange all = ledger.getFirst();
    return List.of(
        new LedgerRange(
            all.from(), at, all.count() + 1, all.fate(), all.reason(), all.fromSeq(), run.seq()));
  }

  private static RunError error() {
    return new RunError(
        "eval: division by zero at 4..11",
        "division-by-zero",
        "division by zero",
        "division by zero",
        Optional.of("4..11"),
        Optional.of(1),
        Optional.of(4),
        Optional.empty(),
        List.of(),
        true);
  }
}
