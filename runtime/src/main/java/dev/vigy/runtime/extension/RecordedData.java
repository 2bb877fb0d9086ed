package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Answer.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How answers stand in the record of a run.
///
/// An error stands as an object with the one key [#RAISED], which no probe answers.
final class RecordedData {
  static final String RAISED = ":raised";

  private RecordedData() {}

  static Optional<Json> of(Result result) {
    return switch (result) {
      case Result.Data(Json json) -> Optional.of(json);
      case Result.Opaque opaque -> Optional.empty();
      case Result.Raised(String verb, String reason) -> {
        Map<String, Json> what = new LinkedHashMap<>();
        what.put("verb", new Json.Text(verb));
        what.put("reason", new Json.Text(reason));
        yield Optional.of(new Json.Object(Map.of(RAISED, new Json.Object(what))));
      }
    };
  }

  static Result result(Optional<Json> recorded) {
    if (recorded.isEmpty()) {
      return new Result.Raised("replay", "the answer of this call was no data and is not recorded");
    }
    Json json = recorded.get();
    if (json instanceof Json.Object(Map<String, Json> members)
        && members.size() == 1
        && members.get(RAISED) instanceof Json.Object(Map<String, Json> what)
        && what.get("verb") instanceof Json.Text(String verb)
        && what.get("reason") instanceof Json.Text(String reason)) {
      return new Result.Raised(verb, reason);
    }
    return new Result.Data(json);
  }
}
