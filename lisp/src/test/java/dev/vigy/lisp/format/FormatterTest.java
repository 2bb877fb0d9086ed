package dev.vigy.lisp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.read.Datum;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Value;
import dev.vigy.testkit.Choices;
import dev.vigy.testkit.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FormatterTest {
  private static final Path ROOT = Path.of(System.getProperty("vigy.root", ".."));

  private static String format(String text) {
    return switch (Formatter.format(Source.of("program", text))) {
      case Formatter.Result.Formatted(String formatted) -> formatted;
      case Formatter.Result.Refused(var diagnostic) -> "refused: " + diagnostic.message();
    };
  }

  /// `golden/format/cases.txt`: what is written, a line `----`, how it is formatted, a line `====`.
  @TestFactory
  Stream<DynamicTest> cases_are_formatted_as_written_down() throws IOException {
    String cases;
    try (var in = FormatterTest.class.getResourceAsStream("/golden/format/cases.txt")) {
      cases = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return Stream.of(cases.split("====\n"))
        .map(
            block -> {
              int name = block.indexOf('\n');
              String[] sides = block.substring(name + 1).split("----\n", -1);
              return dynamicTest(
                  block.substring(0, name),
                  () -> {
                    assertThat(format(sides[0])).isEqualTo(sides[1]);
                    assertThat(format(sides[1])).isEqualTo(sides[1]);
                  });
            });
  }

  @TestFactory
  Stream<DynamicTest> every_program_in_the_tree_stays_what_it_is() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : programs()) {
      tests.add(
          dynamicTest(ROOT.relativize(file).toString(), () -> holdsFor(Files.readString(file))));
    }
    assertThat(tests).hasSizeGreaterThan(50);
    return tests.stream();
  }

  @Test
  void every_example_of_the_language_reference_stays_what_it_is() throws IOException {
    try (var in = FormatterTest.class.getResourceAsStream("/spec/tatara-lisp.md")) {
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(page.lines().filter(line -> line.contains("  => ")).toList())
          .hasSizeGreaterThan(900)
          .allSatisfy(line -> holdsFor(line.substring(0, line.lastIndexOf("  => "))));
    }
  }

  @Test
  void made_up_programs_with_comments_stay_what_they_are() {
    Property.forAll(20260521, 2_000, FormatterTest::program, FormatterTest::holdsFor);
  }

  @Test
  void made_up_token_soup_is_formatted_or_refused() {
    Property.forAll(
        7,
        4_000,
        c ->
            String.join(
                "",
                c.listOf(
                    30,
                    () ->
                        c.oneOf(
                            "(", ")", "'", "`", ",", ",@", "\"", "\\", ";", "\n", " ", "\t", "a",
                            ":k", "é", "\u00a0", "1.50", "😀", "\r\n"))),
        FormatterTest::holdsFor);
  }

  @Test
  void programs_that_cannot_be_read_are_refused() {
    assertThat(format("(a (b")).isEqualTo("refused: unmatched opening paren at position 3");
    assertThat(format("\"a")).isEqualTo("refused: unterminated string literal at position 0");
    assertThat(format("(".repeat(201) + ")".repeat(201)))
        .isEqualTo("refused: nested deeper than 200 levels, which is not formatted");
    assertThat(format("'".repeat(90_000) + "a"))
        .isEqualTo("refused: nested deeper than 200 levels, which is not formatted");
    assertThat(format("(".repeat(1_000_000))).startsWith("refused: ");
  }

  @Test
  void the_deepest_and_the_longest_programs_take_no_time() {
    String deep = "(a (b c) ".repeat(100) + ")".repeat(100);
    String wide = "'(" + "word ".repeat(50_000) + ")";
    String many = "(define (f x) (+ x 1)) ; note\n".repeat(5_000);
    for (String program : List.of(deep, wide, many)) {
      assertThat(format(program)).doesNotStartWith("refused");
    }
  }

  private static List<Path> programs() throws IOException {
    try (Stream<Path> files =
        Files.find(
            ROOT,
            30,
            (path, attributes) ->
                path.toString().matches(".*\\.(lisp|vigy)")
                    && !path.toString().contains("/target/"))) {
      return files.sorted().toList();
    }
  }

  /// Formatting keeps the data and the comments, and doing it again changes nothing.
  private static void holdsFor(String text) {
    String formatted = format(text);
    if (formatted.startsWith("refused: ")) {
      return;
    }
    assertThat(data(formatted)).isEqualTo(data(text));
    assertThat(format(formatted)).isEqualTo(formatted);
    assertThat(comments(formatted)).isEqualTo(comments(text));
  }

  private static List<String> data(String text) {
    return switch (Lisp.read(Source.of("program", text))) {
      case ReadResult.Forms(List<Form> forms) ->
          forms.stream().map(form -> Value.print(Datum.of(form))).toList();
      case ReadResult.Unreadable(var error) -> List.of("! " + error.message());
    };
  }

  /// Comments, found by a way of their own: outside of strings, from `;` to the end of the line.
  private static List<String> comments(String text) {
    List<String> found = new ArrayList<>();
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        inString = !inString;
      } else if (c == '\\' && inString) {
        i++;
      } else if (c == ';' && !inString) {
        int end = text.indexOf('\n', i);
        end = end < 0 ? text.length() : end;
        found.add(text.substring(i, end).stripTrailing());
        i = end;
      }
    }
    return found;
  }

  private static String program(Choices c) {
    StringBuilder out = new StringBuilder();
    for (int i = (int) c.between(1, 4); i > 0; i--) {
      form(c, out, 1 + c.size() / 10);
      out.append(space(c));
    }
    return out.toString();
  }

  private static void form(Choices c, StringBuilder out, int depth) {
    out.append(c.oneOf("", "", "", "", "'", "`", ",", ",@"));
    if (depth == 0 || c.below(3) == 0) {
      out.append(
          c.oneOf(
              "a",
              "name",
              "a-rather-long-name-of-something",
              ":key",
              "42",
              "-1.50",
              "\"text\"",
              "\"two\nlines\"",
              "\"; none\"",
              "#t",
              "\"\\\"\""));
      return;
    }
    out.append('(');
    if (c.below(4) > 0) {
      out.append(
          c.oneOf(
              "define",
              "let",
              "if",
              "cond",
              "case",
              "defvigy",
              "lambda",
              "f",
              ":every",
              "try",
              "vigy-act",
              "when-let",
              "defmacro",
              "match"));
    }
    for (int i = (int) c.below(6); i > 0; i--) {
      out.append(space(c));
      form(c, out, depth - 1);
    }
    out.append(c.oneOf("", "", space(c)));
    out.append(')');
  }

  private static String space(Choices c) {
    return c.oneOf(
        " ",
        " ",
        " ",
        "  ",
        "\n",
        "\n  ",
        "\n\n",
        " ; note\n",
        "\n; own line\n",
        " ;; a ; b\n\n",
        "\n\n;;; head\n  ",
        " ;\n",
        "\t",
        "\r\n");
  }
}
