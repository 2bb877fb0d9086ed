package dev.vigy.runtime.store.jdbc;

import java.util.Arrays;

/// The byte layout of segments and blocks.
///
/// Both are JSON arrays of one object a line, so that any JSON reader can read them, and they are
/// laid out so that our own need not parse them:
///
/// ```text
/// [
/// {"v":7,"z":[[41,17,"019e…",1779364800000,1,-3,1234,99]],"g":1,"k":[["n",17]]⇥,"c":{…}},
/// {"v":9⇥,"c":{…}}
/// ]
/// ```
///
/// - `v` is the vigy's number in table `vigy`.
/// - `z` holds a *head* for each run: position, seq, id, start, end and nominal instant (both
///   relative to start, ms), duration in µs, steps. What follows up to the TAB is the *rest* of the
///   run ([RunForm]).
/// - `c` is what the commit did to the vigy's state ([StateForm]). A line without `z` is such a
///   change without a run. Blocks have no `c` and no TAB.
/// - In a block, neighbours of one vigy whose rests are equal share one line with several heads: a
///   vigy that finds nothing to do costs about 70 bytes a run. Nothing is lost by that.
/// - What retention must know of a run, its *kind*, stands first in `c`, and last in a line of a
///   block: `Q` and the number of the run among the quiet ones of its vigy, `O` and its number
///   among the other successful ones, or `F` and that among the failed ones. With several heads it
///   is the number of the first.
///
/// Raw newlines and TABs never stand inside a JSON string ([JsonOut]), so lines and commit parts
/// are found by looking for those bytes.
final class Lines {
  private Lines() {}

  /// Up to the vigy's number.
  static final String START = "{\"v\":";

  /// Between the vigy's number and the first head's content.
  static final String HEADS = ",\"z\":[[";

  /// Kinds of runs.
  static final char QUIET = 'Q';

  static final char OTHER = 'O';
  static final char FAILED = 'F';

  /// Of a line that does not say it.
  static final char UNNUMBERED = 0;

  private static final String COMMIT = "\t,\"c\":{";

  private static final int V = START.length();

  /// Whether the line at `from` is one with runs, or what is left of one: every line but a change
  /// without a run, in which the TAB follows the number.
  static boolean isRun(byte[] bytes, int from) {
    int i = from + V;
    while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i >= bytes.length || bytes[i] != '\t';
  }

  /// Whether a line with a run can be cut: for bytes that others may have changed.
  static boolean isSound(byte[] bytes, int from) {
    try {
      int end = end(bytes, from);
      int head = head(bytes, from);
      int headEnd = headEnd(bytes, head);
      int id = id(bytes, head);
      return vigy(bytes, from) > 0
          && stands(START, bytes, from)
          && head - HEADS.length() > from
          && stands(HEADS, bytes, head - HEADS.length())
          && headEnd < restEnd(bytes, headEnd, end)
          && id > 0
          && id + 36 < headEnd
          && bytes[id + 36] == '"';
    } catch (JsonIn.Malformed | IndexOutOfBoundsException e) {
      return false;
    }
  }

  private static boolean stands(String ascii, byte[] bytes, int at) {
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Where the line ends that starts at `from`: at its newline, a comma before it left out.
  static int end(byte[] bytes, int from) {
    int newline = indexOf(bytes, '\n', from, bytes.length);
    return newline > from && bytes[newline - 1] == ',' ? newline - 1 : newline;
  }

  /// Where the line after the one at `from` starts, or -1 if that was the last.
  static int next(byte[] bytes, int from) {
    int newline = from;
    while (newline < bytes.length && bytes[newline] != '\n') {
      newline++;
    }
    return newline + 1 < bytes.length && bytes[newline + 1] == '{' ? newline + 1 : -1;
  }

  /// Where the first line of a segment or block starts, or -1 if there is none.
  static int first(byte[] bytes) {
    return bytes.length > 2 && bytes[2] == '{' ? 2 : -1;
  }

  /// The number of the vigy that the line at `from` is about.
  static int vigy(byte[] bytes, int from) {
    int value = 0;
    for (int i = from + V; i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return value;
  }

  /// Where the first head of a line starts, after its bracket; -1 if the line has no run.
  static int head(byte[] bytes, int from) {
    int i = from + V;
    while (bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return bytes[i] == ',' && bytes[i + 2] == 'z' ? i + HEADS.length() : -1;
  }

  /// Where a head ends: at its closing bracket. No text in it holds one.
  static int headEnd(byte[] bytes, int head) {
    return indexOf(bytes, ']', head, bytes.length);
  }

  /// Where the next head of the line starts, given the end of one; -1 after the last.
  static int nextHead(byte[] bytes, int headEnd) {
    return bytes[headEnd + 1] == ',' ? headEnd + 3 : -1;
  }

  /// Where the last head of a line ends.
  static int lastHeadEnd(byte[] bytes, int from) {
    int headEnd = headEnd(bytes, head(bytes, from));
    for (int next = nextHead(bytes, headEnd); next >= 0; next = nextHead(bytes, headEnd)) {
      headEnd = headEnd(bytes, next);
    }
    return headEnd;
  }

  /// How many heads a line has.
  static int heads(byte[] bytes, int from) {
    int heads = 0;
    for (int head = head(bytes, from); head >= 0; head = nextHead(bytes, headEnd(bytes, head))) {
      heads++;
    }
    return heads;
  }

  /// Where the rest of a run in a segment ends: at its TAB.
  static int restEnd(byte[] bytes, int from, int lineEnd) {
    return indexOf(bytes, '\t', from, lineEnd);
  }

  /// Where the rest of a run ends, in a segment or in a block.
  static int restEndOrBrace(byte[] bytes, int from, int lineEnd) {
    for (int i = from; i < lineEnd; i++) {
      if (bytes[i] == '\t') {
        return i;
      }
    }
    return lineEnd - 1;
  }

  /// The n-th number of a head, the first being 0.
  static long number(byte[] bytes, int head, int n) {
    int at = head;
    for (int commas = n; commas > 0; at++) {
      // An id holds no comma.
      if (bytes[at] == ',') {
        commas--;
      }
    }
    long value = 0;
    boolean negative = bytes[at] == '-';
    for (int i = negative ? at + 1 : at; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return negative ? -value : value;
  }

  static long position(byte[] bytes, int head) {
    return number(bytes, head, 0);
  }

  static long seq(byte[] bytes, int head) {
    return number(bytes, head, 1);
  }

  /// Whether what stands there has the eight parts of a head.
  static boolean isHead(byte[] bytes, int head, int headEnd) {
    int commas = 0;
    int quotes = 0;
    for (int i = head; i < headEnd; i++) {
      commas += bytes[i] == ',' ? 1 : 0;
      quotes += bytes[i] == '"' ? 1 : 0;
    }
    return commas == 7 && quotes == 2;
  }

  /// Where the 36 characters of the run's id start.
  static int id(byte[] bytes, int head) {
    return indexOf(bytes, '"', head, bytes.length) + 1;
  }

  /// Whether the rest of a run says that it failed; the failure comes first if there is one.
  static boolean failed(byte[] bytes, int rest) {
    return bytes[rest] == ',' && bytes[rest + 2] == 'e' && bytes[rest + 3] == '"';
  }

  /// What retention must know of the runs of a line.
  ///
  /// @param kind [#QUIET], [#OTHER], [#FAILED] or [#UNNUMBERED]
  /// @param first the number of the first run among those of its kind, 0 if it has none
  record Ordinal(char kind, long first) {
    static final Ordinal NONE = new Ordinal(UNNUMBERED, 0);
  }

  /// Writes the member that says the kind, if there is one to write.
  static void writeOrdinal(JsonOut out, char kind, long ordinal) {
    if (kind != UNNUMBERED) {
      out.raw(",\"").raw(kind).raw("\":").number(ordinal);
    }
  }

  /// The kind of a run in a segment.
  ///
  /// @param tab where its rest ends
  static Ordinal committed(byte[] bytes, int tab) {
    int at = tab + COMMIT.length();
    if (at + 4 < bytes.length && isKind(bytes, at)) {
      return new Ordinal((char) bytes[at + 1], number(bytes, at + 4, 0));
    }
    return Ordinal.NONE;
  }

  /// The kind of the runs of a line in a block, and where their rest ends.
  ///
  /// @param lineEnd as [#end] says it
  static Ordinal blocked(byte[] bytes, int from, int lineEnd) {
    int at = ordinalAt(bytes, from, lineEnd);
    return at < 0 ? Ordinal.NONE : new Ordinal((char) bytes[at + 2], number(bytes, at + 5, 0));
  }

  /// Where the rest of the runs of a line in a block ends, without what says their kind.
  static int blockedRestEnd(byte[] bytes, int from, int lineEnd) {
    int at = ordinalAt(bytes, from, lineEnd);
    return at < 0 ? lineEnd - 1 : at;
  }

  /// Where `,"Q":7` starts at the end of a line, or -1. The line's last member is the only one that
  /// a digit before its brace can belong to.
  private static int ordinalAt(byte[] bytes, int from, int lineEnd) {
    int i = lineEnd - 2;
    while (i > from && bytes[i] >= '0' && bytes[i] <= '9') {
      i--;
    }
    int at = i - 4;
    return i < lineEnd - 2 && at > from && bytes[at] == ',' && isKind(bytes, at + 1) ? at : -1;
  }

  private static boolean isKind(byte[] bytes, int at) {
    return bytes[at] == '"'
        && (bytes[at + 1] == QUIET || bytes[at + 1] == OTHER || bytes[at + 1] == FAILED)
        && bytes[at + 2] == '"'
        && bytes[at + 3] == ':';
  }

  static boolean same(byte[] left, int leftFrom, int leftTo, byte[] right, int from, int to) {
    return Arrays.equals(left, leftFrom, leftTo, right, from, to);
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new JsonIn.Malformed("a line is cut at byte " + to);
  }
}
