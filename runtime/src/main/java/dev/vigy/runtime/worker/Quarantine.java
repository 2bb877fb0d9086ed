package dev.vigy.runtime.worker;

import dev.vigy.runtime.vigy.Run.RunError;
import java.util.Optional;

/// When a vigy that keeps running into its limits is stopped.
///
/// Steps, memory and depth are counted, so a run that ends in one of them ends there again. Time is
/// not among them: it may be the machine's fault.
final class Quarantine {
  /// So many runs in a row end in a limit before the vigy is stopped.
  static final int AFTER = 3;

  private Quarantine() {}

  /// Whether a failed run ended in one of the limits that count.
  static boolean counts(RunError error) {
    return error.repeatable()
        && switch (error.kind()) {
          case "limit" -> error.message().startsWith("steps limit of") || isMemory(error);
          case "depth-exceeded" -> true;
          default -> false;
        };
  }

  /// Whether it ended in the limit of memory.
  static boolean isMemory(RunError error) {
    return error.kind().equals("limit") && error.message().startsWith("memory limit of");
  }

  /// Whether it ended in the limit of time.
  static boolean isTime(RunError error) {
    return error.kind().equals("limit") && error.message().startsWith("time limit of");
  }

  /// Why the vigy is stopped after a failure, if it is.
  ///
  /// @param inRow how many runs in a row ended in a limit, this one included
  static Optional<String> reason(int inRow, RunError error) {
    return inRow < AFTER
        ? Optional.empty()
        : Optional.of(inRow + " runs in a row ended in a limit: " + error.shortMessage());
  }
}
