package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import java.util.List;

/// Something a tick must know from outside before it can go on: a call of a probe, or of an
/// embedder's function that is asked once in a tick.
///
/// Equal when the calls are: the arguments as values are only for the one who asks in this process.
///
/// @param call name and arguments as data: `["http-get","https://…"]`, keywords written `":k"`
/// @param arguments the arguments as Lisp values, without the name
public record Question(List<Json> call, List<Object> arguments) {
  public Question {
    call = List.copyOf(call);
    arguments = List.copyOf(arguments);
  }

  /// The name of what is called.
  public String verb() {
    return call.getFirst() instanceof Json.Text(String name) ? name : "";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Question question && call.equals(question.call);
  }

  @Override
  public int hashCode() {
    return call.hashCode();
  }
}
