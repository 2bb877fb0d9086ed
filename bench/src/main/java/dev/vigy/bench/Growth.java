package dev.vigy.bench;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How the costs of the library's functions grow: the same work on 1,000, 10,000 and 100,000
/// elements, in ns an element. What is quadratic costs ten times as much an element from column to
/// column; says so and ends with 1 if something costs more than six times as much. (Logarithms and
/// caches that are too small make up to four of it.)
///
/// What is measured stands in the table by which a test of the language counts steps and bytes:
/// `lisp/src/test/resources/growth/table.txt`. With names of functions as arguments, only the lines
/// that measure one of them.
public final class Growth {
  private static final int[] SIZES = {1_000, 10_000, 100_000};
  private static final int SAMPLES = 5;
  private static final double SUSPICIOUS = 6;

  /// Less an element is lost in the noise of the data that are taken off.
  private static final double NOISE = 20;

  private static final Duration WARM_UP = Duration.ofMillis(60);

  /// @param data made, and not counted: its time is measured apart and taken off
  private record Work(String names, String data, String forms) {}

  private Growth() {}

  public static void main(String[] arguments) throws InterruptedException, IOException {
    List<Work> works = works(List.of(arguments));
    boolean[] linear = {true};
    Thread thread = new Thread(null, () -> linear[0] = all(works), "bench", Running.STACK_BYTES);
    thread.start();
    thread.join();
    if (!linear[0]) {
      System.exit(1);
    }
  }

  private static List<Work> works(List<String> wanted) throws IOException {
    Path table =
        Path.of(System.getProperty("vigy.root", ".."), "lisp/src/test/resources/growth/table.txt");
    Map<String, String> data = new HashMap<>();
    List<Work> works = new ArrayList<>();
    for (String line : Files.readAllLines(table)) {
      String[] words = line.split(" ", 3);
      String[] columns = line.split(" ?:: ?", -1);
      if (line.startsWith("let ")) {
        data.put(words[1], words[2]);
      } else if (columns.length == 3 && !line.startsWith(";")) {
        var made = new StringBuilder();
        for (String name : columns[1].split(" ", -1)) {
          made.append(data.getOrDefault(name, "")).append('\n');
        }
        List<String> names = List.of(columns[0].split(" ", -1));
        if (wanted.isEmpty() || names.stream().anyMatch(wanted::contains)) {
          works.add(new Work(columns[0], made.toString(), columns[2]));
        }
      }
    }
    return works;
  }

  private static boolean all(List<Work> works) {
    System.out.println("| ns an element | 1,000 | 10,000 | 100,000 |");
    System.out.println("| --- | --- | --- | --- |");
    boolean linear = true;
    for (Work work : works) {
      double[] nanos = new double[SIZES.length];
      for (int i = 0; i < SIZES.length; i++) {
        String data = "(define n " + SIZES[i] + ")\n" + work.data();
        double without = nanos(data);
        nanos[i] = Math.max(0, nanos(data + work.forms()) - without) / SIZES[i];
      }
      boolean grows = grows(nanos[0], nanos[1]) || grows(nanos[1], nanos[2]);
      linear &= !grows;
      System.out.printf(
          Locale.ROOT,
          "| `%s` | %.0f | %.0f | %.0f |%s%n",
          work.names(),
          nanos[0],
          nanos[1],
          nanos[2],
          grows ? " grows!" : "");
    }
    return linear;
  }

  private static boolean grows(double smaller, double bigger) {
    return bigger > SUSPICIOUS * Math.max(smaller, NOISE);
  }

  /// The fastest of some samples, after a warm-up.
  private static double nanos(String text) {
    Program program = Lisp.builder().build().compile(text);
    long began = System.nanoTime();
    do {
      Running.once(program);
    } while (System.nanoTime() - began < WARM_UP.toNanos());
    long[] samples = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      Running.once(program);
      samples[i] = System.nanoTime() - start;
    }
    Arrays.sort(samples);
    return samples[0];
  }
}
