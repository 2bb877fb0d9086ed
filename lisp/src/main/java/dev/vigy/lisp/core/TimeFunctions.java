package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.time.Durations;
import dev.vigy.lisp.time.Instants;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.OptionalLong;

/// Everyday functions on time (everyday library 4). Instants and spans are milliseconds; what time
/// it is now no function here knows.
final class TimeFunctions {
  private static final String UNITS = "use :minute, :hour, :day, :week, :month or :year";

  private TimeFunctions() {}

  static List<LibraryEntry> entries() {
    return new Table("Time")
        .add(
            NativeFunction.of1(
                "duration",
                (run, text) -> {
                  String duration = Arguments.string(text);
                  run.step(duration.length());
                  OptionalLong millis = Durations.parse(duration);
                  if (millis.isEmpty()) {
                    throw LispError.nativeFn(
                        "duration",
                        Work.printed(run, duration) + " is no duration: " + Durations.HINT);
                  }
                  return Arithmetic.boxed(run, millis.getAsLong());
                }),
            "text",
            "The milliseconds of a duration such as 250ms, 30s, 1h30m or 2d.",
            "(duration \"1h30m\") => 5400000")
        .fails(
            "(duration 5) => :type-mismatch type mismatch: expected string, got int",
            "(duration \"x\") => :native-fn in native `duration`: \"x\" is no duration: write 250ms, 30s, 5m, 2h or 1d, or several as in 1h30m")
        .add(
            NativeFunction.of1(
                "duration->string",
                (run, ms) -> {
                  Work.string(run, 32);
                  return Durations.brief(Arguments.integer(ms));
                }),
            "ms",
            "The duration by its two largest units.",
            "(duration->string 2130000) => \"35m30s\"")
        .fails(
            "(duration->string \"x\") => :type-mismatch type mismatch: expected integer, got string")
        .add(
            NativeFunction.of("time->string", Arity.range(1, 2), TimeFunctions::print),
            "ms [zone]",
            "The instant as RFC 3339 text with the offset of a zone, UTC unless given.",
            "(time->string 0 \"Europe/Berlin\") => \"1970-01-01T01:00:00.000+01:00\"")
        .fails(
            "(time->string \"x\" \"Europe/Berlin\") => :type-mismatch type mismatch: expected integer, got string",
            "(time->string 0 5) => :type-mismatch type mismatch: expected string, got int",
            "(time->string 0 \"x\") => :native-fn in native `time->string`: unknown time zone `x`",
            "(time->string 9223372036854775807) => :native-fn in native `time->string`: the time lies outside the years 0000 to 9999")
        .add(
            NativeFunction.of1(
                "string->time",
                (run, text) -> {
                  String instant = Arguments.string(text);
                  run.step(instant.length());
                  OptionalLong millis = Instants.parse(instant);
                  return millis.isEmpty() ? Nil.NIL : Arithmetic.boxed(run, millis.getAsLong());
                }),
            "text",
            "The milliseconds of an RFC 3339 instant or date, or Nil.",
            "(string->time \"1970-01-02T00:00:00Z\") => 86400000")
        .fails("(string->time 5) => :type-mismatch type mismatch: expected string, got int")
        .add(
            NativeFunction.of("time-floor", Arity.range(2, 3), TimeFunctions::floor),
            "ms unit [zone]",
            "The start of the minute, hour, day, week, month or year.",
            "(time-floor 90061001 :day) => 86400000")
        .fails(
            "(time-floor \"x\" :day) => :type-mismatch type mismatch: expected integer, got string",
            "(time-floor 90061001 5) => :type-mismatch type mismatch: expected keyword, got int",
            "(time-floor 90061001 :k) => :native-fn in native `time-floor`: unknown unit `:k`, use :minute, :hour, :day, :week, :month or :year",
            "(time-floor 0 :day \"Mars/Olympus\") => :native-fn in native `time-floor`: unknown time zone `Mars/Olympus`")
        .add(
            NativeFunction.of("time-add", Arity.range(3, 4), TimeFunctions::add),
            "ms n unit [zone]",
            "n units later, by the calendar of a zone.",
            "(time-add 0 2 :day) => 172800000")
        .fails(
            "(time-add \"x\" 2 :day) => :type-mismatch type mismatch: expected integer, got string",
            "(time-add 0 2 5) => :type-mismatch type mismatch: expected keyword, got int",
            "(time-add 0 2 :k) => :native-fn in native `time-add`: unknown unit `:k`, use :minute, :hour, :day, :week, :month or :year",
            "(time-add 0 9223372036854775807 :day) => :integer-overflow integer overflow in `time-add`")
        .add(
            NativeFunction.of("time-parts", Arity.range(1, 2), TimeFunctions::parts),
            "ms [zone]",
            "A map of `:year :month :day :hour :minute :second :weekday`; 1 is Monday.",
            "(get (time-parts 0) :weekday) => 4")
        .fails(
            "(get (time-parts \"x\") :weekday) => :type-mismatch type mismatch: expected integer, got string",
            "(time-parts 0 \"Mars/Olympus\") => :native-fn in native `time-parts`: unknown time zone `Mars/Olympus`")
        .entries();
  }

  private static ZoneId zone(String function, Object[] xs, int index) {
    if (xs.length <= index) {
      return ZoneOffset.UTC;
    }
    String name = Arguments.string(xs[index]);
    return Instants.zone(name)
        .orElseThrow(() -> LispError.nativeFn(function, "unknown time zone `" + name + "`"));
  }

  private static ChronoUnit unit(String function, Object unit) {
    String name = unit instanceof Keyword(String text) ? text : "";
    return switch (name) {
      case "minute" -> ChronoUnit.MINUTES;
      case "hour" -> ChronoUnit.HOURS;
      case "day" -> ChronoUnit.DAYS;
      case "week" -> ChronoUnit.WEEKS;
      case "month" -> ChronoUnit.MONTHS;
      case "year" -> ChronoUnit.YEARS;
      case "" -> throw Arguments.wrong("keyword", unit);
      default -> throw LispError.nativeFn(function, "unknown unit `:" + name + "`, " + UNITS);
    };
  }

  private static Object print(Activation run, Object[] xs) {
    long millis = Arguments.integer(xs[0]);
    ZoneId zone = zone("time->string", xs, 1);
    if (!Instants.isWritable(millis)) {
      throw outside("time->string");
    }
    Work.string(run, 32);
    return Instants.print(millis, zone);
  }

  private static LispError outside(String function) {
    return LispError.nativeFn(function, "the time lies outside the years 0000 to 9999");
  }

  private static Object floor(Activation run, Object[] xs) {
    long millis = Arguments.integer(xs[0]);
    ChronoUnit unit = unit("time-floor", xs[1]);
    ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(zone("time-floor", xs, 2));
    LocalDate date = time.toLocalDate();
    ZonedDateTime start =
        switch (unit) {
          // Keeps the offset, so the second of two equal hours when clocks go back stays the
          // second.
          case MINUTES, HOURS -> time.truncatedTo(unit);
          case WEEKS ->
              date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                  .atStartOfDay(time.getZone());
          case MONTHS -> date.withDayOfMonth(1).atStartOfDay(time.getZone());
          case YEARS -> date.withDayOfYear(1).atStartOfDay(time.getZone());
          default -> date.atStartOfDay(time.getZone());
        };
    return millis(run, "time-floor", start);
  }

  private static Object millis(Activation run, String function, ZonedDateTime time) {
    try {
      return Arithmetic.boxed(run, time.toInstant().toEpochMilli());
    } catch (ArithmeticException tooFar) {
      throw LispError.overflow(function);
    }
  }

  private static Object add(Activation run, Object[] xs) {
    long millis = Arguments.integer(xs[0]);
    long count = Arguments.integer(xs[1]);
    ChronoUnit unit = unit("time-add", xs[2]);
    ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(zone("time-add", xs, 3));
    try {
      return millis(run, "time-add", time.plus(count, unit));
    } catch (DateTimeException | ArithmeticException tooFar) {
      throw LispError.overflow("time-add");
    }
  }

  private static Object parts(Activation run, Object[] xs) {
    ZonedDateTime time =
        Instant.ofEpochMilli(Arguments.integer(xs[0])).atZone(zone("time-parts", xs, 1));
    run.allocate(8 * Cost.MAP_NODE);
    return LispMap.of(
        new Keyword("year"),
        (long) time.getYear(),
        new Keyword("month"),
        (long) time.getMonthValue(),
        new Keyword("day"),
        (long) time.getDayOfMonth(),
        new Keyword("hour"),
        (long) time.getHour(),
        new Keyword("minute"),
        (long) time.getMinute(),
        new Keyword("second"),
        (long) time.getSecond(),
        new Keyword("weekday"),
        (long) time.getDayOfWeek().getValue());
  }
}
