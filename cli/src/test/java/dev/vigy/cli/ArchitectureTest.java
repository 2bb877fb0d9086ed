package dev.vigy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.testkit.HouseRules;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// This module is the composition root: it may read clock, environment and standard streams. What
/// it must not do is hold logic that another front end would need.
class ArchitectureTest {
  private static final HouseRules RULES = HouseRules.of("dev.vigy.cli");

  @Test
  void there_are_no_cycles() {
    assertThat(RULES.cycles()).isEmpty();
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(RULES.notNullMarked()).isEmpty();
  }

  @Test
  void no_queries_are_written_here() {
    assertThat(RULES.usesOutside(Set.of(), "java.sql..")).isEmpty();
  }

  @Test
  void the_engine_room_is_reached_through_its_face_only() {
    assertThat(
            RULES.usesOutside(Set.of(), "dev.vigy.runtime.worker..", "dev.vigy.runtime.schedule.."))
        .isEmpty();
  }

  @Test
  void the_line_editor_is_known_to_the_console_alone() {
    assertThat(RULES.usesOutside(Set.of("repl"), "org.jline..")).isEmpty();
  }
}
