package dev.vigy.testkit;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/// Checks that something holds for many made-up values, and shows the simplest one it finds for
/// which it does not.
///
/// ```java
/// Property.forAll(42, 500, c -> c.listOf(20, c::anyLong), list -> assertThat(sorted(list)).isSorted());
/// ```
///
/// The same seed makes the same values, on every machine. A value that once failed belongs into a
/// test of its own, with a name.
public final class Property {
  private static final int SIZE_MAX = 40;
  private static final int SHRINK_ATTEMPTS_MAX = 5_000;

  private Property() {}

  /// Checks `runs` values of `generator`; the later ones are larger.
  ///
  /// @throws AssertionError for the simplest failing value found; its text names the seed, its
  ///   cause is what `check` threw
  public static <T> void forAll(
      long seed, int runs, Function<Choices, T> generator, Consumer<T> check) {
    var random = new Random(seed);
    for (int run = 0; run < runs; run++) {
      int size = 1 + SIZE_MAX * run / runs;
      Attempt<T> attempt = attempt(Choices.fresh(random, size), generator, check);
      if (attempt instanceof Attempt.Failed<T> failed) {
        throw report(seed, run, shrink(failed, size, generator, check));
      }
    }
  }

  private static <T> AssertionError report(long seed, int run, Attempt.Failed<T> failed) {
    return new AssertionError(
        "does not hold for `%s` (seed %d, run %d): %s"
            .formatted(failed.value, seed, run, failed.thrown),
        failed.thrown);
  }

  /// Leaves decisions out, many at once first, then makes them smaller, until nothing helps or it
  /// has tried long enough.
  private static <T> Attempt.Failed<T> shrink(
      Attempt.Failed<T> first, int size, Function<Choices, T> generator, Consumer<T> check) {
    var best = first;
    int attempts = 0;
    for (boolean better = true; better; ) {
      better = false;
      for (long[] decisions : new Smaller(best.decisions)) {
        if (++attempts > SHRINK_ATTEMPTS_MAX) {
          return best;
        }
        Attempt<T> attempt =
            attempt(Choices.replay(new Random(0), decisions, size), generator, check);
        if (attempt instanceof Attempt.Failed<T> failed
            && Smaller.than(best.decisions, failed.decisions)) {
          best = failed;
          better = true;
          break;
        }
      }
    }
    return best;
  }

  // Whatever `check` throws is its verdict, assertion or not.
  @SuppressWarnings("CatchingUnchecked")
  private static <T> Attempt<T> attempt(
      Choices choices, Function<Choices, T> generator, Consumer<T> check) {
    T value = generator.apply(choices);
    try {
      check.accept(value);
      return new Attempt.Passed<>();
    } catch (AssertionError | Exception thrown) {
      return new Attempt.Failed<>(value, choices.taken(), thrown);
    }
  }

  private sealed interface Attempt<T> {
    record Passed<T>() implements Attempt<T> {}

    record Failed<T>(T value, long[] decisions, Throwable thrown) implements Attempt<T> {}
  }
}
