package dev.vigy.runtime.worker;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// What time it is, and how long something took.
///
/// @param clock the wall clock; may jump
/// @param nanos a clock that never goes back, for durations
public record Time(InstantSource clock, LongSupplier nanos) {
  /// Epoch ms.
  long now() {
    return clock.millis();
  }

  /// Now in whole milliseconds, as everything that is kept.
  Instant instant() {
    return Instant.ofEpochMilli(now());
  }
}
