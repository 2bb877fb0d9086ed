package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Makes questions from calls.
public final class Questions {
  private Questions() {}

  /// The question that a call of `verb` with these Lisp values asks.
  public static Question of(String verb, Object... arguments) {
    List<Json> call = new ArrayList<>(arguments.length + 1);
    call.add(new Json.Text(verb));
    for (Object argument : arguments) {
      call.add(LispJson.exact(argument, HostLimits.DEFAULT.payloadBytes(), "question"));
    }
    return new Question(call, List.of(arguments));
  }
}
