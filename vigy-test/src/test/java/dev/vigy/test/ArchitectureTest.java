package dev.vigy.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.testkit.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The room plan of this module.
class ArchitectureTest {
  private static final HouseRules RULES = HouseRules.of("dev.vigy.test");

  @Test
  void every_package_is_null_marked() {
    assertThat(RULES.notNullMarked()).isEmpty();
  }

  @Test
  void the_engine_room_is_reached_through_its_face_only() {
    assertThat(
            RULES.usesOutside(
                Set.of(),
                "java.sql..",
                "dev.vigy.runtime.worker..",
                "dev.vigy.runtime.schedule..",
                "dev.vigy.runtime.store.."))
        .isEmpty();
  }
}
