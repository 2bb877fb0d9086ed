package dev.vigy.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.server.operation.DiagnosticShape;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private static String shown(String text, int start, int end) {
    var finding =
        Diagnostic.error("it does not fit", new Span(Source.of("a.vigy", text), start, end));
    return Problems.diagnostic(View.of(DiagnosticShape.of(finding)), Style.PLAIN);
  }

  @Test
  void carets_stand_under_the_trouble() {
    assertThat(shown("(f\n  (car 5))", 5, 12))
        .isEqualTo(
            """
            error: it does not fit
              at a.vigy, line 2, column 3
            2 |   (car 5))
              |   ^^^^^^^
            """);
  }

  @Test
  void of_a_very_long_line_the_part_around_the_trouble_is_shown() {
    String text = "(list " + "a".repeat(5_000) + " (car 5) " + "b".repeat(5_000) + ")";
    assertThat(shown(text, 5_007, 5_014))
        .isEqualTo(
            """
            error: it does not fit
              at a.vigy, line 1, column 5008
            1 | …%s (car 5) %s…
              | %s^^^^^^^
            """
                .formatted("a".repeat(39), "b".repeat(52), " ".repeat(41)));
  }
}
