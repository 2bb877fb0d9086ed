package dev.vigy.runtime.schedule;

import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState.Pace;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// How an adaptive schedule names its instants: one at a time, when the tick before it is over, and
/// never in closed time or after its end.
///
/// The pause is the hint where there is one, within the schedule's limits. Otherwise it doubles
/// while ticks emit nothing but no-ops, and falls to the shortest when they act. Every successful
/// tick moves it, whatever made that tick start. An instant that nobody ran (in a pause, a time
/// that the engine was down) ends the line; the next one comes the shortest pause after it goes on.
///
/// @param from no instant lies before it, epoch ms
/// @param last nor after it
public record Pacing(long min, long max, long from, long last, long offset, Openings openings) {
  public static Pacing of(Vigy vigy, Schedule.Adaptive schedule) {
    Schedule.Terms terms = schedule.terms();
    return new Pacing(
        schedule.min().toMillis(),
        schedule.max().toMillis(),
        Instants.from(schedule, vigy.anchor()),
        terms.end().map(Instant::toEpochMilli).orElse(Instants.NEVER),
        Grid.offset(vigy.id(), terms.jitter().toMillis()),
        Openings.of(terms.windows()));
  }

  /// Before anything is named, the first instant of all is.
  public Pace or(Optional<Pace> pace) {
    return pace.orElseGet(() -> new Pace(within(openings.openAt(from)), min));
  }

  /// The instant that is named, as the instants of a schedule.
  public Instants instants(Optional<Pace> pace) {
    long named = or(pace).named().map(Instant::toEpochMilli).orElse(Instants.NEVER);
    Named one = new Named(named, offset);
    return last == Instants.NEVER ? one : new Bounded(one, last);
  }

  /// The pause after a successful tick.
  ///
  /// @param first whether there was no tick before it
  /// @param hint what the program wants, ms
  /// @param acted whether it emitted anything but no-ops
  public long interval(Pace pace, boolean first, OptionalLong hint, boolean acted) {
    if (hint.isPresent()) {
      return Math.clamp(hint.getAsLong(), min, max);
    }
    return acted || first ? min : Math.min(max, 2 * Math.clamp(pace.interval(), min, max));
  }

  /// The next instant, a pause after another one.
  ///
  /// @param base the nominal instant of a tick that came on time; else when it would have been one
  public Pace next(long base, long interval) {
    return new Pace(within(openings.openAt(base + interval)), interval);
  }

  /// The next instant when the line begins anew.
  public Pace anew(long now) {
    return next(now, min);
  }

  /// An earlier tick than that of the named instant, if the pause asks for one.
  ///
  /// @param start of the tick that is over
  /// @return when it is due; empty when the named one comes first
  public OptionalLong sooner(Pace pace, long start) {
    long at = openings.openAt(Math.max(from, start + pace.interval()));
    long named = pace.named().map(known -> known.toEpochMilli() + offset).orElse(Instants.NEVER);
    return at < named && at <= last ? OptionalLong.of(at) : OptionalLong.empty();
  }

  private Optional<Instant> within(long time) {
    return time == Instants.NEVER || time > last
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(time));
  }
}
