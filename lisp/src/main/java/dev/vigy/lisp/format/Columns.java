package dev.vigy.lisp.format;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// Where things stand in a text, and whether somebody has lined them up.
final class Columns {
  private final String text;
  private final int[] lineStarts;
  private final Set<Long> starts = new HashSet<>();

  Columns(String text) {
    this.text = text;
    int[] found = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
    int line = 1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        found[line++] = i + 1;
      }
    }
    this.lineStarts = found;
  }

  private int line(int at) {
    int found = Arrays.binarySearch(lineStarts, at);
    return found >= 0 ? found : -found - 2;
  }

  /// Characters before this place on its line.
  int of(int at) {
    int from = lineStarts[line(at)];
    return text.codePointCount(from, at);
  }

  /// Something begins here.
  void mark(int at) {
    starts.add(key(line(at), of(at)));
  }

  private static long key(int line, int column) {
    return ((long) line << 32) | column;
  }

  /// Whether something begins in the same column in a line near by: the one above or below, or the
  /// next one there that is not deeper. Empty lines end the neighbourhood.
  boolean isLinedUp(int at) {
    int line = line(at);
    int column = of(at);
    return near(line, -1, column) || near(line, 1, column);
  }

  private boolean near(int from, int step, int column) {
    int most = indentation(from);
    for (int line = from + step; line >= 0 && line < lineStarts.length; line += step) {
      int indentation = indentation(line);
      if (indentation < 0) {
        return false;
      }
      if (starts.contains(key(line, column)) && (line == from + step || indentation <= most)) {
        return true;
      }
      if (indentation <= most && text.charAt(lineStarts[line] + indentation) != ';') {
        return false;
      }
    }
    return false;
  }

  /// Blanks at the start of a line, -1 for an empty one.
  private int indentation(int line) {
    int at = lineStarts[line];
    int end = line + 1 < lineStarts.length ? lineStarts[line + 1] - 1 : text.length();
    int blanks = 0;
    while (at + blanks < end && text.charAt(at + blanks) == ' ') {
      blanks++;
    }
    return at + blanks == end ? -1 : blanks;
  }
}
