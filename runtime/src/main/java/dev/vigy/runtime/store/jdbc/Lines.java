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
///
/// Raw newlines and TABs never stand inside a JSON string ([JsonOut]), so lines and commit parts
/// are found by looking for those bytes.
final class Lines {
  private Lines() {}

  /// Up to the vigy's number.
  static final String START = "{\"v\":";

  /// Between the vigy's number and the first head's content.
  static final String HEADS = ",\"z\":[[";

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

  /// Where the 36 characters of the run's id start.
  static int id(byte[] bytes, int head) {
    return indexOf(bytes, '"', head, bytes.length) + 1;
  }

  /// Whether the rest of a run says that it failed; the failure comes first if there is one.
  static boolean failed(byte[] bytes, int rest) {
    return bytes[rest] == ',' && bytes[rest + 2] == 'e' && bytes[rest + 3] == '"';
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
