package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A vigy as the committer knows it: what the durable batches made of it, row or no row.
///
/// Its state and kv change after each durable batch (by the committer) and are read by the
/// checkpointer, so both hold this object's monitor; never while another lock is taken.
final class Resident {
  final int number;
  final long place;
  private Vigy vigy;
  private VigyState state;
  private Map<String, Kv> kv;
  private Tally tally;

  /// The segment of the newest change, and the one that the row reflects.
  private long changed;

  private long applied;

  Resident(int number, long place, Vigy vigy, StateForm.Whole whole, long applied) {
    this.number = number;
    this.place = place;
    this.vigy = vigy;
    this.state = whole.state();
    this.kv = new HashMap<>(whole.kv());
    this.tally = whole.tally();
    this.changed = applied;
    this.applied = applied;
  }

  synchronized Vigy vigy() {
    return vigy;
  }

  synchronized VigyState state() {
    return state;
  }

  synchronized Map<String, Kv> kvCopy() {
    return new HashMap<>(kv);
  }

  synchronized Tally tally() {
    return tally;
  }

  synchronized long applied() {
    return applied;
  }

  synchronized VigyRecord record() {
    return new VigyRecord(vigy, state, Collections.unmodifiableSortedMap(new TreeMap<>(kv)));
  }

  /// A durable batch changed state and kv; the row does not know yet.
  synchronized void advance(
      VigyState after, Tally newTally, List<KvChange> changes, Instant at, long segment) {
    state = after;
    tally = newTally;
    apply(kv, changes, at);
    changed = segment;
  }

  /// As before, with a kv that has all changes already.
  synchronized void advance(VigyState after, Tally newTally, Map<String, Kv> newKv, long segment) {
    state = after;
    tally = newTally;
    kv = newKv;
    changed = segment;
  }

  /// A durable batch wrote the row itself.
  synchronized void rewritten(
      Vigy newVigy, VigyState after, Map<String, Kv> newKv, Tally newTally, long segment) {
    vigy = newVigy;
    state = after;
    kv = newKv;
    changed = segment;
    applied = segment;
    tally = newTally;
  }

  static void apply(Map<String, Kv> kv, List<KvChange> changes, Instant at) {
    for (int i = 0; i < changes.size(); i++) {
      KvChange change = changes.get(i);
      if (change.value().isPresent()) {
        kv.put(change.key(), new Kv(change.value().get(), at));
      } else {
        kv.remove(change.key());
      }
    }
  }

  /// The row as it should be, if it is not.
  ///
  /// @param out is appended to
  /// @return the segment that the row then reflects, or -1 if it does already
  synchronized long writeIfStale(JsonOut out) {
    if (changed <= applied) {
      return -1;
    }
    StateForm.writeWhole(out, state, kv, tally);
    return changed;
  }

  /// The row as it should be.
  synchronized void write(JsonOut out) {
    StateForm.writeWhole(out, state, kv, tally);
  }

  /// The row written from [#writeIfStale] is durable.
  synchronized void rowIsDurable(long segment) {
    applied = Math.max(applied, segment);
  }
}
