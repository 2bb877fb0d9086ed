package dev.vigy.runtime.probe;

import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispMap;

/// The maps that probes answer.
final class Replies {
  private static final Keyword OK = new Keyword("ok");
  private static final Keyword ERROR = new Keyword("error");

  private Replies() {}

  /// `{:ok #t …}` with keyword keys.
  ///
  /// @param namesAndValues names without colons and Lisp values, by turns
  static LispMap well(Object... namesAndValues) {
    return with(LispMap.of(OK, true), namesAndValues);
  }

  /// `{:ok #f :error "…"}`.
  static LispMap failed(String reason) {
    return LispMap.of(OK, false, ERROR, reason);
  }

  static LispMap with(LispMap reply, Object... namesAndValues) {
    LispMap map = reply;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map = map.with(new Keyword((String) namesAndValues[i]), namesAndValues[i + 1]);
    }
    return map;
  }
}
