package dev.vigy.lisp.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.Lisp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Runs every example line of the language reference, as it stands on the page.
class LanguageReferenceTest {
  private static final String PAGE = "tatara-lisp.md";
  private static final String NOT_YET_PASSING = "not-yet-passing.txt";

  private static final List<Example> EXAMPLES = Example.of(resource(PAGE));

  private static final ExampleRunner RUNNER =
      new ExampleRunner(Lisp.builder().everyday(false).build());

  @AfterAll
  static void end() {
    RUNNER.close();
  }

  @TestFactory
  Stream<DynamicTest> every_example_gives_what_the_page_says() {
    Set<String> waiting = notYetPassing();
    return examples()
        .map(
            example ->
                dynamicTest(
                    example.section() + ", line " + example.line() + ": " + example.forms(),
                    () -> check(example, waiting.contains(example.text()))));
  }

  private static void check(Example example, boolean waits) throws Exception {
    ExampleRunner.Seen expected = ExampleRunner.expected(example);
    ExampleRunner.Seen seen = RUNNER.run(example);
    if (!waits) {
      assertThat(seen).isEqualTo(expected);
    } else if (seen.equals(expected)) {
      fail("it passes: take it out of %s", NOT_YET_PASSING);
    }
  }

  @Test
  void the_list_of_examples_that_wait_names_only_examples() {
    Set<String> examples = examples().map(Example::text).collect(Collectors.toSet());
    assertThat(notYetPassing()).allSatisfy(line -> assertThat(examples).contains(line));
  }

  @Test
  void the_page_has_as_many_examples_as_were_counted() {
    assertThat(EXAMPLES).hasSize(916);
    assertThat(examples()).hasSize(886);
  }

  /// A clone that stands beside the shared pages has the newest of them.
  @Test
  void the_page_is_the_shared_one_where_that_exists() throws IOException {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path shared = folder.resolve("shared").resolve("spec").resolve(PAGE);
      if (Files.exists(shared)) {
        assertThat(resource(PAGE)).isEqualTo(Files.readString(shared));
        return;
      }
    }
  }

  private static Stream<Example> examples() {
    return EXAMPLES.stream().filter(example -> !example.referenceOnly());
  }

  private static Set<String> notYetPassing() {
    return resource(NOT_YET_PASSING)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String resource(String name) {
    try (InputStream in = LanguageReferenceTest.class.getResourceAsStream("/spec/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
