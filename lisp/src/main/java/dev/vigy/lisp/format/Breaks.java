package dev.vigy.lisp.format;

import dev.vigy.lisp.format.Piece.Group;
import dev.vigy.lisp.format.Piece.Item;
import java.util.List;

/// Before which items of a list a line begins.
final class Breaks {
  /// Items that begin a line.
  private final boolean[] newlines;

  /// Whether lines are filled, for data: an item that would go beyond the line's end begins one
  /// too.
  private final int[] fillWidths;

  private Breaks(boolean[] newlines, int[] fillWidths) {
    this.newlines = newlines;
    this.fillWidths = fillWidths;
  }

  /// As its author broke it, but for the head and what belongs beside it.
  static Breaks ofAuthor(Group group, Shape shape) {
    boolean[] newlines = new boolean[group.items().size()];
    for (int i = 0; i < newlines.length; i++) {
      Item item = group.items().get(i);
      newlines[i] = !item.comments().isEmpty() || (item.newline() && !staysBeside(shape, i));
    }
    return new Breaks(newlines, new int[0]);
  }

  private static boolean staysBeside(Shape shape, int index) {
    return index == 0
        || switch (shape) {
          case Shape.Body(int fixed) -> index <= fixed;
          case Shape.Definition _ -> index == 1;
          case Shape.Call _, Shape.Clause _, Shape.Data _, Shape.Pairs _ -> false;
        };
  }

  /// Other ways, with the breaks of this one.
  List<Breaks> others(Group group, Shape shape) {
    return switch (shape) {
      case Shape.Body(int fixed) -> List.of(everyFrom(fixed + 1, group));
      case Shape.Definition _ -> List.of(settings(group));
      case Shape.Call _ -> List.of(everyFrom(2, group), everyFrom(1, group));
      case Shape.Clause _ -> List.of(everyFrom(2, group), everyFrom(1, group));
      case Shape.Pairs _ -> List.of(everyFrom(1, group));
      case Shape.Data _ -> List.of(filled(group), everyFrom(1, group));
    };
  }

  /// Every item from an index on, but for one behind a keyword.
  private Breaks everyFrom(int first, Group group) {
    boolean[] more = newlines.clone();
    for (int i = first; i < more.length; i++) {
      more[i] |= i == 0 || !group.items().get(i - 1).isKeyword() || (i == first && first > 1);
    }
    return new Breaks(more, new int[0]);
  }

  private Breaks settings(Group group) {
    boolean[] more = newlines.clone();
    for (int i = 2; i < more.length; i++) {
      more[i] |= !Shape.isSetting(group, i);
    }
    return new Breaks(more, new int[0]);
  }

  private Breaks filled(Group group) {
    int[] widths = new int[newlines.length];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = flatWidth(group.items().get(i).piece());
    }
    return new Breaks(newlines, widths);
  }

  private static int flatWidth(Piece piece) {
    return switch (piece) {
      case Piece.Token(String text) -> text.codePointCount(0, text.length());
      case Group inner ->
          inner.prefix().length()
              + 2
              + Math.max(0, inner.items().size() - 1)
              + inner.items().stream().mapToInt(item -> flatWidth(item.piece())).sum();
    };
  }

  /// Whether a line begins before an item, where the line so far ends in this column.
  boolean before(int index, int column) {
    return newlines[index]
        || (index > 0
            && index < fillWidths.length
            && column + 2 + fillWidths[index] > Layout.WIDTH);
  }

  /// Blanks before an item that begins no line: two between the pairs of settings, else what lines
  /// it up with others.
  int gap(Group group, Shape shape, int index) {
    boolean pair =
        switch (shape) {
          case Shape.Pairs _ -> index % 2 == 0 && group.items().get(index).isKeyword();
          case Shape.Definition _ -> Shape.isKey(group, index) && beginsWithKey(group, index);
          case Shape.Body _, Shape.Call _, Shape.Clause _, Shape.Data _ -> false;
        };
    return Math.max(pair ? 2 : 1, group.items().get(index).gap());
  }

  /// Whether the line of a key begins with another one.
  private boolean beginsWithKey(Group group, int index) {
    int first = index;
    while (first > 0 && !newlines[first]) {
      first--;
    }
    return first > 0 && Shape.isKey(group, first);
  }
}
