package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Run;
import java.util.List;
import java.util.Map;

/// About how many bytes a run takes in memory: enough to bound a buffer by.
final class Weight {
  private static final long OBJECT = 64;

  private Weight() {}

  static long of(Run run) {
    long sum = 8 * OBJECT + run.said().output().length();
    if (run.failure().isPresent()) {
      Run.RunError error = run.failure().get();
      sum += error.text().length() + error.message().length() + error.shortMessage().length();
    }
    for (Action action : run.actions()) {
      sum += OBJECT + action.payload().map(Weight::of).orElse(0L);
    }
    for (Run.KvChange change : run.kvChanges()) {
      sum += OBJECT + change.value().map(Weight::of).orElse(0L);
    }
    for (Run.Log log : run.said().logs()) {
      sum += OBJECT + log.message().length();
    }
    for (Run.Event event : run.said().events()) {
      sum += OBJECT + event.message().length();
    }
    for (Run.Probe probe : run.probes()) {
      sum += OBJECT + probe.answer().map(Weight::of).orElse(0L);
    }
    return sum
        + of(run.said().traces())
        + run.desired().map(Weight::of).orElse(0L)
        + run.observed().map(Weight::of).orElse(0L);
  }

  static long of(List<Answer> answers) {
    long sum = 0;
    for (Answer answer : answers) {
      sum += OBJECT + (answer.result() instanceof Answer.Result.Data(Json json) ? of(json) : 0);
    }
    return sum;
  }

  private static long of(Map<String, Json> members) {
    long sum = OBJECT;
    for (Map.Entry<String, Json> member : members.entrySet()) {
      sum += OBJECT + member.getKey().length() + of(member.getValue());
    }
    return sum;
  }

  /// About how many bytes a JSON value takes.
  static long of(Json value) {
    return switch (value) {
      case Json.Text(String text) -> OBJECT + text.length();
      case Json.Array(var items) -> {
        long sum = OBJECT;
        for (Json item : items) {
          sum += of(item);
        }
        yield sum;
      }
      case Json.Object(var members) -> of(members);
      case Json.Null _, Json.Bool _, Json.Int _, Json.Real _ -> 16;
    };
  }
}
