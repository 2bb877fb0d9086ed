package dev.vigy.lisp;

import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.ThreadUsage;

/// What one run is given.
///
/// @param limits how much it may use
/// @param host the object that natives get from [dev.vigy.lisp.run.Activation#host]; [#NO_HOST] for
///   none
/// @param interrupt ends the run from another thread
/// @param usage what the running thread has used, for the limits of time and memory
public record RunOptions(Limits limits, Object host, Interrupt interrupt, ThreadUsage usage) {
  /// Stands for "no host".
  public static final Object NO_HOST = new Object();

  /// Options with the JVM's own account of what a thread uses.
  public RunOptions(Limits limits, Object host, Interrupt interrupt) {
    this(limits, host, interrupt, ThreadUsage.ofTheJvm());
  }

  /// The language's own limits, no host, and an interrupt that nobody else has.
  public static RunOptions standard() {
    return new RunOptions(Limits.LANGUAGE, NO_HOST, new Interrupt());
  }

  public RunOptions withLimits(Limits newLimits) {
    return new RunOptions(newLimits, host, interrupt, usage);
  }

  public RunOptions withHost(Object newHost) {
    return new RunOptions(limits, newHost, interrupt, usage);
  }

  public RunOptions withInterrupt(Interrupt newInterrupt) {
    return new RunOptions(limits, host, newInterrupt, usage);
  }

  public RunOptions withUsage(ThreadUsage newUsage) {
    return new RunOptions(limits, host, interrupt, newUsage);
  }
}
