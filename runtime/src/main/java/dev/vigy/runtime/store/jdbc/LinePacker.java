package dev.vigy.runtime.store.jdbc;

import org.jspecify.annotations.Nullable;

/// Writes the lines of a block by copying bytes. Neighbouring runs of a vigy that differ in nothing
/// but their heads come to stand in one line ([Lines]).
final class LinePacker {
  /// A line that is longer takes no more heads.
  private static final int LINE_BYTES = 28_000;

  final JsonOut out = new JsonOut(2 * LINE_BYTES);
  private int lines;
  private int vigy;

  // The line that is open: the rest of its runs, what stands behind it, and where it began.
  private byte @Nullable [] restOf;
  private int restFrom;
  private int restTo;
  private Lines.Ordinal first = Lines.Ordinal.NONE;
  private long nextOrdinal;
  private int lineStart;

  /// Neighbouring runs of a vigy with one rest.
  ///
  /// @param headsFrom where their heads start in `body`, after the bracket of the first
  /// @param headsTo where they end, before the bracket of the last
  /// @param ordinal of the first of them
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
  record Runs(
      int vigy,
      byte[] body,
      int headsFrom,
      int headsTo,
      int count,
      int restFrom,
      int restTo,
      Lines.Ordinal ordinal) {}

  boolean isEmpty() {
    return lines == 0;
  }

  /// Whether these runs can stand in the line that is open.
  boolean joins(Runs runs) {
    byte[] open = restOf;
    return open != null
        && runs.vigy == vigy
        && runs.ordinal.kind() == first.kind()
        && (first.kind() == Lines.UNNUMBERED || runs.ordinal.first() == nextOrdinal)
        && out.size() - lineStart < LINE_BYTES
        && Lines.same(open, restFrom, restTo, runs.body, runs.restFrom, runs.restTo);
  }

  /// Adds them to the open line.
  void join(Runs runs) {
    out.raw(",[").raw(runs.body, runs.headsFrom, runs.headsTo).raw(']');
    nextOrdinal += runs.count;
  }

  /// Begins a line with them, in a block that is new if none is open.
  void line(Runs runs) {
    closeLine();
    if (lines++ == 0) {
      out.clear();
      out.raw("[\n");
    } else {
      out.raw(",\n");
    }
    lineStart = out.size();
    vigy = runs.vigy;
    out.raw(Lines.START).number(vigy).raw(Lines.HEADS);
    out.raw(runs.body, runs.headsFrom, runs.headsTo).raw(']');
    restOf = runs.body;
    restFrom = runs.restFrom;
    restTo = runs.restTo;
    first = runs.ordinal;
    nextOrdinal = first.first() + runs.count;
  }

  /// Ends the line, so that the size is the real one.
  void closeLine() {
    byte[] open = restOf;
    if (open != null) {
      out.raw(']').raw(open, restFrom, restTo);
      Lines.writeOrdinal(out, first.kind(), first.first());
      out.raw('}');
      restOf = null;
    }
  }

  /// The block that was open; the next line begins another.
  byte[] take() {
    closeLine();
    lines = 0;
    return out.raw("\n]").toBytes();
  }
}
