package dev.vigy.runtime.vigy;

import dev.vigy.lisp.json.Json;
import java.util.Map;

/// About how many bytes something takes in memory: enough to bound a buffer by.
public final class Weight {
  private static final long OBJECT = 64;

  private Weight() {}

  /// About how many bytes a run takes.
  public static long of(Run run) {
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
    for (Condition condition : run.conditions()) {
      sum += 2 * OBJECT + condition.message().map(String::length).orElse(0);
    }
    for (Run.Log log : run.said().logs()) {
      sum += OBJECT + log.message().length();
    }
    for (Run.Event event : run.said().events()) {
      sum += OBJECT + event.message().length();
    }
    for (Json wake : run.wakes()) {
      sum += of(wake);
    }
    for (Run.Probe probe : run.probes()) {
      sum += OBJECT + probe.answer().map(Weight::of).orElse(0L);
    }
    return sum
        + of(run.said().traces())
        + run.desired().map(Weight::of).orElse(0L)
        + run.observed().map(Weight::of).orElse(0L);
  }

  private static long of(Map<String, Json> members) {
    long sum = OBJECT;
    for (Map.Entry<String, Json> member : members.entrySet()) {
      sum += OBJECT + member.getKey().length() + of(member.getValue());
    }
    return sum;
  }

  /// About how many bytes a JSON value takes.
  public static long of(Json value) {
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
