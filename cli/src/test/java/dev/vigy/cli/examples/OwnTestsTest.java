package dev.vigy.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.source.Source;
import dev.vigy.runtime.ProgramTests;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every example has tests of its own, and they pass.
class OwnTestsTest {
  private static final Path EXAMPLES = Path.of("../examples");

  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
      return files.filter(file -> file.toString().endsWith(".vigy")).sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    ProgramFile.Parsed parsed =
        ProgramFile.parse(
            Source.of(file.toString(), Files.readString(file)), Definition.of("example", ""));
    assertThat(parsed.findings()).isEmpty();
    List<ProgramTests.Outcome> outcomes = ProgramTests.run(parsed, List.of());
    assertThat(outcomes).isNotEmpty();
    assertThat(outcomes.stream().filter(outcome -> !outcome.passed())).isEmpty();
  }
}
