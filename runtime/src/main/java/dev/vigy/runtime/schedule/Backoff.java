package dev.vigy.runtime.schedule;

/// How long a failing vigy waits (product 4).
///
/// After failure *n* in a row the next tick comes 1, 2, 4, 8, 16 s after the failed one's instant,
/// as a retry. From the sixth failure on there are no retries: the vigy waits for its own next
/// instant at least 30 s away, so a daily job does not retry all day.
public final class Backoff {
  /// So many failures in a row are followed by a retry.
  public static final int RETRIES = 5;

  /// From the failed one's instant to the earliest own instant, once there are no retries, ms.
  public static final long LONGEST_MS = 30_000;

  private Backoff() {}

  /// From the failed tick's instant to the next, ms.
  ///
  /// @param failures in a row, this one included; at least 1
  public static long afterFailure(int failures) {
    return failures > RETRIES ? LONGEST_MS : 1_000L << (failures - 1);
  }
}
