package dev.vigy.lisp.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.Lisp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Golden lines for the library beside the page's own: `FORM… => RESULT` in `golden/core`, `;`
/// begins a comment line.
class GoldenLibraryTest {
  private static final ExampleRunner RUNNER = new ExampleRunner(Lisp.builder().build());

  @AfterAll
  static void end() {
    RUNNER.close();
  }

  @TestFactory
  Stream<DynamicTest> the_everyday_library() throws IOException {
    return lines("everyday.txt");
  }

  @TestFactory
  Stream<DynamicTest> what_the_page_says_in_words() throws IOException {
    return lines("language.txt");
  }

  private static Stream<DynamicTest> lines(String file) throws IOException {
    try (InputStream in = GoldenLibraryTest.class.getResourceAsStream("/golden/core/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
      return IntStream.range(0, lines.length)
          .filter(i -> !lines[i].isBlank() && !lines[i].startsWith(";"))
          .mapToObj(i -> Example.parse(file, i + 1, lines[i]))
          .map(
              example ->
                  dynamicTest(
                      file + ":" + example.line() + " " + example.forms(),
                      () ->
                          assertThat(RUNNER.run(example))
                              .isEqualTo(ExampleRunner.expected(example))));
    }
  }
}
