package dev.vigy.lisp.expand;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import java.util.List;

/// The number of arguments of a macro call.
final class Arguments {
  private Arguments() {}

  /// @param signature how the macro is to be called
  /// @param optional how many arguments more than the required ones may be given without a rest
  ///   parameter
  /// @throws LispError if there are too many or too few
  static void check(
      String macro,
      String signature,
      List<String> required,
      int optional,
      boolean variadic,
      int got,
      Span span) {
    int most = required.size() + optional;
    if (got < required.size()) {
      throw wrong(macro, signature, "missing required arg: " + required.get(got), span);
    }
    if (!variadic && got > most) {
      throw wrong(
          macro, signature, "too many args: expected at most " + most + ", got " + got, span);
    }
  }

  private static LispError wrong(String macro, String signature, String what, Span span) {
    return LispError.nativeFn("macro " + macro, "compile error in call to " + macro + ": " + what)
        .about(new LispError.Cause("macro " + macro, signature, Span.SYNTHETIC, List.of()))
        .at(span);
  }
}
