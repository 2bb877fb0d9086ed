package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes questions from calls.
public final class Questions {
  private Questions() {}

  /// The question that a call of `verb` with these Lisp values asks; charges the run for it.
  ///
  /// @throws dev.vigy.lisp.run.LispError of kind limit if the arguments nest too deep or are too
  ///   big
  public static Question of(Activation run, String verb, Object... arguments) {
    return make(run, verb, arguments);
  }

  /// The same, outside of a run.
  public static Question of(String verb, Object... arguments) {
    return make(null, verb, arguments);
  }

  private static Question make(@Nullable Activation run, String verb, Object... arguments) {
    List<Json> call = new ArrayList<>(arguments.length + 1);
    call.add(new Json.Text(verb));
    int left = HostLimits.DEFAULT.payloadBytes();
    for (Object argument : arguments) {
      LispJson.Weighed weighed = LispJson.exact(run, argument, left, "question");
      left -= (int) weighed.bytes();
      call.add(weighed.json());
    }
    return new Question(call, List.of(arguments));
  }
}
