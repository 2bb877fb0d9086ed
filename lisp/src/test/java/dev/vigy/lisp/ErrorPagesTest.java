package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.GoldenPages.Case;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Value;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What errors look like: the pages in `errors`, which can be read as a manual.
class ErrorPagesTest {
  private static final Lisp LISP =
      Lisp.builder()
          .function(
              NativeFunction.of0(
                  "break-down",
                  run -> {
                    throw new IllegalStateException("the disk is full");
                  }))
          .modules(
              ModuleLoader.of(
                  Map.of(
                      "prices",
                      "(define (net price)\n  (* price 0.8))\n(define secret 1)\n(provide net)",
                      "broken",
                      "(define (f x)\n  (car x)",
                      "failing",
                      "(provide a)\n(define a (car 5))",
                      "empty-promise",
                      "(provide missing)",
                      "ring",
                      "(require \"ring\")")))
          .build();

  private static final long NONE = Long.MAX_VALUE;
  private static final Limits LIMITS = new Limits(1_000_000, 4L << 20, 1_000, NONE, 65_536);

  static Stream<Case> pages() {
    return GoldenPages.in("errors", ErrorPagesTest::answer);
  }

  private static String answer(Case one) {
    Program program = LISP.compile(Source.of(one.page() + ".lisp", one.program()));
    RunOptions options = RunOptions.standard().withLimits(LIMITS);
    return BigStack.run(
        () ->
            switch (program.run(options)) {
              case Evaluation.Failed failed -> program.explain(failed.error()).rendered();
              case Evaluation.Completed completed -> "no error: " + Value.print(completed.value());
              case Evaluation.Left left -> "left: " + left.exit();
            });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void the_error_reads_as_on_the_page(Case one) {
    assertThat(answer(one)).isEqualTo(one.expected());
  }

  @Test
  void there_are_a_hundred_cases() {
    assertThat(pages()).hasSizeGreaterThan(100);
  }
}
