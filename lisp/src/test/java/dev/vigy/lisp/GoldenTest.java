package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The files `golden/*.lisp`: lines `PROGRAM => RESULT`, in the form of the language reference.
/// Each program runs twice, since the second run finds compiled code and must not differ.
class GoldenTest {
  private static final Lisp LISP = Lisp.builder().everyday(false).build();

  @TestFactory
  Stream<DynamicTest> scopes() {
    return lines("scopes.lisp");
  }

  @TestFactory
  Stream<DynamicTest> macros() {
    return lines("macros.lisp");
  }

  @TestFactory
  Stream<DynamicTest> errors() {
    return lines("errors.lisp");
  }

  @TestFactory
  Stream<DynamicTest> redefinition() {
    return lines("redefinition.lisp");
  }

  private static Stream<DynamicTest> lines(String file) {
    return resource(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(";"))
        .map(line -> dynamicTest(line, () -> check(line)));
  }

  private static void check(String line) {
    int arrow = line.lastIndexOf("  => ");
    Program program = LISP.compile(line.substring(0, arrow));
    String expected = line.substring(arrow + 5);
    Evaluation first = BigStack.run(() -> program.run(RunOptions.standard()));
    Evaluation second = BigStack.run(() -> program.run(RunOptions.standard()));
    assertThat(Outcomes.of(first)).isEqualTo(expected);
    assertThat(Outcomes.of(second)).as("in the second run").isEqualTo(expected);
    assertThat(second.meter()).as("what the second run cost").isEqualTo(first.meter());
  }

  private static String resource(String file) {
    try (InputStream in = GoldenTest.class.getResourceAsStream("/golden/" + file)) {
      if (in == null) {
        throw new IllegalStateException("no golden file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
