package dev.vigy.lisp.format;

import dev.vigy.lisp.format.Piece.Comment;
import java.util.ArrayList;
import java.util.List;

/// Lines that are being written, the last one still open.
final class Lines {
  private final List<Line> done = new ArrayList<>();
  private final StringBuilder code = new StringBuilder();
  private String comment = "";
  private int column;
  private boolean open;

  /// No line yet.
  Lines() {}

  /// One line that begins so.
  Lines(String begin) {
    begin(begin);
  }

  /// Ends the open line and begins another.
  void begin(String text) {
    end();
    open = true;
    code.append(text);
  }

  void add(String text) {
    code.append(text);
  }

  /// Goes on with the first of these on the open line; the last one stays open.
  void add(List<Line> more) {
    for (int i = 0; i < more.size(); i++) {
      Line line = more.get(i);
      if (i > 0) {
        begin("");
      }
      code.append(line.code());
      if (!line.comment().isEmpty()) {
        comment = line.comment();
        column = line.column();
      }
    }
  }

  /// An empty line, unless nothing stands above it.
  void empty() {
    end();
    if (!done.isEmpty()) {
      done.add(Line.EMPTY);
    }
  }

  /// Comments: one behind code on the open line, the others on lines of their own.
  void comments(List<Comment> comments, int indentation) {
    for (Comment next : comments) {
      if (next.behind() && open && comment.isEmpty()) {
        comment = next.text();
        column = next.column();
        end();
      } else {
        if (next.blank()) {
          empty();
        }
        end();
        done.add(new Line(" ".repeat(indentation) + next.text(), "", 0));
      }
    }
  }

  /// Characters of the open line.
  int width() {
    return code.codePointCount(0, code.length());
  }

  List<Line> all() {
    end();
    return done;
  }

  private void end() {
    if (open) {
      done.add(new Line(code.toString(), comment, column));
      code.setLength(0);
      comment = "";
      column = 0;
      open = false;
    }
  }
}
