package dev.vigy.runtime.tick;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.Probe;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one pass of a tick came to.
public sealed interface TickResult {
  /// The most closure calls that were running at the same time; a thread that went deep is replaced
  /// afterwards.
  int deepest();

  /// The pass needs answers from outside before it can go on. The worker asks all of them, and
  /// evaluates again with the answers appended.
  ///
  /// @param questions at least one, in the order asked
  /// @param cpuNanos CPU time of this pass, from the first look at the clock on
  record Ask(List<Question> questions, long cpuNanos, int deepest) implements TickResult {
    public Ask {
      questions = List.copyOf(questions);
    }
  }

  /// The tick is over. Nothing has happened yet.
  ///
  /// @param value the program's value, for dry runs
  /// @param failure present when it failed; then kv changes, state, conditions and actions do not
  ///   count
  /// @param stopped ended well by `vigy-stop`
  /// @param kvChanges in key order
  /// @param conditions in the order said, one a name (the last wins); `lastTransition` is this
  ///   tick's start until merged with the state
  /// @param probes the answers that were used, in the order asked
  /// @param nextInMs `vigy-next-in`
  /// @param cpuNanos CPU time of this pass, from the first look at the clock on
  record Outcome(
      ProgramValue value,
      Optional<RunError> failure,
      boolean stopped,
      long steps,
      List<Action> actions,
      List<KvChange> kvChanges,
      Map<String, Json> desired,
      Map<String, Json> observed,
      List<Condition> conditions,
      Said said,
      List<Probe> probes,
      Optional<Long> nextInMs,
      long cpuNanos,
      int deepest)
      implements TickResult {}
}
