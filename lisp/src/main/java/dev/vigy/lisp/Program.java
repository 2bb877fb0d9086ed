package dev.vigy.lisp;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Places;
import dev.vigy.lisp.source.Source;
import java.util.List;

/// A compiled text. Immutable to its users and safe for any number of threads: each run has a world
/// of its own.
///
/// Reading happens when the program is made; the other stages when a run first reaches a form. What
/// they give is kept for all later runs where it is the same in each, and costs each run the same
/// steps whoever did the work.
public final class Program implements SourceCache.Made {
  private final Lisp lisp;
  private final Source source;
  private final List<Diagnostic> unreadable;
  private volatile ProgramCode code;

  Program(Lisp lisp, Source source) {
    this.lisp = lisp;
    this.source = source;
    var foreseen = new Foreseen();
    ReadResult read = Reader.read(source, foreseen);
    this.unreadable =
        read instanceof ReadResult.Unreadable(Diagnostic error) ? List.of(error) : List.of();
    this.code = codeOf(read, foreseen);
  }

  private ProgramCode codeOf(ReadResult read, Foreseen foreseen) {
    return read instanceof ReadResult.Forms(List<Form> forms)
        ? new ProgramCode(lisp.names(), lisp.standardNames(), source, forms, foreseen)
        : ProgramCode.empty(lisp.names(), lisp.standardNames(), source.name());
  }

  /// Forgets what was compiled, if it is still this.
  private void renew(ProgramCode stale) {
    if (stale.equals(code)) {
      var foreseen = new Foreseen();
      code = codeOf(Reader.read(source, foreseen), foreseen);
    }
  }

  @Override
  public Source source() {
    return source;
  }

  public Lisp lisp() {
    return lisp;
  }

  /// The error that keeps the text from being read, or nothing.
  public List<Diagnostic> diagnostics() {
    return unreadable;
  }

  /// What is wrong or doubtful before any run: besides [#diagnostics], unknown names and wrong
  /// numbers of arguments. Evaluates nothing that could be seen outside.
  public List<Diagnostic> check() {
    return switch (Reader.read(source)) {
      case ReadResult.Forms forms -> new Checker(lisp).check(forms.forms());
      case ReadResult.Unreadable _ -> unreadable;
    };
  }

  /// An error of a run of this program, made ready for people.
  public ErrorReport explain(LispError error) {
    return explain(error, Places.in(source));
  }

  /// As [#explain(LispError)].
  ///
  /// @param places how hints name places in the text of the program
  public ErrorReport explain(LispError error, Places places) {
    String hint =
        error.kind() == LispError.Kind.READER && !unreadable.isEmpty()
            ? unreadable.getFirst().hint()
            : new Hints(lisp, lisp.names().keySet(), places).of(error);
    return ErrorReport.of(error, hint);
  }

  /// Runs the program once, from its first form to its last, in a fresh world. Runs on the calling
  /// thread and needs a big stack for deep recursion: 100,000 nested calls take about 100 MB. On a
  /// small stack deep recursion ends earlier, in the same catchable error.
  public Evaluation run(RunOptions options) {
    var execution = new Execution(lisp, code, this::renew, Execution.Purpose.PROGRAM, options);
    return Execution.evaluate(
        () -> {
          for (Diagnostic error : unreadable) {
            throw LispError.reader(error.message()).at(error.span());
          }
          return execution.run();
        },
        execution::meter);
  }
}
