package dev.vigy.lisp.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /// 100,000 calls nest on it.
  private static final long STACK_BYTES = 1L << 30;

  /// More than any example needs, so that one that never ends is a failure too.
  private static final long STEPS_MAX = 500_000_000;

  private static final Lisp LISP = Lisp.builder().everyday(false).build();

  private static final List<Example> EXAMPLES = Example.of(resource(PAGE));

  private static final ExecutorService BIG_STACK =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(null, task, "examples", STACK_BYTES);
            thread.setDaemon(true);
            return thread;
          });

  @AfterAll
  static void end() {
    BIG_STACK.shutdownNow();
  }

  /// What an example does.
  private record Seen(String result, String output) {}

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
    Seen expected = new Seen(example.result(), example.output());
    Seen seen = seen(example);
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

  private static Seen seen(Example example) throws InterruptedException, TimeoutException {
    try {
      return BIG_STACK.submit(() -> run(example)).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return new Seen("an exception: " + e.getCause(), "");
    }
  }

  private static Seen run(Example example) {
    RunOptions options = RunOptions.standard();
    Limits limits = options.limits();
    options =
        options.withLimits(
            new Limits(
                STEPS_MAX,
                limits.memoryBytes(),
                limits.depth(),
                limits.cpuNanos(),
                limits.outputBytes()));
    return switch (LISP.compile(example.forms()).run(options)) {
      case Evaluation.Completed(Object value, Meter meter) ->
          new Seen(Value.print(value), meter.output());
      case Evaluation.Failed(var error, Meter meter) ->
          new Seen("! " + error.fullMessage(), meter.output());
      case Evaluation.Left left -> throw new IllegalStateException("left by " + left.exit());
    };
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
