package dev.vigy.runtime.vigy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Hours of some days in a zone, in which a schedule may tick, or may not.
///
/// A moment belongs to it if its day is one of its days *and* its time lies in one of its hours. A
/// range of hours that ends before it begins runs over midnight and belongs to the day on which it
/// begins. What counts is what a clock on the wall shows: hours that a clock change leaves out are
/// missing, and hours that come twice count both times.
///
/// @param rule whether ticks may be inside it only, or outside it only
/// @param weekDays `0 0 * * D`
/// @param monthDays `0 0 D M *`
/// @param hours none means the whole day
public record Window(
    Rule rule, CronExpression weekDays, CronExpression monthDays, List<Hours> hours, ZoneId zone) {
  /// A schedule has at most so many.
  public static final int MOST = 32;

  private static final int DAY_MINUTES = 1_440;
  private static final long MINUTE = 60_000;

  public Window {
    hours = List.copyOf(hours);
  }

  /// A schedule is open at a moment when some `allow` window holds it, or there is none of these,
  /// and no `forbid` window does.
  public enum Rule {
    ALLOW,
    FORBID;

    /// As in files and JSON.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Rule> of(String text) {
      return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
  }

  /// @param from minute of the day, included
  /// @param to minute of the day, not included; not above `from` when it is one of the next day
  public record Hours(int from, int to) {
    private boolean isOverMidnight() {
      return to <= from;
    }

    private String text() {
      return clock(from) + "-" + clock(to);
    }

    private static String clock(int minute) {
      return "%02d:%02d".formatted(minute / 60, minute % 60);
    }
  }

  /// A window of texts; an empty one means all.
  ///
  /// @param days days of the week as in cron: `mon-fri`, `sat,sun`, `fri#1`, `5L`
  /// @param dates days of the month as in cron: `1-7`, `15`, `L`, `LW`
  /// @param months as in cron: `dec`, `6-8`
  /// @param hours clock times: `08:00-18:00`, `22:00-06:00`, several with commas
  /// @throws IllegalArgumentException one sentence that names what is wrong
  public static Window of(
      Rule rule, String days, String dates, String months, String hours, ZoneId zone) {
    return new Window(
        rule,
        expression("days", days, "0 0 * * " + field("days", days)),
        expression(
            dates.isEmpty() ? "months" : "dates",
            dates.isEmpty() ? months : dates,
            "0 0 " + field("dates", dates) + " " + field("months", months) + " *"),
        hours(hours),
        zone);
  }

  private static String field(String what, String text) {
    String plain = text.strip();
    if (plain.chars().anyMatch(Character::isWhitespace)) {
      throw wrong(what, text, "it takes a list with commas and no blanks");
    }
    return plain.isEmpty() ? "*" : plain.toLowerCase(Locale.ROOT);
  }

  private static CronExpression expression(String what, String text, String expression) {
    try {
      return CronExpression.of(expression);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw wrong(what, text, message.substring(message.indexOf("`: ") + 3));
    }
  }

  private static IllegalArgumentException wrong(String what, String text, String why) {
    return new IllegalArgumentException("invalid " + what + " `" + text + "`: " + why);
  }

  private static List<Hours> hours(String text) {
    List<Hours> all = new ArrayList<>();
    if (text.isBlank()) {
      return all;
    }
    for (String range : text.strip().split(",", -1)) {
      int dash = range.indexOf('-');
      int from = dash < 0 ? -1 : minute(range.substring(0, dash).strip());
      int to = dash < 0 ? -1 : minute(range.substring(dash + 1).strip());
      if (from < 0 || to < 0 || from == DAY_MINUTES) {
        throw wrong("hours", text, "it takes ranges of clock times such as 08:00-18:00");
      }
      if (from == to) {
        throw wrong("hours", text, "a range ends where it begins; a whole day is 00:00-24:00");
      }
      all.add(new Hours(from, to));
    }
    return all;
  }

  /// Of `08:00`; -1 if it is no clock time.
  private static int minute(String clock) {
    if (clock.length() != 5 || clock.charAt(2) != ':') {
      return -1;
    }
    int hour = number(clock.substring(0, 2));
    int minute = number(clock.substring(3));
    int all = hour * 60 + minute;
    return hour < 0 || minute < 0 || minute > 59 || all > DAY_MINUTES ? -1 : all;
  }

  private static int number(String digits) {
    char tens = digits.charAt(0);
    char ones = digits.charAt(1);
    return tens < '0' || tens > '9' || ones < '0' || ones > '9'
        ? -1
        : (tens - '0') * 10 + ones - '0';
  }

  /// Days of the week as they were written; empty for all.
  public String days() {
    return written(weekDays, 4);
  }

  /// Days of the month as they were written; empty for all.
  public String dates() {
    return written(monthDays, 2);
  }

  /// Months as they were written; empty for all.
  public String months() {
    return written(monthDays, 3);
  }

  private static String written(CronExpression expression, int field) {
    String text = expression.text().split(" ")[field];
    return text.equals("*") ? "" : text;
  }

  /// Hours as `08:00-12:00,13:00-18:00`; empty for the whole day.
  public String hoursText() {
    return String.join(",", hours.stream().map(Hours::text).toList());
  }

  /// @param time epoch ms
  public boolean contains(long time) {
    long local = local(time);
    long day = Math.floorDiv(local, DAY_MINUTES * MINUTE);
    int minute = (int) (Math.floorMod(local, DAY_MINUTES * MINUTE) / MINUTE);
    if (hours.isEmpty()) {
      return matches(day);
    }
    for (Hours range : hours) {
      if (range.isOverMidnight()) {
        if ((minute >= range.from && matches(day)) || (minute < range.to && matches(day - 1))) {
          return true;
        }
      } else if (minute >= range.from && minute < range.to && matches(day)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return weekDays.matches(date) && monthDays.matches(date);
  }

  private long local(long time) {
    return time + 1_000L * zone.getRules().getOffset(Instant.ofEpochMilli(time)).getTotalSeconds();
  }

  /// A moment after `time` before which nothing changes: [#contains] is the same for all moments
  /// from `time` up to it. It need not be another one there.
  ///
  /// @param time epoch ms
  public long sameUntil(long time) {
    ZoneRules rules = zone.getRules();
    long local = local(time);
    long midnight = Math.floorDiv(local, DAY_MINUTES * MINUTE) * DAY_MINUTES * MINUTE;
    long next = midnight + DAY_MINUTES * MINUTE;
    for (Hours range : hours) {
      next = earlier(next, midnight + range.from * MINUTE, local);
      next = earlier(next, midnight + range.to * MINUTE, local);
    }
    long until = time + (next - local);
    if (!rules.isFixedOffset()) {
      ZoneOffsetTransition change = rules.nextTransition(Instant.ofEpochMilli(time));
      if (change != null && change.getInstant().toEpochMilli() < until) {
        return change.getInstant().toEpochMilli();
      }
    }
    return until;
  }

  private static long earlier(long known, long candidate, long now) {
    return candidate > now && candidate < known ? candidate : known;
  }
}
