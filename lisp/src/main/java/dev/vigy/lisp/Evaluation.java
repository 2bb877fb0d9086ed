package dev.vigy.lisp;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NonLocalExit;

/// How a run ended. A failing program is a value here, never an exception.
public sealed interface Evaluation {
  Meter meter();

  /// The program ran to its end.
  ///
  /// @param value the value of its last form
  record Completed(Object value, Meter meter) implements Evaluation {}

  /// An error that the program did not catch, or a limit.
  record Failed(LispError error, Meter meter) implements Evaluation {}

  /// A native left the run on purpose.
  record Left(NonLocalExit exit, Meter meter) implements Evaluation {}
}
