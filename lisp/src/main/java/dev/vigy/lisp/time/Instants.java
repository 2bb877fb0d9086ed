package dev.vigy.lisp.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Instants in text (RFC 3339), as milliseconds since 1970-01-01T00:00:00Z.
public final class Instants {
  /// The first instant of the year 0000, in UTC.
  public static final long MIN = -62_167_219_200_000L;

  /// The last instant of the year 9999, in UTC.
  public static final long MAX = 253_402_300_799_999L;

  private Instants() {}

  /// Whether RFC 3339 can write it.
  public static boolean isWritable(long millis) {
    return millis >= MIN && millis <= MAX;
  }

  /// `2026-05-21T12:34:56.789Z`, always in UTC with three decimals.
  ///
  /// @throws IllegalArgumentException unless [#isWritable]
  public static String print(long millis) {
    return print(millis, ZoneOffset.UTC);
  }

  /// `2026-05-21T14:34:56.789+02:00`, with three decimals and the offset of a zone, `Z` where there
  /// is none.
  ///
  /// @throws IllegalArgumentException unless [#isWritable]
  public static String print(long millis, ZoneId zone) {
    if (!isWritable(millis)) {
      throw new IllegalArgumentException(millis + " ms lie outside the years 0000 to 9999");
    }
    // Offsets of old times have seconds, which RFC 3339 can't say: cut to minutes, it still is the
    // same instant.
    int minutes = zone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() / 60;
    long local = millis + minutes * 60_000L;
    if (!isWritable(local)) {
      return print(millis, ZoneOffset.UTC);
    }
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(local, 1_000L),
            (int) Math.floorMod(local, 1_000L) * 1_000_000,
            ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(29);
    digits(text, time.getYear(), 4).append('-');
    digits(text, time.getMonthValue(), 2).append('-');
    digits(text, time.getDayOfMonth(), 2).append('T');
    digits(text, time.getHour(), 2).append(':');
    digits(text, time.getMinute(), 2).append(':');
    digits(text, time.getSecond(), 2).append('.');
    digits(text, time.getNano() / 1_000_000, 3);
    if (minutes == 0) {
      return text.append('Z').toString();
    }
    text.append(minutes < 0 ? '-' : '+');
    digits(text, Math.abs(minutes) / 60, 2).append(':');
    return digits(text, Math.abs(minutes) % 60, 2).toString();
  }

  private static StringBuilder digits(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
  }

  /// Milliseconds of an instant with offset (`2026-05-21T12:34:56Z`, `2026-05-21
  /// 14:34:56.789+02:00`) or of the start of a date in UTC (`2026-05-21`); nothing if the text is
  /// neither. Digits below the millisecond are cut off, a leap second counts as the next one.
  public static OptionalLong parse(String text) {
    try {
      return parsed(text.toUpperCase(Locale.ROOT));
    } catch (DateTimeException noSuchDay) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong parsed(String text) {
    if (!matches(text, 0, "0000-00-00")) {
      return OptionalLong.empty();
    }
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    if (text.length() == 10) {
      return OptionalLong.of(date.toEpochDay() * 86_400_000L);
    }
    if ((text.charAt(10) != 'T' && text.charAt(10) != ' ') || !matches(text, 11, "00:00:00")) {
      return OptionalLong.empty();
    }
    int second = number(text, 17, 19);
    LocalDateTime time =
        date.atTime(number(text, 11, 13), number(text, 14, 16), Math.min(second, 59));
    if (second > 60) {
      return OptionalLong.empty();
    }
    int at = 19;
    int millis = second == 60 ? 1_000 : 0;
    if (at < text.length() && text.charAt(at) == '.') {
      int from = at + 1;
      at = from;
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
      if (at == from) {
        return OptionalLong.empty();
      }
      millis += number((text.substring(from, at) + "00").substring(0, 3), 0, 3);
    }
    OptionalLong offset = offsetMillis(text.substring(at));
    if (offset.isEmpty()) {
      return offset;
    }
    return OptionalLong.of(
        time.toEpochSecond(ZoneOffset.UTC) * 1_000L + millis - offset.getAsLong());
  }

  private static OptionalLong offsetMillis(String text) {
    if (text.equals("Z")) {
      return OptionalLong.of(0);
    }
    if (text.length() != 6
        || (text.charAt(0) != '+' && text.charAt(0) != '-')
        || !matches(text, 1, "00:00")) {
      return OptionalLong.empty();
    }
    int hours = number(text, 1, 3);
    int minutes = number(text, 4, 6);
    if (hours > 23 || minutes > 59) {
      return OptionalLong.empty();
    }
    long millis = (hours * 60L + minutes) * 60_000L;
    return OptionalLong.of(text.charAt(0) == '-' ? -millis : millis);
  }

  /// Whether the text at an index has digits where the pattern has `0`, and the pattern's own
  /// characters elsewhere.
  private static boolean matches(String text, int from, String pattern) {
    if (text.length() < from + pattern.length()) {
      return false;
    }
    for (int i = 0; i < pattern.length(); i++) {
      char expected = pattern.charAt(i);
      char c = text.charAt(from + i);
      if (expected == '0' ? !isDigit(c) : c != expected) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /// The zone of an IANA name such as `Europe/Berlin`, or nothing.
  public static Optional<ZoneId> zone(String name) {
    try {
      ZoneId zone = ZoneId.of(name);
      return ZoneId.getAvailableZoneIds().contains(zone.getId())
          ? Optional.of(zone)
          : Optional.empty();
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }
}
