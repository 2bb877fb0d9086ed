package dev.vigy.cli.text;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Errors as people read them: one line `error: …`, then what a check found, with the place it
/// found it, then a hint.
public final class Problems {
  private Problems() {}

  /// @param diagnostics as operations give them
  public static String text(
      String message, Optional<String> hint, List<Json> diagnostics, Style style) {
    StringBuilder out = new StringBuilder();
    // The message sums up what the findings say, each with its place.
    if (View.list(diagnostics).stream().noneMatch(one -> one.text("severity").equals("error"))) {
      out.append(style.red("error: ")).append(Style.visible(message)).append('\n');
    }
    for (View diagnostic : View.list(diagnostics)) {
      out.append(diagnostic(diagnostic, style));
    }
    hint.ifPresent(
        text -> out.append(style.cyan("hint: ")).append(Style.visible(text)).append('\n'));
    return out.toString();
  }

  /// ```text
  /// error: unknown name `foo`
  ///   at site.vigy, line 3, column 5
  /// 3 | (foo)
  ///   |  ^^^
  ///   in `f`, called at line 7, column 1
  /// hint: did you mean `floor`?
  /// ```
  public static String diagnostic(View diagnostic, Style style) {
    StringBuilder out = new StringBuilder();
    String severity = diagnostic.text("severity") + ": ";
    out.append(
            switch (severity) {
              case "warning: " -> style.yellow(severity);
              case "note: " -> style.cyan(severity);
              default -> style.red(severity);
            })
        .append(Style.visible(diagnostic.text("message")))
        .append('\n');
    if (diagnostic.has("line")) {
      out.append(place(diagnostic));
    }
    calls(diagnostic).forEach(call -> out.append("  ").append(call).append('\n'));
    diagnostic
        .optional("hint")
        .ifPresent(
            hint -> out.append(style.cyan("hint: ")).append(Style.visible(hint)).append('\n'));
    return out.toString();
  }

  /// The calls that led to an error, the nearest first.
  static List<String> calls(View error) {
    List<String> calls = new ArrayList<>();
    for (Json call : error.array("stack")) {
      if (call instanceof Json.Text(String line)) {
        calls.add(Style.visible(line));
      }
    }
    return calls;
  }

  /// File, line and column, and where they are known the source line and carets under the trouble.
  static String place(View diagnostic) {
    StringBuilder out = new StringBuilder("  at ");
    diagnostic.optional("file").ifPresent(file -> out.append(Style.visible(file)).append(", "));
    String number = Long.toString(diagnostic.integer("line"));
    long column = diagnostic.integer("column");
    out.append("line ").append(number).append(", column ").append(column).append('\n');
    diagnostic
        .optional("source")
        .ifPresent(
            source -> {
              int at =
                  (int)
                      (diagnostic.has("sourceColumn")
                          ? diagnostic.integer("sourceColumn")
                          : column);
              Excerpt.Window shown =
                  new Excerpt(0, at, source, width(diagnostic, source, at)).window();
              out.append(number).append(" | ").append(shown.text().replace('\t', ' ')).append('\n');
              out.repeat(' ', number.length()).append(" | ").repeat(' ', shown.column() - 1);
              out.repeat('^', shown.width()).append('\n');
            });
    return out.toString();
  }

  /// How many characters of the source line are wrong: as it is said, or as far as the span goes,
  /// which counts bytes.
  private static int width(View diagnostic, String source, int column) {
    if (diagnostic.has("width")) {
      return (int) Math.max(1, diagnostic.integer("width"));
    }
    String[] span = diagnostic.text("span").split("\\.\\.", 2);
    int length = source.codePointCount(0, source.length());
    if (span.length != 2 || column > length) {
      return 1;
    }
    long bytes = Long.parseLong(span[1]) - Long.parseLong(span[0]);
    int width = 0;
    int at = source.offsetByCodePoints(0, column - 1);
    while (bytes > 0 && at < source.length()) {
      int c = source.codePointAt(at);
      bytes -= c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      at += Character.charCount(c);
      width++;
    }
    return Math.max(1, width);
  }
}
