package dev.vigy.cli.command;

import dev.vigy.lisp.time.Durations;
import dev.vigy.lisp.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// Spans and instants of command lines.
final class Moments {
  private Moments() {}

  /// @param bareMillis whether a bare number is milliseconds, as in the Rust version
  /// @throws UsageException if the text is no duration
  static Duration duration(String text, String option, boolean bareMillis) {
    if (bareMillis && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofMillis(Invocation.integer(text, option, 0, Long.MAX_VALUE));
    }
    OptionalLong millis = Durations.parse(text);
    if (millis.isEmpty()) {
      throw new UsageException(
          "invalid value `" + text + "` for `" + option + "`: expected a duration", Durations.HINT);
    }
    return Duration.ofMillis(millis.getAsLong());
  }

  /// A span before now such as `2h`, or an instant.
  static Instant ago(String text, String option, Instant now) {
    return instant(text, option, now, -1);
  }

  /// A span after now such as `2h`, or an instant.
  static Instant ahead(String text, String option, Instant now) {
    return instant(text, option, now, 1);
  }

  private static Instant instant(String text, String option, Instant now, int sign) {
    OptionalLong span = Durations.parse(text);
    if (span.isPresent()) {
      return now.plusMillis(sign * span.getAsLong());
    }
    OptionalLong at = Instants.parse(text);
    if (at.isPresent()) {
      return Instant.ofEpochMilli(at.getAsLong());
    }
    throw new UsageException(
        "invalid value `" + text + "` for `" + option + "`: expected a span or an instant",
        "such as `2h` or `2026-05-21T12:34:56Z`");
  }
}
