package dev.vigy.cli.text;

import java.util.ArrayList;
import java.util.List;

/// Rows whose columns line up. The last column is not padded, so no line ends in spaces.
public final class Table {
  /// A piece of text and how it is coloured; the width counts without the colour.
  public record Cell(String text, String shown) {
    public static Cell of(String text) {
      return new Cell(text, text);
    }
  }

  private final List<List<Cell>> rows = new ArrayList<>();
  private final boolean[] right;

  private Table(boolean[] right) {
    this.right = right;
  }

  /// A table with columns as wide as they need; `right` columns are those of the numbers given.
  public static Table of(int columns, int... right) {
    boolean[] aligned = new boolean[columns];
    for (int column : right) {
      aligned[column] = true;
    }
    return new Table(aligned);
  }

  public Table row(String... cells) {
    List<Cell> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Cell.of(cell));
    }
    rows.add(row);
    return this;
  }

  public Table row(Cell... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /// Head in bold.
  public Table head(Style style, String... names) {
    List<Cell> row = new ArrayList<>();
    for (String name : names) {
      row.add(new Cell(name, style.dim(name)));
    }
    rows.add(row);
    return this;
  }

  /// All lines, each with its line feed, each after `indent`.
  public String text(String indent) {
    int[] widths = new int[right.length];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i).text()));
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < row.size(); i++) {
        Cell cell = row.get(i);
        String padding = " ".repeat(widths[i] - width(cell.text()));
        line.append(i > 0 ? "  " : "")
            .append(right[i] ? padding : "")
            .append(cell.shown())
            .append(right[i] ? "" : padding);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
