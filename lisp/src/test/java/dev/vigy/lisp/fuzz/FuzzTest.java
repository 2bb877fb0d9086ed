package dev.vigy.lisp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.spec.Corpus;
import dev.vigy.testkit.Choices;
import dev.vigy.testkit.Property;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Made-up texts through all stages. The seeds are the same in every run of the suite; for others:
///
/// ```text
/// ./mvnw -q test -pl lisp -am -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false \
///   -Dvigy.fuzz.seed=1000 -Dvigy.fuzz.blocks=500
/// ```
///
/// A failure is shown for the simplest text that fails, with the command that makes it again. It
/// becomes a test with a name, in [FoundTest].
class FuzzTest {
  /// How many texts one seed makes, from small to large.
  private static final int TEXTS = 50;

  private static void holds(String test, int blocks, Function<Choices, String> texts)
      throws InterruptedException {
    long first = Long.getLong("vigy.fuzz.seed", 1);
    long count = Long.getLong("vigy.fuzz.blocks", blocks);
    Watch.over(
        watch -> {
          Consumer<String> check = watch.noting(Holds::forText);
          for (long seed = first; seed < first + count; seed++) {
            try {
              Property.forAll(
                  seed, TEXTS, c -> new Text(texts.apply(c)), made -> check.accept(made.text()));
            } catch (AssertionError failure) {
              throw new AssertionError(failure.getMessage() + again(test, seed), failure);
            }
          }
        });
  }

  private static String again(String test, long seed) {
    return "\nagain: ./mvnw -q test -pl lisp -am -Dtest=FuzzTest#"
        + test
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dvigy.fuzz.seed="
        + seed
        + " -Dvigy.fuzz.blocks=1";
  }

  @Test
  void bytes() throws InterruptedException {
    holds("bytes", 20, MadeUp::bytes);
  }

  @Test
  void words_in_any_order() throws InterruptedException {
    holds("words_in_any_order", 20, MadeUp::soup);
  }

  @Test
  void made_up_programs() throws InterruptedException {
    holds("made_up_programs", 40, MadeUp::program);
  }

  @Test
  void real_programs_with_a_few_words_changed() throws InterruptedException {
    holds("real_programs_with_a_few_words_changed", 60, MadeUp::mutated);
  }

  @Test
  void real_programs_behind_one_another() throws InterruptedException {
    holds("real_programs_behind_one_another", 5, MadeUp::joined);
  }

  @Test
  void every_program_in_the_tree() throws InterruptedException {
    assertThat(Corpus.TEXTS).hasSizeGreaterThan(1_500);
    Watch.over(watch -> Corpus.TEXTS.forEach(watch.noting(Holds::forText)));
  }
}
