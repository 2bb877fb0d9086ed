package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Run.Probe;
import java.util.List;
import java.util.Optional;

/// What became of a [Question].
///
/// @param call the question's call
/// @param result the value the program gets, or the error it gets
public record Answer(List<Json> call, Result result) {
  public Answer {
    call = List.copyOf(call);
  }

  /// What the program gets.
  public sealed interface Result {
    /// A value that is data: a replay gives the same.
    record Data(Json json) implements Result {}

    /// A value that is no data, such as an embedder's object. The run can't be replayed.
    record Opaque(Object value) implements Result {}

    /// An error in the program, raised by the call: a denied capability, a refused argument, or an
    /// embedder's function that threw.
    ///
    /// @param verb the function that complains
    /// @param reason its complaint
    record Raised(String verb, String reason) implements Result {}
  }

  /// An answer as it was recorded.
  public static Answer of(Probe probe) {
    return new Answer(probe.call(), RecordedData.result(probe.answer()));
  }

  /// The record of it.
  public Probe probe() {
    Optional<Json> data = RecordedData.of(result);
    return new Probe(call, data);
  }
}
