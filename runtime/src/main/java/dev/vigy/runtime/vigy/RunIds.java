package dev.vigy.runtime.vigy;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes the ids of runs: UUIDs of version 7, 36 characters in lower case, ascending as text in the
/// order they were made (contracts 1.3). For any number of threads.
///
/// Within one millisecond, and when the clock goes back, the 12 bits after the time count up (RFC
/// 9562, section 6.2, method 1); when they are used up, the time in the id runs ahead of the clock.
public final class RunIds {
  private static final int COUNTER_BITS = 12;

  private final InstantSource clock;
  private final RandomGenerator random;

  /// Milliseconds above, counter in the low 12 bits; guarded by `this`.
  private long last;

  /// @param random where the 62 random bits come from, and where the counter starts
  public RunIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  public String next() {
    long stamp;
    long low;
    synchronized (this) {
      // The counter starts in the lower half, so that there is room to count.
      long fresh = (clock.millis() << COUNTER_BITS) | random.nextInt(1 << (COUNTER_BITS - 1));
      stamp = Math.max(fresh, last + 1);
      last = stamp;
      low = random.nextLong();
    }
    long high = (stamp >>> COUNTER_BITS) << 16 | 0x7000 | (stamp & ((1 << COUNTER_BITS) - 1));
    return new UUID(high, (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L).toString();
  }

  /// The time in an id, epoch ms.
  ///
  /// @throws IllegalArgumentException `invalid id "…": must be a uuid`
  public static long millis(String id) {
    return parse(id).getMostSignificantBits() >>> 16;
  }

  /// An id as it is kept: lower case.
  ///
  /// @throws IllegalArgumentException `invalid id "…": must be a uuid`
  public static String canonical(String id) {
    return parse(id).toString();
  }

  private static UUID parse(String id) {
    if (id.length() == 36) {
      try {
        return UUID.fromString(id);
      } catch (IllegalArgumentException e) {
        // Said below, in our words.
      }
    }
    throw new IllegalArgumentException("invalid id " + Quoted.of(id) + ": must be a uuid");
  }
}
