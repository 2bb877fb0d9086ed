package dev.vigy.runtime.vigy;

import java.time.Duration;

/// When a vigy is due, as it was asked for. The arithmetic is in package `schedule`.
public sealed interface Schedule {
  /// The shortest interval of any schedule.
  Duration SHORTEST = Duration.ofMillis(100);

  /// The longest span a schedule may name: beyond it instants could overflow.
  Duration LONGEST = Duration.ofDays(36_525);

  /// A grid: anchor + k x interval, first tick at once, never drifting.
  ///
  /// @param interval at least 100 ms, whole milliseconds
  /// @param jitter the fixed offset of a vigy lies in [0, jitter), made from its id; zero for none
  /// @param catchUp what becomes of instants that were passed over
  /// @param catchUpWindow older instants are missed
  record Fixed(Duration interval, Duration jitter, CatchUp catchUp, Duration catchUpWindow)
      implements Schedule {
    public static final Duration DEFAULT_WINDOW = Duration.ofHours(1);

    /// @throws IllegalArgumentException `invalid tick interval {ms} ms: must be >= 100`, or a span
    ///   beyond [Schedule#LONGEST]
    public Fixed {
      if (interval.compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException(
            "invalid tick interval " + interval.toMillis() + " ms: must be >= 100");
      }
      atMostLongest("tick interval", interval);
      atMostLongest("jitter", jitter);
      atMostLongest("catch-up window", catchUpWindow);
    }

    private static void atMostLongest(String what, Duration span) {
      if (span.isNegative() || span.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "invalid "
                + what
                + ": must be from 0 to "
                + LONGEST.toDays()
                + " days, got "
                + span.toSeconds()
                + " s");
      }
    }

    public static Fixed every(Duration interval) {
      return new Fixed(interval, Duration.ZERO, CatchUp.ONE, DEFAULT_WINDOW);
    }
  }

  /// Only on demand.
  record Manual() implements Schedule {}

  /// What becomes of nominal instants that were passed over. `ALL` and `NONE` come with issue
  /// *Engine*.
  enum CatchUp {
    /// They become one tick, at the newest.
    ONE
  }
}
