package dev.vigy.runtime.vigy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A cron expression, read: five fields (minute, hour, day of month, month, day of week), or six
/// with seconds first.
///
/// Fields take numbers, names (`jan`, `mon`), `*`, ranges `a-b`, steps `*/n`, `a/n`, `a-b/n`, and
/// lists of these. Days of the month also `L` (the last), `L-n` (n days before it), `15W` (the
/// weekday nearest to the 15th, in the same month) and `LW`; days of the week also `5L` (the last
/// Friday) and `5#3` (the third). Sunday is 0 or 7. `?` is `*`. As everywhere, a day counts when
/// *either* its day of the month or its day of the week matches, where neither field begins with
/// `*`.
///
/// Numbers of a field are the bits of a number.
///
/// @param text as it was written
/// @param lastOfMonth bit n: n days before the last
/// @param nearWeekday bit k: the weekday nearest to day k; bit 0: the last weekday
/// @param lastOfWeek bit d: the last of these days in the month
/// @param nthOfWeek bit 7 x (n - 1) + d: the n-th of these days
/// @param eitherDay whether one of both sorts of day is enough
public record CronExpression(
    String text,
    long seconds,
    long minutes,
    int hours,
    int daysOfMonth,
    int lastOfMonth,
    int nearWeekday,
    int months,
    int daysOfWeek,
    int lastOfWeek,
    long nthOfWeek,
    boolean eitherDay) {
  private static final Map<String, String> NAMED =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  /// After so many days the calendar repeats itself, days of the week included.
  private static final int CYCLE = 146_097;

  /// @throws IllegalArgumentException `invalid cron expression `…`: …`, one sentence
  public static CronExpression of(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    Reading reading = new Reading(text);
    if (plain.startsWith("@")) {
      String known = NAMED.get(plain);
      if (known == null) {
        throw reading.wrong(
            "the names are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly");
      }
      plain = known;
    }
    String[] fields = plain.split("\\s+", -1);
    if (fields.length != 5 && fields.length != 6) {
      throw reading.wrong("it needs five fields, or six with seconds first, not " + fields.length);
    }
    int at = fields.length - 5;
    long seconds = at == 0 ? 1 : reading.plain("second", fields[0], 0, 59, List.of());
    long minutes = reading.plain("minute", fields[at], 0, 59, List.of());
    long hours = reading.plain("hour", fields[at + 1], 0, 23, List.of());
    reading.daysOfMonth(fields[at + 2]);
    long months = reading.plain("month", fields[at + 3], 1, 12, MONTHS);
    reading.daysOfWeek(fields[at + 4]);
    CronExpression read =
        new CronExpression(
            text,
            seconds,
            minutes,
            (int) hours,
            reading.days,
            reading.last,
            reading.near,
            (int) months,
            reading.week,
            reading.lastOfWeek,
            reading.nth,
            !isEvery(fields[at + 2]) && !isEvery(fields[at + 4]));
    if (!read.everMatches()) {
      throw reading.wrong("no day ever matches it");
    }
    return read;
  }

  private static boolean isEvery(String field) {
    return field.startsWith("*") || field.startsWith("?");
  }

  private boolean everMatches() {
    LocalDate day = LocalDate.of(2000, 1, 1);
    for (int i = 0; i < CYCLE; i++) {
      if (matches(day)) {
        return true;
      }
      day = day.plusDays(1);
    }
    return false;
  }

  /// Whether something happens on a day.
  public boolean matches(LocalDate day) {
    if ((months >> day.getMonthValue() & 1) == 0) {
      return false;
    }
    return eitherDay
        ? matchesMonthDay(day) || matchesWeekDay(day)
        : matchesMonthDay(day) && matchesWeekDay(day);
  }

  /// Whether it names hours, and not all of them: then it means a time of the day, which a clock
  /// change must neither leave out nor bring twice.
  public boolean isOfFixedHours() {
    return hours != (1 << 24) - 1;
  }

  private boolean matchesMonthDay(LocalDate day) {
    int number = day.getDayOfMonth();
    int length = day.lengthOfMonth();
    if ((daysOfMonth >> number & 1) == 1 || (lastOfMonth >> (length - number) & 1) == 1) {
      return true;
    }
    if (nearWeekday == 0) {
      return false;
    }
    for (int wanted = 1; wanted <= length; wanted++) {
      boolean isWanted =
          (nearWeekday >> wanted & 1) == 1 || (wanted == length && (nearWeekday & 1) == 1);
      if (isWanted && nearest(day.withDayOfMonth(wanted), wanted == length) == number) {
        return true;
      }
    }
    return false;
  }

  /// The day of the month of the weekday nearest to a day.
  private static int nearest(LocalDate day, boolean last) {
    int number = day.getDayOfMonth();
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> number == 1 ? 3 : number - 1;
      case SUNDAY -> last ? number - 2 : number + 1;
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> number;
    };
  }

  private boolean matchesWeekDay(LocalDate date) {
    int day = date.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : date.getDayOfWeek().getValue();
    int number = date.getDayOfMonth();
    boolean last = number + 7 > date.lengthOfMonth();
    return (daysOfWeek >> day & 1) == 1
        || (last && (lastOfWeek >> day & 1) == 1)
        || (nthOfWeek >> (7 * ((number - 1) / 7) + day) & 1) == 1;
  }

  @Override
  public String toString() {
    return text;
  }

  /// One text on its way to an expression.
  private static final class Reading {
    private final String text;
    private int days;
    private int last;
    private int near;
    private int week;
    private int lastOfWeek;
    private long nth;

    Reading(String text) {
      this.text = text;
    }

    IllegalArgumentException wrong(String why) {
      return new IllegalArgumentException("invalid cron expression `" + text + "`: " + why);
    }

    /// A list of numbers, ranges and steps.
    long plain(String field, String list, int least, int most, List<String> names) {
      long bits = 0;
      for (String item : list.split(",", -1)) {
        bits |= item(field, item, least, most, names);
      }
      return bits;
    }

    private long item(String field, String item, int least, int most, List<String> names) {
      int slash = item.indexOf('/');
      String span = slash < 0 ? item : item.substring(0, slash);
      int step = slash < 0 ? 1 : number(field, item.substring(slash + 1), 1, most, List.of());
      int from = least;
      int to = most;
      if (!span.equals("*") && !span.equals("?")) {
        int dash = span.indexOf('-');
        from = number(field, dash < 0 ? span : span.substring(0, dash), least, most, names);
        if (dash >= 0) {
          to = number(field, span.substring(dash + 1), least, most, names);
        } else if (slash < 0) {
          to = from;
        }
      }
      if (to < from) {
        throw wrong("the range `" + span + "` of the " + field + " goes backwards");
      }
      long bits = 0;
      for (int i = from; i <= to; i += step) {
        bits |= 1L << i;
      }
      return bits;
    }

    private int number(String field, String word, int least, int most, List<String> names) {
      int name = names.indexOf(word);
      if (name >= 0) {
        return name + (least == 1 ? 1 : 0);
      }
      boolean digits = !word.isEmpty() && word.length() <= 4;
      for (int i = 0; digits && i < word.length(); i++) {
        digits = word.charAt(i) >= '0' && word.charAt(i) <= '9';
      }
      int value = digits ? Integer.parseInt(word) : -1;
      if (value < least || value > most) {
        throw wrong(
            "the %s takes %d to %d%s, not `%s`"
                .formatted(
                    field,
                    least,
                    most,
                    names.isEmpty() ? "" : " or " + names.getFirst() + " to " + names.getLast(),
                    word));
      }
      return value;
    }

    void daysOfMonth(String list) {
      String field = "day of the month";
      for (String item : list.split(",", -1)) {
        if (item.equals("l")) {
          last |= 1;
        } else if (item.equals("lw")) {
          near |= 1;
        } else if (item.startsWith("l-")) {
          last |= 1 << number(field, item.substring(2), 1, 30, List.of());
        } else if (item.endsWith("w")) {
          near |= 1 << number(field, item.substring(0, item.length() - 1), 1, 31, List.of());
        } else {
          days |= (int) item(field, item, 1, 31, List.of());
        }
      }
    }

    void daysOfWeek(String list) {
      String field = "day of the week";
      for (String item : list.split(",", -1)) {
        int hash = item.indexOf('#');
        if (hash >= 0) {
          int day = number(field, item.substring(0, hash), 0, 7, DAYS) % 7;
          int n = number("number after `#`", item.substring(hash + 1), 1, 5, List.of());
          nth |= 1L << (7 * (n - 1) + day);
        } else if (item.endsWith("l") && item.length() > 1) {
          lastOfWeek |= 1 << number(field, item.substring(0, item.length() - 1), 0, 7, DAYS) % 7;
        } else {
          long bits =
              item.startsWith("*") || item.startsWith("?")
                  ? item(field, item, 0, 6, DAYS)
                  : item(field, item, 0, 7, DAYS);
          week |= (int) ((bits & 0x7f) | ((bits >> 7) & 1));
        }
      }
    }
  }
}
