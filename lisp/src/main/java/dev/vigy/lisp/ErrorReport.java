package dev.vigy.lisp;

import dev.vigy.lisp.run.CallStack;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Excerpt;
import dev.vigy.lisp.source.Places;
import dev.vigy.lisp.source.Span;

/// An error of a run, made ready for people: what went wrong and where, which calls led there, and
/// what would be right.
///
/// @param kind of the error; its tag is what `catch` sees
/// @param finding the short message, the place, and a hint where one is known
/// @param calls the calls of the program's own procedures that it came out of
public record ErrorReport(LispError.Kind kind, Diagnostic finding, CallStack calls) {
  static ErrorReport of(LispError error, String hint) {
    var finding = Diagnostic.error(error.shortMessage(), error.span().orElse(Span.SYNTHETIC));
    return new ErrorReport(error.kind(), finding.withHint(hint), error.calls());
  }

  /// What would be right, such as the nearest name; empty if nothing is known.
  public String hint() {
    return finding.hint();
  }

  /// The message, file, line and column, the source line with carets, a line for each call, and the
  /// hint. The file is left out where it has no name of its own.
  ///
  /// ```text
  /// error: type mismatch: expected number, got string
  ///   at shop.lisp, line 1, column 22
  /// 1 | (define (add x) (+ x "1"))
  ///   |                 ^^^^^^^^^
  ///   in `add`, called at line 2, column 1
  /// hint: argument 2 of `+` is "1"
  /// ```
  public String rendered() {
    var out = new StringBuilder("error: ").append(finding.message());
    Excerpt.of(finding.span())
        .ifPresent(
            excerpt -> out.append('\n').append(excerpt.rendered(finding.span().source().name())));
    for (String line : calls.lines(Places.in(finding.span().source()))) {
      out.append("\n  ").append(line);
    }
    if (!hint().isEmpty()) {
      out.append("\nhint: ").append(hint());
    }
    return out.toString();
  }
}
