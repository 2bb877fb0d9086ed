package dev.vigy.runtime.program;

import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A text that can be cut by byte offsets, as spans give them, without losing track of its lines.
final class FileText {
  private final Source source;
  private final String text;

  /// For each char of the text the byte offset it begins at, and one more for the end. Halves of a
  /// surrogate pair begin at the same byte.
  private final int[] byteOfChar;

  /// The char index at which each line begins.
  private final int[] lineStarts;

  FileText(Source source) {
    this.source = source;
    this.text = source.text();
    byteOfChar = new int[text.length() + 1];
    List<Integer> starts = new ArrayList<>(List.of(0));
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      byteOfChar[i] = bytes;
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        continue;
      }
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isLowSurrogate(c) ? 4 : 3;
      if (c == '\n') {
        starts.add(i + 1);
      }
    }
    byteOfChar[text.length()] = bytes;
    lineStarts = starts.stream().mapToInt(Integer::intValue).toArray();
  }

  Source source() {
    return source;
  }

  /// The first char whose byte offset is `bytes`.
  int charAt(int bytes) {
    int at = Arrays.binarySearch(byteOfChar, bytes);
    if (at < 0) {
      return -at - 1;
    }
    while (at > 0 && byteOfChar[at - 1] == bytes) {
      at--;
    }
    return at;
  }

  /// The 1-based line of a char index.
  int lineOf(int index) {
    int at = Arrays.binarySearch(lineStarts, index);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /// The char index at which a 1-based line begins.
  int lineStart(int line) {
    return lineStarts[line - 1];
  }

  int lineCount() {
    return lineStarts.length;
  }

  /// The span of a range of chars.
  Span span(int from, int to) {
    return new Span(source, byteOfChar[from], byteOfChar[to]);
  }

  int length() {
    return text.length();
  }

  /// The text with blanks in the place of some parts: as many bytes in as many lines, so that spans
  /// stay what they are.
  String without(List<Span> parts) {
    StringBuilder rest = new StringBuilder(text);
    for (Span part : parts) {
      int from = charAt(part.start());
      int to = charAt(part.end());
      StringBuilder blanks = new StringBuilder();
      for (int i = from; i < to; i++) {
        if (text.charAt(i) == '\n') {
          blanks.append('\n');
        } else {
          blanks.repeat(' ', byteOfChar[i + 1] - byteOfChar[i]);
        }
      }
      int shift = rest.length() - text.length();
      rest.replace(from + shift, to + shift, blanks.toString());
    }
    return rest.toString();
  }

  /// The whole lines of a range, each with the line it stands in. Text in front of the range on its
  /// first line becomes blanks, so that columns stay what they are.
  ///
  /// @param from char index
  /// @param to char index, behind the last
  List<Line> lines(int from, int to) {
    List<Line> lines = new ArrayList<>();
    int first = lineOf(from);
    int last = lineOf(Math.max(from, to - 1));
    for (int line = first; line <= last; line++) {
      int start = lineStart(line);
      int end = line == lineCount() ? text.length() : lineStart(line + 1) - 1;
      String content =
          line == first
              ? blanks(text.substring(start, from)) + text.substring(from, Math.min(end, to))
              : text.substring(start, Math.min(end, to));
      lines.add(new Line(content, line));
    }
    return lines;
  }

  private static String blanks(String text) {
    StringBuilder blanks = new StringBuilder();
    text.codePoints().forEach(c -> blanks.append(c == '\t' ? '\t' : ' '));
    return blanks.toString();
  }

  /// @param number in the file, from 1
  record Line(String text, int number) {}
}
