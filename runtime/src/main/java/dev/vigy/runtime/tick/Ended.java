package dev.vigy.runtime.tick;

import dev.vigy.runtime.vigy.Run.RunError;
import java.util.Optional;

/// How one evaluation on a host ended; what it said is in the host.
///
/// @param value the program's value
/// @param failure present when it failed
/// @param stopped ended well by `vigy-stop`
/// @param steps calls, loop turns, elements that natives touched
/// @param deepest the most closure calls that were running at the same time
/// @param output what it printed
/// @param cpuNanos CPU time it took, as far as it was measured: what is over before the first look
///   at the clock, some thousand steps in, counts as nothing
public record Ended(
    ProgramValue value,
    Optional<RunError> failure,
    boolean stopped,
    long steps,
    int deepest,
    String output,
    long cpuNanos) {
  /// Ended well, without a value.
  public static final Ended WELL =
      new Ended(ProgramValue.NONE, Optional.empty(), false, 0, 0, "", 0);

  static Ended failed(RunError failure) {
    return new Ended(ProgramValue.NONE, Optional.of(failure), false, 0, 0, "", 0);
  }

  /// Whether a chain goes on behind it.
  boolean goesOn() {
    return failure.isEmpty() && !stopped;
  }
}
