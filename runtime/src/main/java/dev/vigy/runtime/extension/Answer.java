package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.LispError;
import dev.vigy.runtime.vigy.Run.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of a [Question].
///
/// @param call the question's call
/// @param result the value the program gets, or the error it gets
public record Answer(List<Json> call, Result result) {
  /// The biggest answer that is recorded, in bytes of JSON.
  static final int MAX_BYTES = 8 << 20;

  /// Marks the record of an error; no probe answers an object with this one key.
  private static final String RAISED = ":raised";

  public Answer {
    call = List.copyOf(call);
  }

  /// What the program gets.
  public sealed interface Result {
    /// A value that is data, in exact spelling: a replay gives the same.
    record Data(Json json) implements Result {}

    /// A value that is no data, such as an embedder's object. The run can't be replayed.
    record Opaque(Object value) implements Result {}

    /// An error in the program, raised by the call: a denied capability, a refused argument, or an
    /// embedder's function that threw.
    ///
    /// @param kind the error's kind
    /// @param shortMessage the text that `error-message` gives
    /// @param fullMessage the full text without a span
    record Raised(LispError.Kind kind, String shortMessage, String fullMessage) implements Result {}
  }

  /// The answer that is a Lisp value.
  public static Answer of(Question question, Object value) {
    try {
      return new Answer(
          question.call(),
          LispJson.isData(value)
              ? new Result.Data(LispJson.exact(null, value, MAX_BYTES, "answer").json())
              : new Result.Opaque(value));
    } catch (LispError tooBig) {
      return raised(question, tooBig);
    }
  }

  /// The answer that is an error in the program.
  public static Answer raised(Question question, LispError error) {
    return new Answer(question.call(), raised(error));
  }

  /// An error that was never placed ends in the place `<synthetic>`, which is left out: the node
  /// that asked adds its own.
  private static Result raised(LispError error) {
    String full = error.fullMessage();
    String unplaced = LispError.of(error.kind(), "", "").fullMessage();
    return new Result.Raised(
        error.kind(),
        error.shortMessage(),
        full.endsWith(unplaced) ? full.substring(0, full.length() - unplaced.length()) : full);
  }

  /// An answer as it was recorded, or given by hand.
  public static Answer of(Probe probe) {
    return new Answer(
        probe.call(),
        probe
            .answer()
            .map(Answer::result)
            .orElseGet(
                () ->
                    raised(
                        LispError.nativeFn(
                            "replay", "the answer of this call was no data and is not recorded"))));
  }

  /// The record of it.
  public Probe probe() {
    return new Probe(
        call,
        switch (result) {
          case Result.Data(Json json) -> Optional.of(json);
          case Result.Opaque _ -> Optional.empty();
          case Result.Raised raised -> Optional.of(recorded(raised));
        });
  }

  /// What the program gets.
  ///
  /// @throws LispError if that is an error
  Object value(Activation run) {
    return lispValue(run);
  }

  /// As the program gets it, outside of a run.
  ///
  /// @throws LispError if that is an error
  public Object lispValue() {
    return lispValue(null);
  }

  private Object lispValue(@Nullable Activation run) {
    return switch (result) {
      case Result.Data(Json json) -> LispJson.exactToLisp(run, json);
      case Result.Opaque(Object value) -> value;
      case Result.Raised(LispError.Kind kind, String shortMessage, String fullMessage) ->
          throw LispError.of(kind, shortMessage, fullMessage);
    };
  }

  private static Json recorded(Result.Raised raised) {
    Map<String, Json> what = new LinkedHashMap<>();
    what.put("kind", new Json.Text(raised.kind().tag()));
    what.put("short", new Json.Text(raised.shortMessage()));
    what.put("message", new Json.Text(raised.fullMessage()));
    return new Json.Object(Map.of(RAISED, new Json.Object(what)));
  }

  private static Result result(Json recorded) {
    if (recorded instanceof Json.Object(Map<String, Json> members)
        && members.size() == 1
        && members.get(RAISED) instanceof Json.Object(Map<String, Json> what)
        && what.get("kind") instanceof Json.Text(String tag)
        && what.get("short") instanceof Json.Text(String shortMessage)
        && what.get("message") instanceof Json.Text(String fullMessage)) {
      for (LispError.Kind kind : LispError.Kind.values()) {
        if (kind.tag().equals(tag)) {
          return new Result.Raised(kind, shortMessage, fullMessage);
        }
      }
    }
    return new Result.Data(recorded);
  }
}
