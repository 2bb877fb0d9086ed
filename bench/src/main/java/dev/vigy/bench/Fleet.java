package dev.vigy.bench;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Many vigies with five keys each, their phases spread evenly over the interval: `load-0`,
/// `load-1` and so on.
///
/// @param quiet share in % of those that do nothing but `(vigy-noop)`; the others count, observe
///   and store
/// @param reconciler who runs them
record Fleet(int vigies, int intervalMs, int quiet, String reconciler) {
  private static final String BUSY =
      """
      (define n (vigy-incr "n"))
      (vigy-observed :n n)
      (vigy-desired :n 0)
      (if (vigy-rate-limited? "report" 60000) (vigy-noop) (vigy-pull (dict :n n)))
      """;

  private static final String QUIET = "(vigy-noop)";

  /// Puts them into a store.
  void fill(Store store) {
    Instant now = Instant.ofEpochMilli(Clock.systemUTC().millis());
    List<KvChange> kv = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      kv.add(new KvChange("key-" + i, Optional.of(new Json.Int(i))));
    }
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < vigies; i++) {
      Vigy vigy = vigy(i, now);
      changes.add(
          new Change.Edited(
              vigy,
              VigyState.INITIAL,
              kv,
              new Change.Audit(now, "bench", "register", Optional.empty())));
      if (changes.size() == 1000 || i == vigies - 1) {
        store.commit(new Batch(changes, List.of()));
        changes.clear();
      }
    }
  }

  private Vigy vigy(int number, Instant now) {
    String program = number % 100 < quiet ? QUIET : BUSY;
    String name = "load-" + number;
    return new Vigy(
        VigyId.of(name, program),
        name,
        program,
        Optional.empty(),
        reconciler,
        Schedule.Fixed.every(Duration.ofMillis(intervalMs)),
        now.plusMillis((long) number * intervalMs / vigies),
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
}
