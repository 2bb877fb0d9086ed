package dev.vigy.lisp.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.BigStack;
import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.run.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// No function of the library costs more than its data: what `growth/table.txt` says of each is
/// counted at three sizes. Counts are the same on every machine; `bench/run Growth` measures the
/// time that they stand for.
class GrowthTest {
  private static final int[] SIZES = {500, 2_000, 8_000};

  /// Four times the data: a logarithm makes up to five times the work of it, a square sixteen.
  private static final double MOST = 5.5;

  /// Less is lost beside what one call takes whatever it gets.
  private static final long NOISE = 2_000;

  private static final Lisp LISP = Lisp.builder().build();
  private static final RunOptions OPTIONS =
      RunOptions.standard()
          .withLimits(new Limits(1L << 40, 1L << 40, 100_000, Long.MAX_VALUE, 1 << 24));

  private static final List<Work> WORKS = new ArrayList<>();
  private static final Set<String> CONSTANT = new TreeSet<>();

  /// @param line where it stands in the table
  private record Work(int line, List<String> names, String data, String forms) {
    String text(int size, boolean whole) {
      return "(define n " + size + ")\n" + data + (whole ? forms : "");
    }
  }

  static {
    Map<String, String> data = new HashMap<>();
    List<String> lines = table();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(";")) {
        continue;
      }
      String[] columns = line.split(" ?:: ?", -1);
      if (line.startsWith("let ")) {
        String name = line.split(" ", 3)[1];
        data.put(name, line.split(" ", 3)[2] + "\n");
      } else if (line.startsWith("constant ")) {
        CONSTANT.addAll(List.of(line.substring("constant ".length()).split(" ")));
      } else if (columns.length == 3) {
        var all = new StringBuilder();
        for (String name : columns[1].isBlank() ? new String[0] : columns[1].strip().split(" ")) {
          all.append(data.getOrDefault(name, "(no-such-data \"" + name + "\")"));
        }
        WORKS.add(new Work(i + 1, List.of(columns[0].split(" ")), all.toString(), columns[2]));
      } else if (!line.isBlank()) {
        throw new IllegalStateException("line " + (i + 1) + " of the table: " + line);
      }
    }
  }

  private static List<String> table() {
    try {
      return Files.readAllLines(Path.of("src/test/resources/growth/table.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void every_function_stands_in_the_table() {
    Set<String> functions = new TreeSet<>();
    for (Entry entry : Lisp.reference().entries()) {
      if (entry.kind() == Entry.Kind.FUNCTION) {
        functions.add(entry.name());
      }
    }
    Set<String> measured = new TreeSet<>(CONSTANT);
    WORKS.forEach(work -> measured.addAll(work.names()));
    assertThat(measured).isEqualTo(functions);
  }

  @Test
  void what_a_line_says_it_measures_is_called_there() {
    assertThat(WORKS)
        .allSatisfy(
            work ->
                assertThat(List.of(work.forms().split("[\\s()']+", -1))).containsAll(work.names()));
  }

  @TestFactory
  Stream<DynamicTest> steps_and_memory_grow_as_the_data_do() {
    return WORKS.stream()
        .map(
            work ->
                dynamicTest(
                    work.line() + ": " + String.join(" ", work.names()), () -> check(work)));
  }

  private static void check(Work work) {
    long[] steps = new long[SIZES.length];
    long[] memory = new long[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      Meter before = meter(work.text(SIZES[i], false));
      Meter after = meter(work.text(SIZES[i], true));
      steps[i] = after.steps() - before.steps();
      memory[i] = after.memory() - before.memory();
    }
    for (int i = 1; i < SIZES.length; i++) {
      assertThat(growth(steps[i - 1], steps[i]))
          .as("steps: %d, then %d", steps[i - 1], steps[i])
          .isLessThan(MOST);
      assertThat(growth(memory[i - 1], memory[i]))
          .as("bytes: %d, then %d", memory[i - 1], memory[i])
          .isLessThan(MOST);
    }
  }

  private static double growth(long smaller, long bigger) {
    return (double) bigger / Math.max(smaller, NOISE);
  }

  private static Meter meter(String text) {
    Evaluation evaluation = BigStack.run(() -> LISP.compile(text).run(OPTIONS));
    if (evaluation instanceof Evaluation.Failed(var error, var _)) {
      throw new AssertionError(error.fullMessage() + " in " + text);
    }
    return evaluation.meter();
  }

  /// It used to count the whole text at each call.
  @Test
  void substring_counts_characters_from_the_nearer_end_only_and_still_clamps() {
    String text = "a😀b😀c";
    int[] characters = text.codePoints().toArray();
    for (int from = -8; from <= 8; from++) {
      for (int to = -8; to <= 8; to++) {
        int start = Math.clamp(from < 0 ? from + characters.length : from, 0, characters.length);
        int end = Math.clamp(to < 0 ? to + characters.length : to, 0, characters.length);
        String expected = start < end ? new String(characters, start, end - start) : "";
        String program = "(substring \"" + text + "\" " + from + " " + to + ")";
        assertThat(LISP.compile(program).run(OPTIONS).to(String.class))
            .as(program)
            .isEqualTo(expected);
      }
    }
    assertThat(meter("(substring (string-pad \"\" 100000) 0 5)").steps())
        .isLessThan(meter("(string-pad \"\" 100000)").steps() + 20);
  }
}
