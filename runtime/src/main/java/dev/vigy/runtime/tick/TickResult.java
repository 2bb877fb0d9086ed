package dev.vigy.runtime.tick;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one pass of a tick came to.
public sealed interface TickResult {
  /// The pass needs answers from outside before it can go on. The worker asks all of them, and
  /// evaluates again with the answers appended.
  ///
  /// @param questions at least one, in the order asked
  record Ask(List<Question> questions) implements TickResult {}

  /// A call of a probe with its arguments as JSON: `["http-get","https://…"]`, keywords written
  /// `":k"`.
  record Question(List<Json> call) {}

  /// The tick is over. Nothing has happened yet.
  ///
  /// @param value printed form of the program's value, for dry runs
  /// @param type what `type-of` gives for it
  /// @param failure present when it failed; then kv changes, state, conditions and actions do not
  ///   count
  /// @param stopped ended well by `vigy-stop`
  /// @param kvChanges in key order
  /// @param conditions in the order said, one a name (the last wins); `lastTransition` is this
  ///   tick's start until merged with the state
  /// @param nextInMs `vigy-next-in`
  /// @param cpuNanos CPU time of this pass
  record Outcome(
      String value,
      String type,
      Optional<RunError> failure,
      boolean stopped,
      long steps,
      List<Action> actions,
      List<KvChange> kvChanges,
      Map<String, Json> desired,
      Map<String, Json> observed,
      List<Condition> conditions,
      Said said,
      Optional<Long> nextInMs,
      long cpuNanos)
      implements TickResult {}
}
