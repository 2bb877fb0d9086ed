package dev.vigy.lisp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.BigStack;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Outcomes;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.format.Formatter;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.source.Source;
import org.junit.jupiter.api.Test;

/// Texts that made-up ones led to: each was a bug once.
class FoundTest {
  @Test
  void a_name_with_an_at_sign_stays_apart_from_its_comma() {
    Holds.forText(", @");
    Holds.forText("`(a , @b ,@c)");

    assertThat(Formatter.format(Source.of("program", "`(a ,   @b)")))
        .isEqualTo(new Formatter.Result.Formatted("`(a , @b)\n"));
  }

  @Test
  void a_console_reads_on_where_the_reader_would() {
    Holds.forText("\"\\u\"a\"");
    Holds.forText("\"\\u{\"}\"");

    assertThat(Lisp.isComplete("\"\\u\"")).isFalse();
    assertThat(Lisp.isComplete("\"\\u{41\"")).isFalse();
    assertThat(Lisp.isComplete("\"\\u{41}\"")).isTrue();
    assertThat(Lisp.isComplete("\"\\")).isFalse();
  }

  /// A chain of natives that call each other is as long as data may be.
  @Test
  void natives_that_call_natives_are_counted_however_big_the_stack_is() {
    String chain = "(define (nest n f) (if (= n 0) f (nest (- n 1) (comp inc f)))) ";
    String deep = "((nest %d inc) 0)";
    var limits = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, 1_000, Long.MAX_VALUE, 0);
    RunOptions options = RunOptions.standard().withLimits(limits);
    Lisp lisp = Lisp.builder().build();
    for (int megabytes : new int[] {4, 64}) {
      BigStack.run(
          (long) megabytes << 20,
          () -> {
            assertThat(Outcomes.of(lisp.compile(chain + deep.formatted(999)).run(options)))
                .isEqualTo("1000");
            assertThat(Outcomes.of(lisp.compile(chain + deep.formatted(1_100)).run(options)))
                .startsWith("! call depth budget of 1000 exceeded at ");
            assertThat(
                    Outcomes.of(
                        lisp.compile(
                                chain + "(join (spawn (lambda () " + deep.formatted(700) + ")))")
                            .run(options)))
                .isEqualTo("701");
            return true;
          });
    }
  }
}
