package dev.vigy.runtime.vigy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

    public static Fixed every(Duration interval) {
      return new Fixed(interval, Duration.ZERO, CatchUp.ONE, DEFAULT_WINDOW);
    }
  }

  /// The times that an expression names in a zone.
  ///
  /// @param jitter as with [Fixed]
  record Cron(
      CronExpression expression,
      ZoneId zone,
      Duration jitter,
      CatchUp catchUp,
      Duration catchUpWindow)
      implements Schedule {
    /// @throws IllegalArgumentException for a span beyond [Schedule#LONGEST]
    public Cron {
      atMostLongest("jitter", jitter);
      atMostLongest("catch-up window", catchUpWindow);
    }

    /// @throws IllegalArgumentException one sentence, if it is no expression
    public static Cron of(String expression, ZoneId zone) {
      return new Cron(
          CronExpression.of(expression), zone, Duration.ZERO, CatchUp.ONE, Fixed.DEFAULT_WINDOW);
    }

    /// A zone by its name.
    ///
    /// @throws IllegalArgumentException ``unknown time zone `…` ``
    public static ZoneId zone(String name) {
      try {
        return ZoneId.of(name);
      } catch (DateTimeException _) {
        throw new IllegalArgumentException("unknown time zone `" + name + "`");
      }
    }
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

  /// Only on demand.
  record Manual() implements Schedule {}

  /// What becomes of nominal instants that were passed over and are within the catch-up window.
  enum CatchUp {
    /// They become one tick, at the newest.
    ONE,

    /// Each gets its tick, oldest first, but at most the newest [#MOST].
    ALL,

    /// They are skipped; only one that is due while the engine runs, and is the newest, is ticked.
    NONE;

    /// How many are caught up at most.
    public static final int MOST = 100;

    /// As in files and JSON.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CatchUp> of(String text) {
      return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
  }
}
