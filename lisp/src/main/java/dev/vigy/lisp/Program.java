package dev.vigy.lisp;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import java.util.List;

/// A compiled text. Immutable to its users and safe for any number of threads: each run has a world
/// of its own.
public final class Program {
  private final Lisp lisp;
  private final Source source;

  Program(Lisp lisp, Source source) {
    this.lisp = lisp;
    this.source = source;
  }

  public Source source() {
    return source;
  }

  public Lisp lisp() {
    return lisp;
  }

  /// The error that keeps the text from being read, or nothing.
  public List<Diagnostic> diagnostics() {
    return List.of();
  }

  /// What is wrong or doubtful before any run: besides [#diagnostics], unknown names and wrong
  /// numbers of arguments. Evaluates nothing that could be seen outside.
  public List<Diagnostic> check() {
    return diagnostics();
  }

  /// An error of a run of this program as a diagnostic, with a hint where one is known.
  public Diagnostic explain(LispError error) {
    return Diagnostic.error(
        error.shortMessage(), error.span().orElse(dev.vigy.lisp.source.Span.SYNTHETIC));
  }

  /// Runs the program once, from its first form to its last, in a fresh world. Runs on the calling
  /// thread and needs a big stack for deep recursion: 100,000 nested calls take about 100 MB. On a
  /// small stack deep recursion ends earlier, in the same catchable error.
  public Evaluation run(RunOptions options) {
    LispError error =
        LispError.nativeFn("run", "the evaluator is not here yet, " + options.limits());
    return new Evaluation.Failed(error, new Meter(0, 0, 0, "", false));
  }
}
