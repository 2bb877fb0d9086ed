package dev.vigy.lisp.time;

import java.util.List;
import java.util.OptionalLong;

/// Durations in text: `250ms`, `30s`, `5m`, `2h`, `1d`, combined from the largest unit down as in
/// `1h30m`.
public final class Durations {
  /// What a duration looks like, for messages.
  public static final String HINT = "write 250ms, 30s, 5m, 2h or 1d, or several as in 1h30m";

  private record Unit(String name, long millis) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", 86_400_000),
          new Unit("h", 3_600_000),
          new Unit("m", 60_000),
          new Unit("s", 1_000),
          new Unit("ms", 1));

  private Durations() {}

  /// Milliseconds of a text, or nothing if it is no duration or does not fit. Each unit stands at
  /// most once, larger ones first; there are no fractions, signs or blanks.
  public static OptionalLong parse(String text) {
    int at = 0;
    int unit = 0;
    long total = 0;
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    while (at < text.length()) {
      int digitsFrom = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      int unitFrom = at;
      while (at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z') {
        at++;
      }
      String name = text.substring(unitFrom, at);
      while (unit < UNITS.size() && !UNITS.get(unit).name.equals(name)) {
        unit++;
      }
      // Eighteen digits fit a long whatever they are.
      if (unit == UNITS.size() || unitFrom == digitsFrom || unitFrom - digitsFrom > 18) {
        return OptionalLong.empty();
      }
      try {
        long count = Long.parseLong(text.substring(digitsFrom, unitFrom));
        total = Math.addExact(total, Math.multiplyExact(count, UNITS.get(unit).millis));
      } catch (ArithmeticException tooLong) {
        return OptionalLong.empty();
      }
      unit++;
    }
    return OptionalLong.of(total);
  }

  /// The exact text: `1d2h5m`; `0s` for nothing, a minus in front of a negative one.
  public static String print(long millis) {
    return print(millis, UNITS.size());
  }

  /// The two largest units, the rest cut off: `35m30s`, `2d3h`.
  public static String brief(long millis) {
    return print(millis, 2);
  }

  private static String print(long millis, int mostUnits) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder(millis < 0 ? "-" : "");
    long left = millis;
    int units = 0;
    for (Unit unit : UNITS) {
      // Of a negative number both parts are negative, so that the smallest of all fits.
      long count = left / unit.millis;
      left %= unit.millis;
      if (count != 0 && units < mostUnits) {
        text.append(Math.abs(count)).append(unit.name);
        units++;
      }
    }
    return text.toString();
  }
}
