package dev.vigy.lisp.check;

import dev.vigy.lisp.run.NativeFunction;

/// Calls functions of the library to see what comes of it. Nobody sees anything of such a call.
public interface Trial {
  Outcome call(NativeFunction function, Object[] arguments);

  /// What came of a call.
  sealed interface Outcome {}

  /// It gave a value.
  record Value(Object value) implements Outcome {}

  /// It failed in a way that it will always fail in.
  ///
  /// @param hint what would be right; may be empty
  record Failure(String message, String hint) implements Outcome {}

  /// Nothing can be said of it.
  record Unknown() implements Outcome {}
}
