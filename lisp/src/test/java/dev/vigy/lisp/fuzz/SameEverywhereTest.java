package dev.vigy.lisp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every program ends the same way under the same limits: value, text of the error, output, steps
/// and memory. On a machine that has just begun and compiles nothing, on one that has run
/// everything many times, and with half the stack.
class SameEverywhereTest {
  private static final int ROUNDS = 3;

  @TempDir private Path folder;

  @Test
  void every_program_ends_the_same_way_cold_warm_and_with_half_the_stack()
      throws IOException, InterruptedException {
    List<String> warm = Endings.ofCorpus(ROUNDS, Endings.WHOLE_STACK);

    assertThat(Endings.ofCorpus(1, Endings.HALF_STACK)).isEqualTo(warm);
    // Interpreted, every call takes several times the stack.
    assertThat(inNewProcess(Endings.HALF_STACK, "-Xint")).isEqualTo(warm);
  }

  private List<String> inNewProcess(long stackBytes, String option)
      throws IOException, InterruptedException {
    Path endings = folder.resolve("endings" + option.replace(':', '-'));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-Xmx1g",
                "-Dvigy.root=" + System.getProperty("vigy.root", ".."),
                "-cp",
                System.getProperty("java.class.path"),
                Endings.class.getName(),
                endings.toString(),
                Long.toString(stackBytes))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return Files.readAllLines(endings);
  }
}
