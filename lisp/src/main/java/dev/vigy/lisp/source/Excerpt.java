package dev.vigy.lisp.source;

import java.util.Optional;

/// The line of a text that a span begins in, with carets under what the span covers.
///
/// @param line 1-based
/// @param column 1-based, in characters (Unicode scalar values)
/// @param text the source line without its end
/// @param width how many characters the span covers on this line, at least 1
public record Excerpt(int line, int column, String text, int width) {
  /// Longer lines are shown in part.
  private static final int SHOWN_WHOLE_MAX = 120;

  private static final int SHOWN = 100;
  private static final int SHOWN_BEFORE = 40;

  /// As much of the line as people are shown: all of it, or what stands around the carets, with `…`
  /// for the rest.
  ///
  /// @param column where in `text` the carets begin, 1-based, in characters
  /// @param width how many carets there are
  public record Window(String text, int column, int width) {}

  /// The excerpt of a span, or nothing if the span is synthetic or does not lie within its text.
  public static Optional<Excerpt> of(Span span) {
    if (span.isSynthetic()) {
      return Optional.empty();
    }
    String text = span.source().text();
    int start = charIndex(text, 0, span.start());
    int end = start < 0 ? -1 : charIndex(text, start, span.end() - span.start());
    if (end < 0) {
      return Optional.empty();
    }
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = text.indexOf('\n', start);
    if (lineEnd < 0) {
      lineEnd = text.length();
    }
    int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    int column = 1 + text.codePointCount(lineStart, start);
    // The carets stop where the line does: the reference lets them run on, which helps nobody
    // (W-43).
    int visibleEnd = Math.max(start, Math.min(end, lineEnd));
    int width = Math.max(1, text.codePointCount(start, visibleEnd));
    return Optional.of(new Excerpt(line, column, text.substring(lineStart, lineEnd), width));
  }

  /// What is shown of the line.
  public Window window() {
    int length = text.codePointCount(0, text.length());
    if (length <= SHOWN_WHOLE_MAX) {
      return new Window(text, column, width);
    }
    int from = Math.clamp(column - 1L - SHOWN_BEFORE, 0, length - SHOWN);
    int to = from + SHOWN;
    int start = text.offsetByCodePoints(0, from);
    String shown = text.substring(start, text.offsetByCodePoints(start, SHOWN));
    return new Window(
        (from > 0 ? "…" : "") + shown + (to < length ? "…" : ""),
        column - from + (from > 0 ? 1 : 0),
        Math.clamp(width, 1, Math.max(1, to - column + 1)));
  }

  /// Three lines: where, the source line or what is shown of it, the carets.
  public String rendered() {
    return rendered(Source.UNNAMED);
  }

  /// As [#rendered], with the file before the line unless it is [Source#UNNAMED].
  public String rendered(String file) {
    String number = Integer.toString(line);
    var out = new StringBuilder("  at ");
    if (!file.equals(Source.UNNAMED)) {
      out.append(file).append(", ");
    }
    out.append("line ").append(number).append(", column ").append(column).append('\n');
    Window shown = window();
    out.append(number).append(" | ").append(shown.text()).append('\n');
    out.repeat(' ', number.length()).append(" | ");
    shown
        .text()
        .codePoints()
        .limit(shown.column() - 1L)
        .forEach(c -> out.append(c == '\t' ? '\t' : ' '));
    return out.repeat('^', shown.width()).toString();
  }

  /// The char index that lies `bytes` UTF-8 bytes after the char index `from`, or -1 if there is
  /// none.
  private static int charIndex(String text, int from, int bytes) {
    int index = from;
    int left = bytes;
    while (left > 0 && index < text.length()) {
      int c = text.codePointAt(index);
      left -= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      index += Character.charCount(c);
    }
    return left == 0 ? index : -1;
  }
}
