package dev.vigy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Rules that never bite are worth nothing: each is shown a class that breaks it.
class HouseRulesTest {
  private static final HouseRules RULES = HouseRules.withTestClasses("dev.vigy.testkit.sample");

  @Test
  void an_arrow_upwards_is_found() {
    assertThat(RULES.brokenArrows(Set.of(), Map.of("low", Set.of(), "high", Set.of("low"))))
        .singleElement()
        .asString()
        .startsWith("`low` must not know `high`: Field <dev.vigy.testkit.sample.low.Low.above>");
  }

  @Test
  void arrows_that_are_drawn_are_allowed() {
    assertThat(RULES.brokenArrows(Set.of("high"), Map.of("low", Set.of(), "high", Set.of("low"))))
        .isEmpty();
  }

  @Test
  void a_package_that_nobody_planned_is_found() {
    assertThat(RULES.brokenArrows(Set.of("low"), Map.of("low", Set.of("high"))))
        .contains("package `dev.vigy.testkit.sample.high` is not in the plan");
  }

  @Test
  void cycles_are_found() {
    assertThat(RULES.cycles()).hasSize(1).first().asString().contains("Cycle detected");
  }

  @Test
  void clock_and_chance_without_a_seed_are_found() {
    assertThat(RULES.reachesOutside())
        .hasSize(2)
        .anyMatch(line -> line.contains("System.currentTimeMillis()"))
        .anyMatch(line -> line.contains("java.util.Random.<init>()"));
  }

  @Test
  void a_package_without_null_marks_is_found() {
    assertThat(RULES.notNullMarked())
        .containsExactly("package `dev.vigy.testkit.sample.low` has no `@NullMarked` package-info");
  }

  @Test
  void a_library_in_the_wrong_room_is_found() {
    assertThat(RULES.usesOutside(Set.of("high"), "java.util.random..")).isNotEmpty();
    assertThat(RULES.usesOutside(Set.of("low"), "java.util.random..")).isEmpty();
    assertThat(RULES.uses(Set.of("low"), "java.util.random..")).isNotEmpty();
    assertThat(RULES.uses(Set.of("high"), "java.util.random..")).isEmpty();
  }

  @Test
  void testkit_obeys_its_own_rules() {
    var testkit = HouseRules.of("dev.vigy.testkit");

    assertThat(testkit.notNullMarked()).isEmpty();
    assertThat(testkit.reachesOutside()).isEmpty();
  }
}
