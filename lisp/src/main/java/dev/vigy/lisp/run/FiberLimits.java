package dev.vigy.lisp.run;

/// The limits of the fibers that a program spawns. A program may catch the error of each.
///
/// @param fibers that have not ended, at a time
/// @param depth closure calls running at the same time in one spawned fiber
/// @param channelValues that one channel holds
public record FiberLimits(int fibers, int depth, long channelValues) {
  /// 10,000 fibers, each 1,000 calls deep, and 100,000 values in a channel.
  public static final FiberLimits STANDARD = new FiberLimits(10_000, 1_000, 100_000);
}
