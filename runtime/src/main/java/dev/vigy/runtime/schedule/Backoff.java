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

  /// When the next tick comes, epoch ms: counted from the failed one's instant, or from its end
  /// where it came so late that all retries would come at once.
  ///
  /// @param instant when the failed tick was due
  /// @param failures in a row, this one included; at least 1
  /// @param now its end
  public static long next(long instant, int failures, long now) {
    long wait = afterFailure(failures);
    return instant + wait > now ? instant + wait : now + wait;
  }

  /// From the failed tick's instant to the next, ms.
  ///
  /// @param failures in a row, this one included; at least 1
  public static long afterFailure(int failures) {
    return failures > RETRIES ? LONGEST_MS : 1_000L << (failures - 1);
  }
}
