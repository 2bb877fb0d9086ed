package dev.vigy.runtime.schedule;

/// The nominal instants of a schedule, epoch ms, ascending and without end. A tick is *due* a fixed
/// offset after its nominal instant.
public sealed interface Instants permits Grid, CronInstants {
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

  /// The first one after `time`.
  default long after(long time) {
    return atOrAfter(time + 1);
  }

  /// When the tick of a nominal instant is due.
  default long due(long nominal) {
    return nominal + offset();
  }

  /// The newest one that is due at `time`; less than [#first] when none is.
  default long newestDue(long time) {
    return before(time - offset() + 1);
  }
}
