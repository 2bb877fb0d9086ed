package dev.vigy.lisp.source;

import java.util.Optional;

/// The line of a text that a span begins in, with carets under what the span covers.
///
/// @param line 1-based
/// @param column 1-based, in characters (Unicode scalar values)
/// @param text the source line without its end
/// @param width how many characters the span covers on this line, at least 1
public record Excerpt(int line, int column, String text, int width) {
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

  /// Three lines: where, the source line, the carets.
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
    out.append(number).append(" | ").append(text).append('\n');
    out.repeat(' ', number.length()).append(" | ");
    text.codePoints().limit(column - 1L).forEach(c -> out.append(c == '\t' ? '\t' : ' '));
    return out.repeat('^', width).toString();
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
