package dev.vigy.lisp.fuzz;

import dev.vigy.lisp.BigStack;
import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.spec.Corpus;
import dev.vigy.lisp.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How every program of the corpus ends: value or error, output, steps, memory and depth, a line
/// each. As a program of its own it writes them to a file, for a test that wants them from another
/// process.
final class Endings {
  /// What programs get: the stack that carries the language's own depth.
  static final long WHOLE_STACK = 1L << 30;

  static final long HALF_STACK = WHOLE_STACK / 2;

  /// Time is no limit here: it alone may differ.
  private static final Limits LIMITS =
      new Limits(500_000, 64L << 20, 100_000, Long.MAX_VALUE, 4_096);

  private Endings() {}

  /// @param arguments the file to write; the size of the stack
  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of(arguments[0]), ofCorpus(1, Long.parseLong(arguments[1])));
  }

  /// @param rounds how often each program is run; the endings of the last round count
  static List<String> ofCorpus(int rounds, long stackBytes) {
    return BigStack.run(
        stackBytes,
        () -> {
          Lisp lisp = Corpus.language().cacheSize(10_000).build();
          List<String> endings = new ArrayList<>();
          for (int round = 0; round < rounds; round++) {
            endings.clear();
            for (String text : Corpus.TEXTS) {
              Evaluation evaluation =
                  lisp.compile(text).run(RunOptions.standard().withLimits(LIMITS));
              endings.add(new Text(text) + "  => " + new Text(ending(evaluation)));
            }
          }
          return endings;
        });
  }

  private static String ending(Evaluation evaluation) {
    String value =
        switch (evaluation) {
          case Evaluation.Completed completed -> Value.print(completed.value());
          case Evaluation.Failed failed ->
              "! " + failed.error().kind() + " " + failed.error().fullMessage();
          case Evaluation.Left left -> "left " + left.exit();
        };
    Meter meter = evaluation.meter();
    return "%s, %d steps, %d bytes, %d deep, wrote %s"
        .formatted(value, meter.steps(), meter.memory(), meter.deepest(), meter.output());
  }
}
