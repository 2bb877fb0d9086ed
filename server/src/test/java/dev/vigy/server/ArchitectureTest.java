package dev.vigy.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.testkit.HouseRules;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The room plan of this module. A new arrow is a decision: write down why (`docs/decisions`).
class ArchitectureTest {
  private static final HouseRules RULES = HouseRules.of("dev.vigy.server");

  /// Protocols meet in `operation` and never know one another.
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("operation", Set.of()),
          Map.entry("rest", Set.of("operation")),
          Map.entry("web", Set.of("operation")),
          Map.entry("", Set.of("operation", "rest", "web")));

  @Test
  void packages_know_only_what_the_plan_allows() {
    assertThat(RULES.brokenArrows(Set.of(), MAY_KNOW)).isEmpty();
  }

  @Test
  void there_are_no_cycles() {
    assertThat(RULES.cycles()).isEmpty();
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(RULES.notNullMarked()).isEmpty();
  }

  @Test
  void clock_environment_chance_and_standard_streams_come_in_as_parameters() {
    assertThat(RULES.reachesOutside()).isEmpty();
  }

  @Test
  void the_engine_room_is_reached_through_its_face_only() {
    assertThat(
            RULES.usesOutside(
                Set.of(),
                "java.sql..",
                "dev.vigy.runtime.worker..",
                "dev.vigy.runtime.tick..",
                "dev.vigy.runtime.schedule..",
                "dev.vigy.runtime.store.jdbc.."))
        .isEmpty();
  }
}
