package dev.vigy.lisp;

import dev.vigy.lisp.value.Value;

/// How tests write down how a run ended: the printed value, or `! ` and the full message.
public final class Outcomes {
  private Outcomes() {}

  public static String of(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Completed completed -> Value.print(completed.value());
      case Evaluation.Failed failed -> "! " + failed.error().fullMessage();
      case Evaluation.Left left -> "left: " + left.exit().getClass().getSimpleName();
    };
  }

  /// What a program gives by itself, with the language's own limits.
  public static String of(Lisp lisp, String text) {
    return of(lisp.compile(text).run(RunOptions.standard()));
  }
}
