package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.time.Durations;
import dev.vigy.runtime.vigy.Budget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Limits as JSON: `{"steps":2000000,"time":"500ms"}`; times also as `time_ms`.
final class Budgets {
  private static final List<String> KNOWN =
      List.of(
          "steps",
          "depth",
          "time",
          "time_ms",
          "memory",
          "memory_bytes",
          "probes",
          "probe_time",
          "probe_time_ms");

  private Budgets() {}

  /// `base` with what is given put in.
  ///
  /// @throws OperationException for an unknown limit, a wrong type or a number below 1
  static Budget of(Budget base, Optional<Json.Object> given) {
    if (given.isEmpty()) {
      return base;
    }
    Map<String, Json> members = given.get().members();
    for (String name : members.keySet()) {
      if (!KNOWN.contains(name)) {
        throw OperationException.refused(
            "`budget`: there is no limit `" + name + "`; known are " + String.join(", ", KNOWN));
      }
    }
    return new Budget(
        number(members, "steps").orElse(base.steps()),
        (int) Math.min(Integer.MAX_VALUE, number(members, "depth").orElse(base.depth())),
        time(members, "time").orElse(base.time()),
        number(members, "memory")
            .orElseGet(() -> number(members, "memory_bytes").orElse(base.memoryBytes())),
        (int) Math.min(Integer.MAX_VALUE, number(members, "probes").orElse(base.probes())),
        time(members, "probe_time").orElse(base.probeTime()));
  }

  private static OptionalLong number(Map<String, Json> members, String name) {
    Json value = members.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    if (value instanceof Json.Int(long number) && number >= 1) {
      return OptionalLong.of(number);
    }
    throw Arguments.wrongType("budget." + name, "an integer from 1 up", value);
  }

  private static Optional<Duration> time(Map<String, Json> members, String name) {
    OptionalLong millis = number(members, name + "_ms");
    Json text = members.get(name);
    if (text instanceof Json.Text(String duration)) {
      millis = Durations.parse(duration);
      if (millis.isEmpty()) {
        throw OperationException.malformed(
            "`budget." + name + "`: `" + duration + "` is not a duration such as 500ms");
      }
    } else if (text != null) {
      throw Arguments.wrongType("budget." + name, "a duration such as \"500ms\"", text);
    }
    return millis.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(millis.getAsLong()));
  }
}
