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

  /// Finds the runs in a body that was read. The file may have been damaged or edited: a run that
  /// can't be cut, or is not there, keeps its place, as -1.
  static Segment found(long id, long firstPosition, int runs, byte[] body) {
    int[] vigies = new int[runs];
    int[] lines = new int[runs];
    Arrays.fill(lines, -1);
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      if (Lines.isRun(body, line) && Lines.isSound(body, line)) {
        long run = Lines.position(body, Lines.head(body, line)) - firstPosition;
        if (run >= 0 && run < runs) {
          vigies[(int) run] = Lines.vigy(body, line);
          lines[(int) run] = line;
        }
      }
    }
    return new Segment(id, firstPosition, body, vigies, lines);
  }
}
