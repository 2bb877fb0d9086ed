package dev.vigy.lisp.format;

import dev.vigy.lisp.format.Piece.Group;
import dev.vigy.lisp.format.Piece.Item;
import dev.vigy.lisp.format.Piece.Token;
import dev.vigy.lisp.format.Shape.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Decides where lines break and how they are indented.
///
/// A list keeps its author's line breaks. If a line gets too long by them, other ways are tried:
/// each body form or argument on a line of its own, then all of them below the head. The one with
/// the fewest characters beyond the line's end is taken, and of these the one with the fewest
/// lines. What a list looks like depends on nothing but itself, its column and what must follow on
/// its last line, so each such case is worked out once.
final class Layout {
  /// Characters on a line.
  static final int WIDTH = 100;

  /// The lines of a piece; the first goes on where the piece begins, the others are whole.
  ///
  /// @param beyond characters beyond the line's end, all lines together
  /// @param changed whether a list in it is broken otherwise than its author did
  record Block(List<Line> lines, int beyond, boolean changed) {
    int endColumn(int column) {
      int last = lines.getLast().width();
      return lines.size() == 1 ? column + last : last;
    }
  }

  private record Case(Role role, int column, int tail) {}

  /// By the very group: comparing what they hold would cost more than laying them out.
  private final IdentityHashMap<Group, Map<Case, Block>> known = new IdentityHashMap<>();

  /// The lines of a whole program.
  static List<Line> of(Group program) {
    var lines = new Lines();
    for (Item item : program.items()) {
      lines.comments(item.comments(), 0);
      if (item.blank()) {
        lines.empty();
      }
      // A memory for each form: what has been written is not asked for again.
      Block block = new Layout().lay(item.piece(), Role.CODE, 0, 0);
      lines.begin("");
      lines.add(block.lines());
    }
    lines.comments(program.closing(), 0);
    return lines.all();
  }

  private Block lay(Piece piece, Role role, int column, int tail) {
    return switch (piece) {
      case Token(String text) -> token(text, column, tail);
      case Group group -> {
        Map<Case, Block> cases = known.computeIfAbsent(group, _ -> new HashMap<>());
        var key = new Case(role, column, tail);
        Block block = cases.get(key);
        if (block == null) {
          block = best(group, role, column, tail);
          cases.put(key, block);
        }
        yield block;
      }
    };
  }

  private static Block token(String text, int column, int tail) {
    List<Line> lines = new ArrayList<>();
    int beyond = 0;
    String[] parts = text.split("\n", -1);
    for (int i = 0; i < parts.length; i++) {
      Line line = new Line(parts[i], "", 0);
      lines.add(line);
      int width = line.width() + (i == 0 ? column : 0) + (i == parts.length - 1 ? tail : 0);
      beyond += Math.max(0, width - WIDTH);
    }
    return new Block(lines, beyond, false);
  }

  private Block best(Group group, Role role, int column, int tail) {
    Shape shape = group.prefix().endsWith("'") ? new Shape.Data() : Shape.of(group, role);
    Role own = group.prefix().endsWith("'") ? Role.DATA : role;
    Breaks author = Breaks.ofAuthor(group, shape);
    Block block = lay(group, own, shape, author, column, tail, false);
    if ((block.beyond() == 0 && !block.changed()) || column > WIDTH) {
      return block;
    }
    for (Breaks breaks : author.others(group, shape)) {
      Block other = lay(group, own, shape, breaks, column, tail, true);
      if (other.beyond() < block.beyond()
          || (other.beyond() == block.beyond() && other.lines().size() < block.lines().size())) {
        block = other;
      }
    }
    return block;
  }

  private Block lay(
      Group group, Role role, Shape shape, Breaks breaks, int column, int tail, boolean changed) {
    var lines = new Lines(group.prefix() + "(");
    int open = column + lines.width();
    int paren = open - 1;
    int at = open;
    int second = -1;
    int beyond = 0;
    boolean other = changed;
    for (int i = 0; i < group.items().size(); i++) {
      Item item = group.items().get(i);
      if (breaks.before(i, at)) {
        at = indentation(shape, i, paren, open, second);
        lines.comments(item.comments(), at);
        if (item.blank() && i > 0) {
          lines.empty();
        }
        lines.begin(" ".repeat(at));
      } else if (i > 0) {
        int gap = breaks.gap(group, shape, i);
        lines.add(" ".repeat(gap));
        at += gap;
        if (i == 1) {
          second = at;
        }
      }
      boolean last = i == group.items().size() - 1 && group.closing().isEmpty();
      Block inner = lay(item.piece(), Shape.roleOf(group, i, role), at, last ? tail + 1 : 0);
      lines.add(inner.lines());
      at = inner.endColumn(at);
      beyond += inner.beyond();
      other |= inner.changed();
    }
    if (!group.closing().isEmpty()) {
      int indentation = indentation(shape, group.items().size(), paren, open, second);
      lines.comments(group.closing(), indentation);
      lines.begin(" ".repeat(indentation));
    } else if (group.items().isEmpty()) {
      beyond += Math.max(0, at + 1 + tail - WIDTH);
    }
    lines.add(")");
    return new Block(lines.all(), beyond, other);
  }

  /// @param paren column of the opening parenthesis
  /// @param open column of the first item
  /// @param second column of the second item, -1 if it begins a line
  private static int indentation(Shape shape, int index, int paren, int open, int second) {
    if (index == 0) {
      return open;
    }
    return switch (shape) {
      case Shape.Body(int fixed) -> index <= fixed ? paren + 4 : paren + 2;
      case Shape.Definition _ -> paren + 2;
      case Shape.Call _ -> second >= 0 ? second : paren + 2;
      case Shape.Clause _ -> second >= 0 ? second : open;
      case Shape.Data _, Shape.Pairs _ -> open;
    };
  }
}
