package dev.vigy.bench;

import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Program;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.run.Limits;
import java.time.Duration;

/// Runs programs under limits: all of them on, as in a tick, but so high that no benchmark meets
/// them.
final class Running {
  /// For threads that run programs: room for as deep a recursion as the limit allows.
  static final long STACK_BYTES = 1L << 30;

  static final RunOptions OPTIONS =
      RunOptions.standard()
          .withLimits(
              new Limits(
                  1L << 40,
                  1L << 40,
                  Limits.LANGUAGE.depth(),
                  Duration.ofHours(1).toNanos(),
                  Limits.LANGUAGE.outputBytes()));

  private Running() {}

  /// One run, which must end well.
  static Evaluation.Completed once(Program program) {
    return switch (program.run(OPTIONS)) {
      case Evaluation.Completed done -> done;
      case Evaluation.Failed(var error, var _) ->
          throw new IllegalStateException(program.source().text() + ": " + error.fullMessage());
      case Evaluation.Left left -> throw new IllegalStateException(left.toString());
    };
  }
}
