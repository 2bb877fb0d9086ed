package dev.vigy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.cli.BadInput.Case;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What people and programs get wrong: one clear sentence, the right exit or status code, a hint
/// where one is known, and nothing changed.
///
/// The cases and what they answer stand in `golden/bad-input.cases`; `-Dvigy.golden=update` writes
/// the answers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final Path FILE = Path.of("src/test/resources/golden/bad-input.cases");
  private static final boolean UPDATE = "update".equals(System.getProperty("vigy.golden"));

  private final List<String> written = new ArrayList<>();
  private BadInputWorld world;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    world = new BadInputWorld(folder);
  }

  @AfterAll
  void close() throws Exception {
    world.close();
    if (UPDATE) {
      Files.writeString(FILE, String.join("\n", written));
    }
  }

  static Stream<Case> cases() throws Exception {
    return BadInput.read(Files.readString(FILE)).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void says_what_is_wrong_and_changes_nothing(Case one) throws Exception {
    String before = world.everything();

    String answer = one.isRequest() ? world.request(one.asked()) : world.command(one.asked());

    written.add(one.text(answer));
    assertThat(answer).doesNotContain("Exception").doesNotContain("\tat ").doesNotContain("= 0\n");
    assertThat(answer.lines().filter(line -> line.matches("[!:] error: .*"))).isNotEmpty();
    assertThat(world.everything()).isEqualTo(before);
    if (!UPDATE) {
      assertThat(answer).isEqualTo(one.answer());
    }
  }

  @Test
  void there_are_at_least_sixty() throws Exception {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
  }
}
