package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.ScheduleJson;
import java.time.Duration;

/// Schedules as they are asked for (product 3).
final class Schedules {
  private Schedules() {}

  /// @throws OperationException if it is no schedule
  static Schedule of(Json.Object given) {
    try {
      return ScheduleJson.read(given);
    } catch (ScheduleJson.Malformed e) {
      throw OperationException.refused(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw OperationException.malformed(String.valueOf(e.getMessage()));
    }
  }

  /// The same schedule at another pace.
  static Schedule every(Schedule base, Duration interval) {
    try {
      return new Schedule.Fixed(
          interval, base instanceof Schedule.Fixed fixed ? fixed.terms() : Schedule.Terms.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw OperationException.malformed(String.valueOf(e.getMessage()));
    }
  }
}
