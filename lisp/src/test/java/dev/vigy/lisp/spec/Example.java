package dev.vigy.lisp.spec;

import java.util.ArrayList;
import java.util.List;

/// An example line of the language reference: `FORM… => RESULT`, perhaps with ` ; COMMENT`.
///
/// @param section the heading above it, such as `6.5 List primitives`
/// @param line its number in the page
/// @param forms what is run
/// @param result the printed value, or `! ` and the full message of the error
/// @param output what is written
/// @param referenceOnly whether it shows what the reference does where we do better
record Example(
    String section, int line, String forms, String result, String output, boolean referenceOnly) {
  private static final String ARROW = "  => ";
  private static final String COMMENT = "   ; ";
  private static final String WRITES = "writes ";

  /// The example lines of a page.
  static List<Example> of(String page) {
    List<Example> examples = new ArrayList<>();
    String section = "";
    boolean inBlock = false;
    int number = 0;
    for (String line : page.split("\n", -1)) {
      number++;
      if (line.startsWith("```")) {
        inBlock = line.equals("```lisp");
      } else if (inBlock) {
        examples.add(parse(section, number, line));
      } else if (line.startsWith("#")) {
        section = line.replaceFirst("^#+ ", "");
      }
    }
    return examples;
  }

  static Example parse(String section, int number, String line) {
    int arrow = line.lastIndexOf(ARROW);
    if (arrow < 0) {
      throw new IllegalArgumentException("line " + number + " is no example: " + line);
    }
    String result = line.substring(arrow + ARROW.length());
    String comment = "";
    int semicolon = result.indexOf(COMMENT);
    if (semicolon >= 0) {
      comment = result.substring(semicolon + COMMENT.length());
      result = result.substring(0, semicolon);
    }
    return new Example(
        section,
        number,
        line.substring(0, arrow),
        result,
        output(comment),
        comment.startsWith("ref-only"));
  }

  private static String output(String comment) {
    int writes = comment.indexOf(WRITES);
    return writes < 0
        ? ""
        : comment
            .substring(writes + WRITES.length())
            .replace(" including the quotes", "")
            .replace('⏎', '\n');
  }

  /// The line without its comment; how the list of examples that do not pass yet names it.
  String text() {
    return forms + ARROW + result;
  }
}
