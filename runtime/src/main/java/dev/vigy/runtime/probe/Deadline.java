package dev.vigy.runtime.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// A moment by which something must have happened, by the clock that only goes forward.
///
/// @param nanos of [System#nanoTime]
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /// The earlier of this and `time` from now.
  Deadline atMost(Duration time) {
    Deadline other = in(time);
    return other.nanos - nanos < 0 ? other : this;
  }

  /// What is left, at least 1 ms: sockets take 0 for "for ever".
  ///
  /// @throws SocketTimeoutException if nothing is left
  int remainingMs() throws SocketTimeoutException {
    long left = nanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("timeout");
    }
    return Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE);
  }
}
