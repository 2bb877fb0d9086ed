package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.testkit.HouseRules;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The room plan of this module. A new arrow is a decision: write down why (`docs/decisions`).
class ArchitectureTest {
  private static final HouseRules RULES = HouseRules.of("dev.vigy.runtime");

  private static final Set<String> EVERYONE_KNOWS = Set.of("vigy");

  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("vigy", Set.of()),
          Map.entry("thread", Set.of()),
          Map.entry("schedule", Set.of()),
          Map.entry("extension", Set.of()),
          Map.entry("tick", Set.of("extension")),
          Map.entry("probe", Set.of("extension")),
          Map.entry("program", Set.of("extension", "schedule", "tick")),
          Map.entry("store", Set.of()),
          Map.entry("store.jdbc", Set.of("store")),
          Map.entry("handler", Set.of("store")),
          Map.entry("worker", Set.of("extension", "schedule", "store", "thread", "tick")),
          Map.entry(
              "",
              Set.of(
                  "thread",
                  "schedule",
                  "extension",
                  "tick",
                  "probe",
                  "program",
                  "store",
                  "handler",
                  "worker")));

  @Test
  void packages_know_only_what_the_plan_allows() {
    assertThat(RULES.brokenArrows(EVERYONE_KNOWS, MAY_KNOW)).isEmpty();
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
  void sql_stays_in_its_package() {
    assertThat(RULES.usesOutside(Set.of("store.jdbc"), "java.sql..", "javax.sql..", "org.sqlite.."))
        .isEmpty();
  }

  @Test
  void no_driver_is_known_by_its_classes() {
    assertThat(RULES.usesOutside(Set.of(), "org.sqlite..", "org.postgresql..")).isEmpty();
  }

  @Test
  void what_is_kept_and_planned_knows_no_language_but_its_json() {
    assertThat(
            RULES.uses(
                Set.of("vigy", "schedule", "store", "handler"),
                "dev.vigy.lisp",
                "dev.vigy.lisp.value..",
                "dev.vigy.lisp.run..",
                "dev.vigy.lisp.read..",
                "dev.vigy.lisp.core.."))
        .isEmpty();
  }

  @Test
  void a_tick_has_no_clock_no_thread_and_no_store() {
    assertThat(
            RULES.uses(
                Set.of("tick", "schedule"),
                "java.util.concurrent",
                "java.io..",
                "java.net..",
                "java.nio.."))
        .isEmpty();
  }
}
