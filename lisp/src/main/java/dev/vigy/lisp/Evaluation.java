package dev.vigy.lisp;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.value.Value;
import org.jspecify.annotations.Nullable;

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

  /// The value as a Java object of this type, by the rules of [Value#to(Class, Object)].
  ///
  /// ```java
  /// Program program = Lisp.builder().build().compile("(list 1 2 3)");
  /// int[] sum = {0};
  /// for (Object n : program.run(RunOptions.standard()).to(java.util.List.class)) {
  ///   sum[0] += ((Long) n).intValue();
  /// }
  /// assert sum[0] == 6;
  /// ```
  ///
  /// @return null only for nil as an `Object`
  /// @throws LispError as [#valueOrThrow]
  /// @throws dev.vigy.lisp.value.UnfitValueException if the value is none of that type
  default <T> @Nullable T to(Class<T> type) {
    return Value.to(type, valueOrThrow());
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
