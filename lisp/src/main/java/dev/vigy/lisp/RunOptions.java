package dev.vigy.lisp;

import dev.vigy.lisp.run.CallObserver;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.ThreadUsage;
import java.util.Optional;
import java.util.Set;

/// What one run is given.
///
/// ```java
/// RunOptions options =
///     RunOptions.standard()
///         .withLimits(new Limits(100_000, 16L << 20, 1_000, 1_000_000_000L, 4_096));
/// Evaluation evaluation = Lisp.builder().build().compile("(while #t 1)").run(options);
/// assert evaluation instanceof Evaluation.Failed failed
///     && failed.error().fullMessage().startsWith("fuel budget of 100000 exceeded");
/// ```
///
/// @param limits how much it may use
/// @param host the object that natives get from [dev.vigy.lisp.run.Activation#host]; [#NO_HOST] for
///   none
/// @param interrupt ends the run from another thread
/// @param usage what the running thread has used, for the limits of time and memory
/// @param granted the capabilities of host functions that the program may call; none, unless given
/// @param observer is told of the calls of host functions
public record RunOptions(
    Limits limits,
    Object host,
    Interrupt interrupt,
    ThreadUsage usage,
    Set<String> granted,
    Optional<CallObserver> observer) {
  /// Stands for "no host".
  public static final Object NO_HOST = new Object();

  public RunOptions {
    granted = Set.copyOf(granted);
  }

  /// Options with the JVM's own account of what a thread uses, no capability and no observer.
  public RunOptions(Limits limits, Object host, Interrupt interrupt) {
    this(limits, host, interrupt, ThreadUsage.ofTheJvm());
  }

  /// Options with no capability and no observer.
  public RunOptions(Limits limits, Object host, Interrupt interrupt, ThreadUsage usage) {
    this(limits, host, interrupt, usage, Set.of(), Optional.empty());
  }

  /// The language's own limits, no host, and an interrupt that nobody else has.
  public static RunOptions standard() {
    return new RunOptions(Limits.LANGUAGE, NO_HOST, new Interrupt());
  }

  public RunOptions withLimits(Limits newLimits) {
    return new RunOptions(newLimits, host, interrupt, usage, granted, observer);
  }

  public RunOptions withHost(Object newHost) {
    return new RunOptions(limits, newHost, interrupt, usage, granted, observer);
  }

  public RunOptions withInterrupt(Interrupt newInterrupt) {
    return new RunOptions(limits, host, newInterrupt, usage, granted, observer);
  }

  public RunOptions withUsage(ThreadUsage newUsage) {
    return new RunOptions(limits, host, interrupt, newUsage, granted, observer);
  }

  /// These capabilities and no others.
  public RunOptions granting(String... capabilities) {
    return new RunOptions(limits, host, interrupt, usage, Set.of(capabilities), observer);
  }

  public RunOptions withObserver(CallObserver newObserver) {
    return new RunOptions(limits, host, interrupt, usage, granted, Optional.of(newObserver));
  }
}
