package dev.vigy.lisp.core;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Keyword;

/// Messages to the objects that library functions make: a keyword, and what belongs to it.
final class Messages {
  private Messages() {}

  /// The name of the message, empty if it is no keyword.
  static String name(Object[] xs) {
    return xs[0] instanceof Keyword(String name) ? name : "";
  }

  /// An argument of a message that needs it.
  static Object argument(Object[] xs, int index) {
    if (xs.length <= index) {
      throw LispError.nativeFn("car", "car of empty list");
    }
    return xs[index];
  }
}
