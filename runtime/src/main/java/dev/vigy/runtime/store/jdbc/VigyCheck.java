package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What must hold of one vigy: its runs, given one by one as they stand in the store, against its
/// state, kv, ledger, and what is counted as gone.
final class VigyCheck {
  private static final int SHOWN = 60;

  private final VigyId id;
  private final Optional<Resident> resident;
  private final boolean readable;

  /// The last seq of earlier lives.
  private final long lifeFrom;

  private final Gone gone;
  private final List<Long> kvEdits;
  private final Consumer<String> problems;
  private final Optional<VigyState> state;
  private final long[] ranIn;

  private long last;
  private long missing;
  private long successes;
  private long failuresInARow;

  private record Changed(long seq, Instant at, Optional<Json> value) {}

  private final Map<String, Changed> changes = new HashMap<>();

  /// @param resident its state as a restart would find it; empty if it is deleted or broken
  /// @param readable false if it is broken: then only its runs can be looked at
  /// @param purgedTo the last seq of a life that was purged, 0 if none was
  /// @param lastSeq of its earlier life, or of this one if it is deleted
  /// @param kvEdits when keys were set or deleted from outside, ms
  VigyCheck(
      VigyId id,
      Optional<Resident> resident,
      boolean readable,
      long purgedTo,
      long lastSeq,
      Gone gone,
      List<Long> kvEdits,
      Consumer<String> problems) {
    this.id = id;
    this.resident = resident;
    this.readable = readable;
    this.lifeFrom = Math.max(purgedTo, lastSeq);
    this.gone = gone;
    this.kvEdits = kvEdits;
    this.problems = problems;
    this.state = resident.map(Resident::state);
    this.ranIn = new long[state.map(known -> known.ledger().size()).orElse(0)];
    this.last = purgedTo;
  }

  VigyId id() {
    return id;
  }

  Gone gone() {
    return gone;
  }

  void problem(String text) {
    problems.accept(text);
  }

  /// The next run as it stands in the store.
  void run(Run run) {
    long seq = run.seq();
    if (seq <= last) {
      problem(
          seq == last
              ? "run " + seq + " is there twice"
              : "run " + seq + " stands behind run " + last);
      return;
    }
    if (seq > last + 1) {
      missing(last + 1, seq - 1);
    }
    last = seq;
    boolean ofThisLife = resident.isPresent() && seq > lifeFrom;
    if (run.ok()) {
      successes++;
      failuresInARow = 0;
      if (ofThisLife) {
        for (Run.KvChange change : run.kvChanges()) {
          changes.put(change.key(), new Changed(seq, run.startedAt(), change.value()));
        }
      }
    } else {
      failuresInARow++;
    }
    boolean named = run.trigger() == Trigger.SCHEDULE || run.trigger() == Trigger.CATCH_UP;
    if (ofThisLife && named && run.nominalAt().isPresent()) {
      ledger(run, run.nominalAt().get());
    }
  }

  private void missing(long from, long to) {
    missing += to - from + 1;
    if (gone.runs() == 0 || from < gone.fromSeq() || to > gone.toSeq()) {
      problem(
          from == to
              ? "run " + from + " is missing"
              : "runs " + from + " to " + to + " are missing");
    }
  }

  /// Counts the run in the range of its instant.
  private void ledger(Run run, Instant nominal) {
    List<LedgerRange> ranges = state.map(VigyState::ledger).orElse(List.of());
    for (int i = ranges.size() - 1; i >= 0; i--) {
      LedgerRange range = ranges.get(i);
      if (range.fate() == LedgerRange.Fate.RAN
          && run.seq() >= range.fromSeq()
          && run.seq() <= range.toSeq()
          && !nominal.isBefore(range.from())
          && !nominal.isAfter(range.to())) {
        ranIn[i]++;
        return;
      }
    }
    problem("the ledger does not know of run " + run.seq() + ", which was due at " + nominal);
  }

  /// After the last run.
  void end() {
    long newest = state.map(VigyState::seq).orElse(lifeFrom);
    if (last < newest) {
      missing(last + 1, newest);
    } else if (last > newest && readable) {
      problem("its newest run is " + last + ", and its state knows of " + newest);
    }
    if (missing != gone.runs() && missing > 0 && gone.runs() > 0) {
      problem("%d runs are counted as gone, and %d are".formatted(gone.runs(), missing));
    } else if (missing == 0 && gone.runs() > 0) {
      problem(gone.runs() + " runs are counted as gone, and all are there");
    }
    state.ifPresent(this::numbers);
    resident.ifPresent(known -> kv(known.record().kv()));
    resident.ifPresent(known -> ranges(known.vigy().schedule(), known.vigy().anchor()));
  }

  private void numbers(VigyState known) {
    boolean oneLife = lifeFrom == 0;
    long all = successes + gone.quiet() + gone.others();
    if (oneLife && all != known.successes() && missing == gone.runs()) {
      problem("its state counts %d successes, its history %d".formatted(known.successes(), all));
    }
    if (known.failures() > failuresInARow + gone.failed()) {
      problem(
          "its state counts %d failures in a row, its history %d"
              .formatted(known.failures(), failuresInARow));
    }
  }

  /// What runs did to kv, as far as they are still there, against what it is.
  private void kv(Map<String, Kv> kv) {
    changes.forEach(
        (key, changed) -> {
          Kv now = kv.get(key);
          if (now == null) {
            if (changed.value.isPresent() && kvEdits.isEmpty()) {
              problem("key `%s` is not there, and run %d set it".formatted(key, changed.seq));
            }
          } else if (now.updatedAt().equals(changed.at)) {
            if (!changed.value.equals(Optional.of(now.value()))) {
              problem(
                  "key `%s` is %s, and run %d %s"
                      .formatted(
                          key,
                          shown(now.value()),
                          changed.seq,
                          changed
                              .value
                              .map(value -> "set it to " + shown(value))
                              .orElse("deleted it")));
            }
          } else if (gone.others() == 0 && !kvEdits.contains(now.updatedAt().toEpochMilli())) {
            problem("key `%s` was set at %s, and nothing did".formatted(key, now.updatedAt()));
          }
        });
  }

  private static String shown(Json value) {
    String text = JsonPrinter.print(value);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private void ranges(Schedule schedule, Instant anchor) {
    List<LedgerRange> ranges = state.map(VigyState::ledger).orElse(List.of());
    for (int i = 0; i < ranges.size(); i++) {
      LedgerRange range = ranges.get(i);
      String name = "the range of its ledger from " + range.from() + " to " + range.to();
      if (range.to().isBefore(range.from()) || range.count() < 1) {
        problem(name + " counts " + range.count() + " instants");
      }
      // Behind an anchor the clock may have gone back.
      boolean follows = i > 0 && !ranges.get(i - 1).from().isBefore(anchor);
      if (follows && !range.from().isAfter(ranges.get(i - 1).to())) {
        problem(name + " overlaps the one before");
      }
      if (schedule instanceof Schedule.Fixed fixed && !range.from().isBefore(anchor)) {
        long interval = fixed.interval().toMillis();
        long steps = range.to().toEpochMilli() - range.from().toEpochMilli();
        boolean onGrid = (range.from().toEpochMilli() - anchor.toEpochMilli()) % interval == 0;
        if (!onGrid || steps % interval != 0 || steps / interval + 1 != range.count()) {
          problem(name + " counts " + range.count() + " instants, and the schedule does not");
        }
        if (follows && !ranges.get(i - 1).to().plusMillis(interval).equals(range.from())) {
          problem("its ledger says nothing of instants before " + range.from());
        }
      }
      if (range.fate() == LedgerRange.Fate.RAN) {
        boolean whole = gone.runs() == 0 || gone.toSeq() < range.fromSeq();
        if (ranIn[i] > range.count() || (whole && ranIn[i] < range.count())) {
          problem("%s counts %d ticks, and %d ran".formatted(name, range.count(), ranIn[i]));
        }
      }
    }
  }
}
