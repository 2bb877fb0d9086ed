package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.CronExpression;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import java.time.Duration;
import java.util.Map;

/// Schedules as JSON (product 3).
final class Schedules {
  private Schedules() {}

  /// @throws OperationException if it is no schedule, or one that is not there yet
  static Schedule of(Json.Object given) {
    Map<String, Json> members = given.members();
    if (!(members.get("kind") instanceof Json.Text(String kind))) {
      throw OperationException.refused("`schedule`: missing field `kind`");
    }
    return switch (kind) {
      case "manual" -> new Schedule.Manual();
      case "fixed" -> fixed(members);
      case "cron" -> cron(members);
      case "adaptive" ->
          throw OperationException.refused("`schedule`: the kind `" + kind + "` is not there yet");
      default ->
          throw OperationException.refused(
              "`schedule`: unknown kind `" + kind + "`, expected fixed, cron or manual");
    };
  }

  private static Schedule fixed(Map<String, Json> members) {
    if (!(members.get("interval_ms") instanceof Json.Int(long interval))) {
      throw OperationException.refused("`schedule.interval_ms`: expected an integer");
    }
    return checked(
        Duration.ofMillis(interval),
        millis(members, "jitter_ms", Duration.ZERO),
        catchUp(members),
        millis(members, "catch_up_window_ms", Schedule.Fixed.DEFAULT_WINDOW));
  }

  private static Schedule cron(Map<String, Json> members) {
    if (!(members.get("expr") instanceof Json.Text(String expression))) {
      throw OperationException.refused("`schedule.expr`: expected a cron expression");
    }
    String zone =
        switch (members.get("zone")) {
          case null -> "UTC";
          case Json.Text(String name) -> name;
          case Json other -> throw Arguments.wrongType("schedule.zone", "a time zone", other);
        };
    try {
      return new Schedule.Cron(
          CronExpression.of(expression),
          Schedule.Cron.zone(zone),
          millis(members, "jitter_ms", Duration.ZERO),
          catchUp(members),
          millis(members, "catch_up_window_ms", Schedule.Fixed.DEFAULT_WINDOW));
    } catch (IllegalArgumentException e) {
      throw OperationException.refused("`schedule`: " + e.getMessage());
    }
  }

  private static CatchUp catchUp(Map<String, Json> members) {
    return switch (members.get("catch_up")) {
      case null -> CatchUp.ONE;
      case Json.Text(String text) ->
          CatchUp.of(text)
              .orElseThrow(
                  () ->
                      OperationException.refused(
                          "`schedule.catch_up`: expected `one`, `all` or `none`, got `"
                              + text
                              + "`"));
      case Json other ->
          throw Arguments.wrongType("schedule.catch_up", "`one`, `all` or `none`", other);
    };
  }

  private static Duration millis(Map<String, Json> members, String name, Duration absent) {
    Json value = members.get(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof Json.Int(long millis) && millis >= 0) {
      return Duration.ofMillis(millis);
    }
    throw Arguments.wrongType("schedule." + name, "an integer that is not negative", value);
  }

  /// The same schedule at another pace.
  static Schedule every(Schedule base, Duration interval) {
    return base instanceof Schedule.Fixed fixed
        ? checked(interval, fixed.jitter(), fixed.catchUp(), fixed.catchUpWindow())
        : checked(interval, Duration.ZERO, CatchUp.ONE, Schedule.Fixed.DEFAULT_WINDOW);
  }

  private static Schedule checked(
      Duration interval, Duration jitter, CatchUp catchUp, Duration window) {
    try {
      return new Schedule.Fixed(interval, jitter, catchUp, window);
    } catch (IllegalArgumentException e) {
      throw OperationException.malformed(String.valueOf(e.getMessage()));
    }
  }
}
