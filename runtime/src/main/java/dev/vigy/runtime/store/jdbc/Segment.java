package dev.vigy.runtime.store.jdbc;

import java.util.Arrays;

/// A committed batch as its row holds it, with the places of its runs.
///
/// @param firstPosition of its first run
/// @param vigies the numbers of the vigies of its runs, in order; 0 for a run that can't be read
/// @param lines where the lines of its runs start; -1 for a run that can't be read
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed once made
record Segment(long id, long firstPosition, byte[] body, int[] vigies, int[] lines) {
  int runs() {
    return lines.length;
  }

  /// Finds the runs in a body that was read. The file may have been damaged or edited: a line that
  /// looks like a run but can't be cut keeps its place, as -1.
  static Segment found(long id, long firstPosition, byte[] body) {
    int[] vigies = new int[16];
    int[] lines = new int[16];
    int runs = 0;
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      if (Lines.isRun(body, line)) {
        if (runs == lines.length) {
          vigies = Arrays.copyOf(vigies, runs * 2);
          lines = Arrays.copyOf(lines, runs * 2);
        }
        boolean sound = Lines.isSound(body, line);
        vigies[runs] = sound ? Lines.vigy(body, line) : 0;
        lines[runs++] = sound ? line : -1;
      }
    }
    return new Segment(
        id, firstPosition, body, Arrays.copyOf(vigies, runs), Arrays.copyOf(lines, runs));
  }
}
