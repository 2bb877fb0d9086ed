package dev.vigy.lisp.format;

import java.util.ArrayList;
import java.util.List;

/// Puts the comments behind code in their columns: those of neighbouring lines in one, where the
/// rightmost of them was written, and at least two blanks behind the code.
final class Comments {
  private Comments() {}

  /// The text of the lines.
  static List<String> placed(List<Line> lines) {
    List<String> texts = new ArrayList<>(lines.size());
    int at = 0;
    while (at < lines.size()) {
      int end = at;
      int column = 0;
      while (end < lines.size() && !lines.get(end).comment().isEmpty()) {
        Line line = lines.get(end);
        column = Math.max(column, Math.max(line.column(), line.width() + 2));
        end++;
      }
      for (Line line : lines.subList(at, end)) {
        texts.add(line.code() + " ".repeat(column - line.width()) + line.comment());
      }
      if (end < lines.size()) {
        texts.add(lines.get(end).code());
        end++;
      }
      at = end;
    }
    return texts;
  }
}
