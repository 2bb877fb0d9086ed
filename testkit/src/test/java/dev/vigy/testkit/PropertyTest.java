package dev.vigy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyTest {
  @Test
  void passes_when_it_holds_for_every_value() {
    var seen = new ArrayList<Long>();

    Property.forAll(1, 200, c -> c.between(3, 7), seen::add);

    assertThat(seen).hasSize(200).allMatch(n -> n >= 3 && n <= 7).contains(3L, 7L);
  }

  @Test
  void shows_the_smallest_list_that_fails() {
    assertThatThrownBy(
            () ->
                Property.forAll(
                    7,
                    500,
                    c -> c.listOf(50, () -> c.below(1_000)),
                    list -> assertThat(list).noneMatch(n -> n >= 100)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("does not hold for `[100]` (seed 7, run ")
        .hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void shrinks_what_depends_on_two_elements() {
    assertThatThrownBy(
            () ->
                Property.forAll(
                    3,
                    500,
                    c -> c.listOf(50, () -> c.below(20)),
                    list -> assertThat(list.stream().distinct().count()).isEqualTo(list.size())))
        .hasMessageStartingWith("does not hold for `[0, 0]`");
  }

  @Test
  void shrinks_texts() {
    assertThatThrownBy(
            () ->
                Property.forAll(
                    5,
                    500,
                    c -> c.text(30, "aä𝄞("),
                    text -> assertThat(text).doesNotContain("𝄞")))
        .hasMessageStartingWith("does not hold for `𝄞`");
  }

  @Test
  void an_exception_is_a_verdict_too() {
    assertThatThrownBy(
            () -> Property.forAll(9, 500, Choices::anyLong, n -> Math.negateExact((int) (10 / n))))
        .hasMessageContaining("does not hold for `0`")
        .hasCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void the_same_seed_makes_the_same_values() {
    assertThat(values(11)).isEqualTo(values(11)).isNotEqualTo(values(12));
  }

  private static List<List<Long>> values(long seed) {
    var seen = new ArrayList<List<Long>>();
    Property.forAll(seed, 50, c -> c.listOf(10, c::anyLong), seen::add);
    return seen;
  }
}
