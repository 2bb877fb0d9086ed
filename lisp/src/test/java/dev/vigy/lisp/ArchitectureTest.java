package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.testkit.HouseRules;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The room plan of this module. A new arrow is a decision: write down why (`docs/decisions`).
class ArchitectureTest {
  private static final HouseRules RULES = HouseRules.of("dev.vigy.lisp");

  private static final Set<String> EVERYONE_KNOWS = Set.of("source", "value");

  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("source", Set.of()),
          Map.entry("value", Set.of()),
          // Its converter to and from Lisp values fails with the language's own errors.
          Map.entry("json", Set.of("run")),
          Map.entry("time", Set.of()),
          Map.entry("read", Set.of()),
          Map.entry("run", Set.of()),
          // Both fail with the language's own errors, and expansion is charged to the run.
          Map.entry("expand", Set.of("read", "run")),
          Map.entry("ir", Set.of()),
          Map.entry("analyze", Set.of("ir", "read", "run")),
          Map.entry("check", Set.of("ir", "run")),
          // A layer over the face, for another way in.
          Map.entry("script", Set.of("", "read", "run")),
          // Its world is what the fibers of a run share.
          Map.entry("fiber", Set.of("run")),
          Map.entry("tree", Set.of("fiber", "ir", "run")),
          Map.entry("compile", Set.of("ir", "run")),
          Map.entry("reference", Set.of()),
          Map.entry("format", Set.of("read")),
          Map.entry("core", Set.of("fiber", "run", "read", "json", "time", "reference")),
          Map.entry(
              "",
              Set.of(
                  "json",
                  "read",
                  "run",
                  "expand",
                  "ir",
                  "analyze",
                  "check",
                  "tree",
                  "compile",
                  "core",
                  "fiber",
                  "time",
                  "reference")));

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
  void the_language_touches_no_database_file_or_network() {
    assertThat(
            RULES.usesOutside(
                Set.of(),
                "java.sql..",
                "java.net..",
                "java.nio.file..",
                "java.nio.channels..",
                "dev.vigy.runtime.."))
        .isEmpty();
  }

  @Test
  void only_the_compiler_writes_byte_code() {
    assertThat(RULES.usesOutside(Set.of("compile"), "java.lang.classfile..")).isEmpty();
  }
}
