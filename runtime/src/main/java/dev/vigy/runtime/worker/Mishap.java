package dev.vigy.runtime.worker;

import dev.vigy.runtime.tick.ProgramValue;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Run.RunError;
import dev.vigy.runtime.vigy.Run.Said;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The outcome of a tick that failed outside of its program: no reconciler, a reconciler that
/// threw, an outcome that no store can take.
final class Mishap {
  /// Kind of a failure by what could not be written.
  static final String UNWRITABLE = "unwritable";

  private Mishap() {}

  static Outcome outcome(String kind, String message) {
    RunError error =
        new RunError(
            "eval: " + message,
            kind,
            message,
            message,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false);
    return new Outcome(
        ProgramValue.NONE,
        Optional.of(error),
        false,
        0,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Said.NOTHING,
        List.of(),
        Optional.empty(),
        0,
        0);
  }
}
