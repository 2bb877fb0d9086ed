package dev.vigy.runtime.worker;

/// How many things happened a second, over the last ten whole seconds. For any thread.
final class Rate {
  private static final int SECONDS = 10;

  // Guarded by this.
  private final long[] counts = new long[SECONDS + 1];
  private final long[] seconds = new long[SECONDS + 1];

  /// @param now epoch ms
  synchronized void add(long now, long count) {
    long second = now / 1_000;
    int at = (int) (second % counts.length);
    if (seconds[at] != second) {
      seconds[at] = second;
      counts[at] = 0;
    }
    counts[at] += count;
  }

  /// @param now epoch ms
  synchronized double perSecond(long now) {
    long second = now / 1_000;
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (seconds[i] < second && seconds[i] >= second - SECONDS) {
        sum += counts[i];
      }
    }
    return (double) sum / SECONDS;
  }
}
