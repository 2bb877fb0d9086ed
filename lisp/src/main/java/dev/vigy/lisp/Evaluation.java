package dev.vigy.lisp;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NonLocalExit;

/// How a run ended. A failing program is a value here, never an exception.
public sealed interface Evaluation {
  Meter meter();

  /// The value of a run that ended well, for callers that do not expect another end.
  ///
  /// @throws LispError the error that the program ended with
  /// @throws NonLocalExit the exit by which a native left the run
  default Object valueOrThrow() {
    return switch (this) {
      case Completed completed -> completed.value();
      case Failed failed -> throw failed.error();
      case Left left -> throw left.exit();
    };
  }

  /// The program ran to its end.
  ///
  /// @param value the value of its last form
  record Completed(Object value, Meter meter) implements Evaluation {}

  /// An error that the program did not catch, or a limit.
  record Failed(LispError error, Meter meter) implements Evaluation {}

  /// A native left the run on purpose.
  record Left(NonLocalExit exit, Meter meter) implements Evaluation {}
}
