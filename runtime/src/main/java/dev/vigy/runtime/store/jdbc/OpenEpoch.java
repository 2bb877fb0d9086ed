package dev.vigy.runtime.store.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The newest runs: segments that are not sorted into blocks yet, all of them in memory, with an
/// index by vigy and one by position.
///
/// Grows by whole segments until it is closed; guarded by [OpenRuns].
final class OpenEpoch {
  private static final int NONE = -1;

  final int id;
  final long openedNanos;
  private final List<Segment> segments = new ArrayList<>();
  private long bytes;

  /// Of each run: its vigy, its segment (index in the list), its line, and the run of the same vigy
  /// before it. A run that can't be read has vigy 0.
  private int[] vigies = new int[256];

  private int[] segmentOf = new int[256];
  private int[] lineOf = new int[256];
  private int[] previous = new int[256];
  private int runs;

  /// Open addressing: vigy number (0 is free) and its newest run.
  private int[] keys = new int[512];

  private int[] newest = new int[512];
  private int used;

  OpenEpoch(int id, long openedNanos) {
    this.id = id;
    this.openedNanos = openedNanos;
  }

  void add(Segment segment) {
    int index = segments.size();
    segments.add(segment);
    bytes += segment.body().length;
    for (int i = 0; i < segment.runs(); i++) {
      if (runs == vigies.length) {
        vigies = Arrays.copyOf(vigies, runs * 2);
        segmentOf = Arrays.copyOf(segmentOf, runs * 2);
        lineOf = Arrays.copyOf(lineOf, runs * 2);
        previous = Arrays.copyOf(previous, runs * 2);
      }
      int vigy = segment.vigies()[i];
      vigies[runs] = vigy;
      segmentOf[runs] = index;
      lineOf[runs] = segment.lines()[i];
      if (vigy == 0) {
        // A run that can't be read keeps its position.
        previous[runs++] = NONE;
        continue;
      }
      int slot = slot(vigy);
      if (keys[slot] == 0) {
        keys[slot] = vigy;
        previous[runs] = NONE;
        used++;
      } else {
        previous[runs] = newest[slot];
      }
      newest[slot] = runs++;
      if (used * 2 > keys.length) {
        grow();
      }
    }
  }

  private int slot(int vigy) {
    int mask = keys.length - 1;
    int slot = ((vigy * 0x9e3779b9) >>> 7) & mask;
    while (keys[slot] != 0 && keys[slot] != vigy) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldNewest = newest;
    keys = new int[oldKeys.length * 2];
    newest = new int[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        newest[slot] = oldNewest[i];
      }
    }
  }

  /// The newest run of a vigy, or -1.
  int newest(int vigy) {
    int slot = slot(vigy);
    return keys[slot] == 0 ? NONE : newest[slot];
  }

  /// The run of the same vigy before `run`, or -1.
  int previous(int run) {
    return previous[run];
  }

  int vigy(int run) {
    return vigies[run];
  }

  byte[] body(int run) {
    return segments.get(segmentOf[run]).body();
  }

  int line(int run) {
    return lineOf[run];
  }

  int runs() {
    return runs;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  List<Segment> segments() {
    return segments;
  }

  /// Of the first run; meaningless without runs.
  long firstPosition() {
    return segments.getFirst().firstPosition();
  }

  long lastPosition() {
    return firstPosition() + runs - 1;
  }

  long firstSegment() {
    return segments.getFirst().id();
  }

  long lastSegment() {
    return segments.getLast().id();
  }
}
