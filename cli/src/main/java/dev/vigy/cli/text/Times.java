package dev.vigy.cli.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// Instants and spans as people read them.
public final class Times {
  private Times() {}

  /// `2026-05-21T12:34:56.789Z (3s ago)`.
  public static String both(String instant, Instant now) {
    String relative = relative(instant, now);
    return relative.isEmpty() ? instant : instant + " (" + relative + ")";
  }

  /// `3s ago`, `in 27s`, `now`; empty if the text is no instant.
  public static String relative(String instant, Instant now) {
    Instant then;
    try {
      then = Instant.parse(instant);
    } catch (DateTimeException e) {
      return "";
    }
    Duration ago = Duration.between(then, now);
    if (ago.abs().toMillis() < 1000) {
      return "now";
    }
    return ago.isNegative() ? "in " + span(ago.negated()) : span(ago) + " ago";
  }

  /// The two largest units: `2h 5m`, `35s`, `250ms`.
  public static String span(Duration span) {
    long millis = span.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds % 3600 / 60, "m");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return small == 0 ? large + largeUnit : large + largeUnit + " " + small + smallUnit;
  }

  /// An interval exactly, as it is written in a program file: `30s`, `1h30m`, `1500ms`.
  public static String interval(long millis) {
    if (millis % 1000 != 0 || millis == 0) {
      return millis < 1000 ? millis + "ms" : millis / 1000 + "s" + millis % 1000 + "ms";
    }
    long seconds = millis / 1000;
    StringBuilder text = new StringBuilder();
    long[] units = {86_400, 3600, 60, 1};
    String[] names = {"d", "h", "m", "s"};
    for (int i = 0; i < units.length; i++) {
      if (seconds >= units[i]) {
        text.append(seconds / units[i]).append(names[i]);
        seconds %= units[i];
      }
    }
    return text.toString();
  }

  /// Microseconds as `850µs`, `1.2ms`, `3.4s`.
  public static String micros(long micros) {
    if (micros < 1000) {
      return micros + "µs";
    }
    if (micros < 1_000_000) {
      return tenths(micros, 1000) + "ms";
    }
    return tenths(micros, 1_000_000) + "s";
  }

  private static String tenths(long value, long unit) {
    long tenths = (value * 10 + unit / 2) / unit;
    return tenths >= 1000 || tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : tenths / 10 + "." + tenths % 10;
  }
}
