package dev.vigy.runtime.store;

import dev.vigy.runtime.store.Retention.Outcome;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.Weight;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The runs of [MemoryStore], under retention; guarded by it.
final class MemoryHistory {
  /// Keys are positions, so the first one is the oldest; likewise in each outcome.
  private final SequencedMap<Long, Kept> all = new LinkedHashMap<>();

  private final Map<Outcome, SequencedMap<Long, Kept>> byOutcome = new EnumMap<>(Outcome.class);
  private final Map<VigyId, OfVigy> ofVigies = new HashMap<>();
  private final Map<String, Run> byId = new HashMap<>();
  private final int mostRuns;
  private final long mostBytes;
  private Retention retention = Retention.DEFAULT;
  private long bytes;

  private record Kept(Run run, Outcome outcome) {}

  private static final class OfVigy {
    /// Oldest first.
    final Map<Outcome, ArrayDeque<Kept>> runs = new EnumMap<>(Outcome.class);

    Gone gone = Gone.NOTHING;
  }

  MemoryHistory(int mostRuns, long mostBytes) {
    this.mostRuns = mostRuns;
    this.mostBytes = mostBytes;
    for (Outcome outcome : Outcome.values()) {
      byOutcome.put(outcome, new LinkedHashMap<>());
    }
  }

  void retain(Retention newRetention) {
    retention = newRetention;
  }

  /// Adds the newest run, and lets others go. The newest stays, however large.
  void add(Run run, Outcome outcome) {
    Kept kept = new Kept(run, outcome);
    all.put(run.position(), kept);
    ofOutcome(outcome).put(run.position(), kept);
    OfVigy ofVigy = ofVigies.computeIfAbsent(run.vigyId(), id -> new OfVigy());
    ArrayDeque<Kept> same = ofVigy.runs.computeIfAbsent(outcome, o -> new ArrayDeque<>(4));
    same.add(kept);
    byId.put(run.id(), run);
    bytes += Weight.of(run);
    if (same.size() > 1 && same.size() > retention.rule(outcome).runs()) {
      take(same.getFirst());
    }
    for (Outcome each : Outcome.values()) {
      takeOlder(each, run.startedAt().minus(retention.rule(each).age()));
    }
    while (all.size() > 1
        && (all.size() > Math.min(mostRuns, retention.runs())
            || bytes > Math.min(mostBytes, retention.bytes()))) {
      take(all.firstEntry().getValue());
    }
  }

  private SequencedMap<Long, Kept> ofOutcome(Outcome outcome) {
    return byOutcome.getOrDefault(outcome, all);
  }

  private void takeOlder(Outcome outcome, Instant oldest) {
    SequencedMap<Long, Kept> runs = ofOutcome(outcome);
    Map.Entry<Long, Kept> first = runs.firstEntry();
    while (first != null && first.getValue().run.startedAt().isBefore(oldest)) {
      take(first.getValue());
      first = runs.firstEntry();
    }
  }

  /// Takes one that is the oldest of its vigy and outcome.
  private void take(Kept kept) {
    Run run = kept.run;
    forget(kept);
    OfVigy ofVigy = ofVigies.get(run.vigyId());
    if (ofVigy != null) {
      ArrayDeque<Kept> same = ofVigy.runs.get(kept.outcome);
      if (same != null) {
        same.removeFirst();
        if (same.isEmpty()) {
          ofVigy.runs.remove(kept.outcome);
        }
      }
      ofVigy.gone = ofVigy.gone.plus(Gone.one(run.seq(), kept.outcome));
    }
  }

  private void forget(Kept kept) {
    all.remove(kept.run.position());
    ofOutcome(kept.outcome).remove(kept.run.position());
    byId.remove(kept.run.id());
    bytes -= Weight.of(kept.run);
  }

  /// Forgets all runs of a vigy, uncounted.
  void purge(VigyId vigy) {
    OfVigy purged = ofVigies.remove(vigy);
    if (purged != null) {
      purged.runs.values().forEach(runs -> runs.forEach(this::forget));
    }
  }

  Gone gone(VigyId vigy) {
    OfVigy ofVigy = ofVigies.get(vigy);
    return ofVigy == null ? Gone.NOTHING : ofVigy.gone;
  }

  Optional<Run> run(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<Run> runs(VigyId vigy, RunQuery query) {
    OfVigy ofVigy = ofVigies.get(vigy);
    List<Run> found = new ArrayList<>();
    if (ofVigy == null) {
      return found;
    }
    // Each list is in order, so the newest of all is at the end of one of them.
    List<Newest> lists = new ArrayList<>();
    ofVigy.runs.values().forEach(runs -> lists.add(new Newest(runs.descendingIterator())));
    while (found.size() < query.limit()) {
      Optional<Newest> newest =
          lists.stream()
              .filter(list -> list.next != null)
              .max(Comparator.comparingLong(Newest::position));
      if (newest.isEmpty()) {
        break;
      }
      Run run = newest.get().take();
      if (query.matches(run)) {
        found.add(run);
      }
    }
    return found;
  }

  private static final class Newest {
    private final Iterator<Kept> runs;
    private @Nullable Kept next;

    Newest(Iterator<Kept> runs) {
      this.runs = runs;
      this.next = runs.hasNext() ? runs.next() : null;
    }

    long position() {
      return next == null ? 0 : next.run.position();
    }

    Run take() {
      Kept taken = next;
      if (taken == null) {
        throw new IllegalStateException("no more runs");
      }
      next = runs.hasNext() ? runs.next() : null;
      return taken.run;
    }
  }

  List<Run> after(long position, int limit) {
    List<Run> found = new ArrayList<>();
    // A reader that follows is near the end, so look from there.
    for (Kept kept : all.sequencedValues().reversed()) {
      if (kept.run.position() <= position) {
        break;
      }
      found.add(kept.run);
    }
    return List.copyOf(found.reversed().subList(0, Math.min(limit, found.size())));
  }
}
