package dev.vigy.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it. May be read and moved from any thread.
public final class SettableClock implements InstantSource {
  private final AtomicReference<Instant> now;

  private SettableClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /// A clock that shows `start`.
  public static SettableClock at(Instant start) {
    return new SettableClock(start);
  }

  /// A clock that shows `start`, written as in ISO 8601: `2026-01-01T00:00:00Z`.
  public static SettableClock at(String start) {
    return new SettableClock(Instant.parse(start));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Moves the clock to `instant`, backwards too: real clocks are set back now and then.
  public void set(Instant instant) {
    now.set(instant);
  }

  /// Moves the clock on by `duration` and returns what it shows then.
  public Instant advance(Duration duration) {
    return now.updateAndGet(instant -> instant.plus(duration));
  }
}
