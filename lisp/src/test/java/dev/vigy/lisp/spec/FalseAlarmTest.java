package dev.vigy.lisp.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.source.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// No program that runs is called wrong: not one of the examples of the language reference, and not
/// one line of the golden files.
class FalseAlarmTest {
  private static final Lisp LANGUAGE = Lisp.builder().everyday(false).build();
  private static final Lisp EVERYDAY = Lisp.builder().build();

  @Test
  void no_example_of_the_reference_that_runs_is_called_wrong() throws IOException {
    String page = Files.readString(Path.of("src/test/resources/spec/tatara-lisp.md"));
    var alarms = new ArrayList<String>();
    for (Example example : Example.of(page)) {
      if (!example.referenceOnly() && !example.result().startsWith("! ")) {
        alarms.addAll(alarms(LANGUAGE, example.forms()));
      }
    }
    assertThat(alarms).isEmpty();
  }

  @Test
  void no_golden_line_that_runs_is_called_wrong() throws IOException {
    var alarms = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/golden"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".lisp")).toList()) {
        for (String line : Files.readAllLines(file)) {
          int arrow = line.lastIndexOf("  => ");
          if (arrow > 0 && !line.startsWith(";") && !line.startsWith("! ", arrow + 5)) {
            alarms.addAll(alarms(EVERYDAY, line.substring(0, arrow)));
          }
        }
      }
    }
    assertThat(alarms).isEmpty();
  }

  private static List<String> alarms(Lisp lisp, String program) {
    return lisp.compile(program).check().stream()
        .filter(Diagnostic::isError)
        .map(finding -> program + "\n" + finding.rendered())
        .toList();
  }
}
