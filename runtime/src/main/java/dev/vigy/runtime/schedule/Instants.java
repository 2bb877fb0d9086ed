package dev.vigy.runtime.schedule;

import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.Optional;

/// The nominal instants of a schedule, epoch ms, ascending; after the last one, if there is one,
/// comes [#NEVER]. A tick is *due* a fixed offset after its nominal instant.
public sealed interface Instants permits Grid, CronInstants, Named, Bounded {
  /// No instant.
  long NEVER = Long.MAX_VALUE;

  /// The first of all.
  long first();

  /// How long after its nominal instant a tick is due, ms, at least 0.
  long offset();

  /// The first nominal instant at or after `time`.
  long atOrAfter(long time);

  /// The last one before `time`; less than [#first] when there is none.
  long before(long time);

  /// How many lie between two of them, both included.
  long count(long first, long last);

  /// Neither an instant nor anything else that a vigy asks for by itself lies after it.
  default long last() {
    return NEVER;
  }

  /// The first one after `time`.
  default long after(long time) {
    return time == NEVER ? NEVER : atOrAfter(time + 1);
  }

  /// When the tick of a nominal instant is due.
  default long due(long nominal) {
    return nominal == NEVER ? NEVER : nominal + offset();
  }

  /// The newest one that is due at `time`; less than [#first] when none is.
  default long newestDue(long time) {
    return before(time - offset() + 1);
  }

  /// Those of a vigy; empty for a manual schedule, which names none.
  static Optional<Instants> of(Vigy vigy, VigyState state) {
    Schedule.Terms terms = vigy.schedule().common();
    long from = from(vigy.schedule(), vigy.anchor());
    return switch (vigy.schedule()) {
      case Schedule.Manual() -> Optional.empty();
      case Schedule.Fixed fixed ->
          Optional.of(
              bounded(
                  new Grid(
                      from,
                      fixed.interval().toMillis(),
                      Grid.offset(vigy.id(), terms.jitter().toMillis())),
                  terms));
      case Schedule.Cron cron ->
          Optional.of(
              bounded(
                  CronInstants.of(
                      cron.expression(),
                      cron.zone(),
                      from,
                      Grid.offset(vigy.id(), terms.jitter().toMillis())),
                  terms));
      case Schedule.Adaptive adaptive ->
          Optional.of(Pacing.of(vigy, adaptive).instants(state.pace()));
    };
  }

  /// Where the instants of a schedule begin.
  static long from(Schedule schedule, Instant anchor) {
    long set = anchor.toEpochMilli();
    return Math.max(set, schedule.common().start().map(Instant::toEpochMilli).orElse(set));
  }

  private static Instants bounded(Instants all, Schedule.Terms terms) {
    return terms.end().isEmpty() ? all : new Bounded(all, terms.end().get().toEpochMilli());
  }
}
