package dev.vigy.lisp.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Value;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortingTest {
  private final Lisp lisp = Lisp.builder().build();

  /// Lists of a key and a position; few keys, so that many are equal.
  private static LispList pairs(int count, boolean integers) {
    var random = new SplittableRandom(count);
    Object[] pairs = new Object[count];
    for (int i = 0; i < count; i++) {
      long key = random.nextInt(-count, count + 1) / 3;
      pairs[i] = LispList.of(integers ? (Object) key : (Object) (double) key, (long) i);
    }
    return LispList.of(pairs);
  }

  /// Integers are sorted another way; nobody can tell.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 100, 1_000, 4_097})
  void integers_are_sorted_as_other_keys_are_at_the_same_cost(int count) {
    var integers = lisp.session(RunOptions.standard());
    var floats = lisp.session(RunOptions.standard());
    integers.define("l", pairs(count, true));
    floats.define("l", pairs(count, false));

    for (String text : new String[] {"(sort-by-key car l)", "(map second (sort-by-key car l))"}) {
      var ofIntegers = integers.eval(text);
      var ofFloats = floats.eval(text);
      assertThat(Value.print(ofIntegers.valueOrThrow()))
          .isEqualTo(Value.print(ofFloats.valueOrThrow()));
      assertThat(ofIntegers.meter()).isEqualTo(ofFloats.meter());
    }
  }
}
