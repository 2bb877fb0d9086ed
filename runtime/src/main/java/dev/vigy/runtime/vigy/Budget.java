package dev.vigy.runtime.vigy;

import java.time.Duration;

/// The limits of one tick that a program file may set (product 5).
///
/// @param steps calls and loop turns
/// @param depth running closure calls
/// @param time CPU time of evaluation, all passes, waiting excluded
/// @param memoryBytes bytes built, counted
/// @param probes probes of a tick
/// @param probeTime waiting for probes
public record Budget(
    long steps, int depth, Duration time, long memoryBytes, int probes, Duration probeTime) {
  public static final Budget DEFAULT =
      new Budget(5_000_000, 100_000, Duration.ofSeconds(1), 256L << 20, 64, Duration.ofSeconds(10));
}
