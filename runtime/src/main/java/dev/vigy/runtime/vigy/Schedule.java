package dev.vigy.runtime.vigy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// When a vigy is due, as it was asked for. The arithmetic is in package `schedule`; as JSON it is
/// [ScheduleJson].
public sealed interface Schedule {
  /// The shortest interval of any schedule.
  Duration SHORTEST = Duration.ofMillis(100);

  /// The longest span a schedule may name: beyond it instants could overflow.
  Duration LONGEST = Duration.ofDays(36_525);

  /// What every schedule that names instants can say beside its kind.
  ///
  /// @param jitter the fixed offset of a vigy lies in [0, jitter), made from its id; zero for none
  /// @param start no instant lies before it
  /// @param end no instant lies after it, and nothing that the vigy asks for by itself does
  /// @param windows instants outside them are skipped; none means always open
  /// @param catchUp what becomes of instants that were passed over
  /// @param catchUpWindow older instants are missed
  record Terms(
      Duration jitter,
      Optional<Instant> start,
      Optional<Instant> end,
      List<Window> windows,
      CatchUp catchUp,
      Duration catchUpWindow) {
    public static final Duration DEFAULT_WINDOW = Duration.ofHours(1);

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    public static final Terms DEFAULT =
        new Terms(
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            CatchUp.ONE,
            DEFAULT_WINDOW);

    /// @throws IllegalArgumentException for a span beyond [Schedule#LONGEST], an end before the
    ///   start, too many windows
    public Terms {
      windows = List.copyOf(windows);
      start = start.map(Terms::inReach);
      end = end.map(Terms::inReach);
      atMostLongest("jitter", jitter);
      atMostLongest("catch-up window", catchUpWindow);
      if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get())) {
        throw new IllegalArgumentException("the end lies before the start");
      }
      if (windows.size() > Window.MOST) {
        throw new IllegalArgumentException(
            "a schedule has at most " + Window.MOST + " windows, not " + windows.size());
      }
    }

    /// In whole milliseconds, as everything that is kept.
    private static Instant inReach(Instant instant) {
      if (instant.isBefore(Instant.EPOCH) || !instant.isBefore(LATEST)) {
        throw new IllegalArgumentException(
            "an instant of a schedule must lie from 1970 to 9999, not at " + instant);
      }
      return Instant.ofEpochMilli(instant.toEpochMilli());
    }

    /// Neither start nor end nor windows.
    public static Terms of(Duration jitter, CatchUp catchUp, Duration catchUpWindow) {
      return new Terms(
          jitter, Optional.empty(), Optional.empty(), List.of(), catchUp, catchUpWindow);
    }

    public Terms withJitter(Duration newJitter) {
      return new Terms(newJitter, start, end, windows, catchUp, catchUpWindow);
    }

    public Terms withStart(Instant newStart) {
      return new Terms(jitter, Optional.of(newStart), end, windows, catchUp, catchUpWindow);
    }

    public Terms withEnd(Instant newEnd) {
      return new Terms(jitter, start, Optional.of(newEnd), windows, catchUp, catchUpWindow);
    }

    public Terms withWindows(List<Window> newWindows) {
      return new Terms(jitter, start, end, newWindows, catchUp, catchUpWindow);
    }

    public Terms withCatchUp(CatchUp newCatchUp) {
      return new Terms(jitter, start, end, windows, newCatchUp, catchUpWindow);
    }

    public Terms withCatchUpWindow(Duration newWindow) {
      return new Terms(jitter, start, end, windows, catchUp, newWindow);
    }
  }

  /// A grid: anchor + k x interval, first tick at once, never drifting. The anchor is the moment at
  /// which the schedule was set, or its start if that is later.
  ///
  /// @param interval at least 100 ms, whole milliseconds
  record Fixed(Duration interval, Terms terms) implements Schedule {
    /// @throws IllegalArgumentException `invalid tick interval {ms} ms: must be >= 100`, or a span
    ///   beyond [Schedule#LONGEST]
    public Fixed {
      if (interval.compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException(
            "invalid tick interval " + interval.toMillis() + " ms: must be >= 100");
      }
      atMostLongest("tick interval", interval);
    }

    public static Fixed every(Duration interval) {
      return new Fixed(interval, Terms.DEFAULT);
    }
  }

  /// The times that an expression names in a zone.
  record Cron(CronExpression expression, ZoneId zone, Terms terms) implements Schedule {
    /// @throws IllegalArgumentException one sentence, if it is no expression
    public static Cron of(String expression, ZoneId zone) {
      return new Cron(CronExpression.of(expression), zone, Terms.DEFAULT);
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

  /// One instant at a time, named when the tick before it is over: sooner while ticks act, later
  /// while they do not, or as the program says.
  ///
  /// @param min the shortest pause, at least 100 ms
  /// @param max the longest
  /// @param hintKey the key of kv whose number, ms, is the next pause; where there is none, the
  ///   pause doubles while ticks emit nothing but no-ops, and falls to `min` when they act
  record Adaptive(Duration min, Duration max, Optional<String> hintKey, Terms terms)
      implements Schedule {
    /// @throws IllegalArgumentException for less than 100 ms, more than [Schedule#LONGEST], or a
    ///   `max` below `min`
    public Adaptive {
      if (min.compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException(
            "invalid shortest interval " + min.toMillis() + " ms: must be >= 100");
      }
      if (max.compareTo(min) < 0) {
        throw new IllegalArgumentException(
            "the longest interval, "
                + max.toMillis()
                + " ms, is below the shortest, "
                + min.toMillis()
                + " ms");
      }
      atMostLongest("longest interval", max);
    }

    public static Adaptive between(Duration min, Duration max) {
      return new Adaptive(min, max, Optional.empty(), Terms.DEFAULT);
    }
  }

  /// Only on demand or when woken.
  record Manual() implements Schedule {}

  /// What it says beside its kind; the default for a manual one, which says nothing.
  default Terms common() {
    return switch (this) {
      case Fixed fixed -> fixed.terms();
      case Cron cron -> cron.terms();
      case Adaptive adaptive -> adaptive.terms();
      case Manual() -> Terms.DEFAULT;
    };
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
