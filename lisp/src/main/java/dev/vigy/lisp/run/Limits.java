package dev.vigy.lisp.run;

/// The limits of one run. All of its fibers share them.
///
/// @param steps evaluation steps (calls, loop turns, elements that natives touch); [Long#MAX_VALUE]
///   for none
/// @param memoryBytes bytes built, counted by [Cost]; [Long#MAX_VALUE] for none
/// @param depth closure calls running at the same time
/// @param cpuNanos CPU time of the evaluating thread, a backstop; [Long#MAX_VALUE] for none
/// @param outputBytes bytes of printed text that are kept; more is cut
/// @param fibers how many fibers and how much in each
public record Limits(
    long steps, long memoryBytes, int depth, long cpuNanos, int outputBytes, FiberLimits fibers) {
  /// Depth 100,000 and 64 KiB of output, what [FiberLimits#STANDARD] says of fibers but any number
  /// of values in a channel, nothing else: what the language itself says.
  public static final Limits LANGUAGE =
      new Limits(
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          100_000,
          Long.MAX_VALUE,
          64 * 1024,
          new FiberLimits(
              FiberLimits.STANDARD.fibers(), FiberLimits.STANDARD.depth(), Long.MAX_VALUE));

  /// Limits with the standard ones for fibers.
  public Limits(long steps, long memoryBytes, int depth, long cpuNanos, int outputBytes) {
    this(steps, memoryBytes, depth, cpuNanos, outputBytes, FiberLimits.STANDARD);
  }

  public Limits withFibers(FiberLimits newFibers) {
    return new Limits(steps, memoryBytes, depth, cpuNanos, outputBytes, newFibers);
  }
}
