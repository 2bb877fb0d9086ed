package dev.vigy.cli.text;

import dev.vigy.lisp.reference.Entry;

/// An entry of the reference documentation for a terminal.
public final class EntryText {
  private static final int WIDTH = 90;

  private EntryText() {}

  public static String of(Entry entry, Style style) {
    StringBuilder out = new StringBuilder();
    out.append(style.bold(entry.signature())).append("   ");
    out.append(style.dim(entry.kind().text() + ", " + entry.group())).append("\n\n");
    out.append(wrapped(entry.meaning())).append('\n');
    String result = entry.exampleResult().replace(" ; ", "\n       ; ");
    out.append("  ").append(entry.exampleForms()).append("\n    => ").append(result).append('\n');
    if (!entry.errors().isEmpty()) {
      out.append("\nFails:\n");
      entry
          .errors()
          .forEach(
              error ->
                  out.append("  ")
                      .append(Entry.forms(error))
                      .append("\n    => ")
                      .append(Entry.result(error))
                      .append('\n'));
    }
    return out.toString();
  }

  private static String wrapped(String text) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        out.append('\n');
        column = 0;
      } else if (column > 0) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
    return out.append('\n').toString();
  }
}
