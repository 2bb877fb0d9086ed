package dev.vigy.lisp;

import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;

/// What one run is given.
///
/// @param limits how much it may use
/// @param host the object that natives get from [dev.vigy.lisp.run.Activation#host]; [#NO_HOST] for
///   none
/// @param interrupt ends the run from another thread
public record RunOptions(Limits limits, Object host, Interrupt interrupt) {
  /// Stands for "no host".
  public static final Object NO_HOST = new Object();

  /// The language's own limits, no host, and an interrupt that nobody else has.
  public static RunOptions standard() {
    return new RunOptions(Limits.LANGUAGE, NO_HOST, new Interrupt());
  }

  public RunOptions withLimits(Limits newLimits) {
    return new RunOptions(newLimits, host, interrupt);
  }

  public RunOptions withHost(Object newHost) {
    return new RunOptions(limits, newHost, interrupt);
  }

  public RunOptions withInterrupt(Interrupt newInterrupt) {
    return new RunOptions(limits, host, newInterrupt);
  }
}
