package dev.vigy.runtime.worker;

import dev.vigy.runtime.schedule.Openings;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.schedule.Timing.Decision;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Moves lines between resting, the timer and the ready queue, and decides what a line that was
/// taken does: which tick, or none.
///
/// Holds nothing of its own but the lists it fills; the state is in the lines.
final class Dispatcher {
  /// What a line does after it was taken.
  sealed interface Claim {
    record Ticking(Attempt attempt) implements Claim {}

    record Passing(Job.Passing job) implements Claim {}

    /// A pause ended by itself: the definition must say so before anything else.
    record PauseOver(Resident resident) implements Claim {}

    record Nothing() implements Claim {}
  }

  private final ReadyQueue ready;
  private final Time time;
  private final Predicate<Vigy> follows;
  private final long runningSince;
  private final ClockWatch clockWatch;
  private @Nullable Timer timer;

  /// Whoever has to know that the clock went back.
  interface ClockWatch {
    /// @param from what the clock had shown, epoch ms
    /// @param to what it shows now
    void wentBack(long from, long to);
  }

  /// @param follows whose schedules are followed: in scope, and of an engine that ticks
  /// @param runningSince epoch ms
  Dispatcher(
      ReadyQueue ready,
      Time time,
      Predicate<Vigy> follows,
      long runningSince,
      ClockWatch clockWatch) {
    this.ready = ready;
    this.time = time;
    this.follows = follows;
    this.runningSince = runningSince;
    this.clockWatch = clockWatch;
  }

  /// Epoch ms.
  long runningSince() {
    return runningSince;
  }

  void connect(Timer newTimer) {
    timer = newTimer;
  }

  void clockWentBack(long from, long to) {
    clockWatch.wentBack(from, to);
  }

  void then(Line line, Line.Then then) {
    switch (then) {
      case READY -> ready.add(line);
      case ARM -> arm(line);
      case NOTHING -> {}
    }
  }

  private void arm(Line line) {
    Timer to = timer;
    if (to != null) {
      to.arm(line);
    }
  }

  /// The timer found lines due.
  void due(List<Line> lines, long now) {
    List<Line> woken = new ArrayList<>(lines.size());
    for (Line line : lines) {
      Line.Then then = line.fired(now);
      if (then == Line.Then.READY) {
        woken.add(line);
      } else {
        then(line, then);
      }
    }
    ready.addAll(woken);
  }

  /// Something about these lines became durable.
  ///
  /// @param ticked those whose own outcome it was
  void settled(Collection<Line> changed, Set<Line> ticked) {
    long now = time.now();
    List<Line> woken = new ArrayList<>();
    for (Line line : changed) {
      settled(line, ticked.contains(line), now, woken);
    }
    ready.addAll(woken);
  }

  private void settled(Line line, boolean ticked, long now, List<Line> woken) {
    Resident resident = line.shown();
    if (resident == null) {
      return;
    }
    Line.Then then = line.settled(ticked, due(resident, now), now);
    if (then == Line.Then.READY) {
      woken.add(line);
    } else {
      then(line, then);
    }
  }

  /// When a vigy has something to do by itself, epoch ms.
  long due(Resident resident, long now) {
    Vigy vigy = resident.vigy();
    VigyState state = resident.state();
    if (!follows.test(vigy)) {
      return Line.NEVER;
    }
    Optional<String> idle = resident.idle(now);
    if (idle.isPresent()) {
      return idle.get().equals("paused")
          ? vigy.pause().flatMap(Vigy.Pause::until).map(Instant::toEpochMilli).orElse(Line.NEVER)
          : Line.NEVER;
    }
    if (resident.pauseIsOver(now)) {
      return now;
    }
    long due =
        Timing.of(vigy, state)
            .map(Timing::due)
            .orElse(state.due().map(Instant::toEpochMilli).orElse(Line.NEVER));
    return state.wakes().isEmpty() ? due : Math.min(due, wakeDue(resident, now));
  }

  /// When wakes that wait make it due: not in time that its windows close.
  private static long wakeDue(Resident resident, long now) {
    Optional<Instant> due = resident.state().wakes().due();
    if (due.isEmpty()) {
      return Line.NEVER;
    }
    Openings openings = Openings.of(resident.vigy().schedule().common().windows());
    long at = due.get().toEpochMilli();
    return at <= now && openings.isOpen(now) ? at : openings.openAt(Math.max(at, now));
  }

  /// What a line that was taken does now.
  Claim claim(Line line) {
    Resident from = line.shown();
    if (from == null) {
      return new Claim.Nothing();
    }
    long now = time.now();
    Forced wish = line.firstForced();
    if (wish != null) {
      return new Claim.Ticking(forced(line, from, wish, now));
    }
    if (!follows.test(from.vigy()) || from.idle(now).isPresent()) {
      return nothing(line, from, due(from, now));
    }
    if (from.pauseIsOver(now)) {
      return new Claim.PauseOver(from);
    }
    Optional<Timing> timing = Timing.of(from.vigy(), from.state());
    if (timing.isEmpty()) {
      return asked(line, from, now);
    }
    return switch (timing.get().decide(now, runningSince, from.state().seq() + 1)) {
      case Decision.Wait(long until) ->
          wakeDue(from, now) <= now
              ? new Claim.Ticking(woken(line, from, timing, now))
              : nothing(line, from, Math.min(until, wakeDue(from, now)));
      case Decision.Pass(Timing.Passed passed) ->
          new Claim.Passing(passing(line, from, timing.get(), passed, now));
      case Decision.Tick(Trigger trigger, OptionalLong nominal, long instant, var passed) ->
          new Claim.Ticking(
              new Attempt(
                  line,
                  from,
                  trigger,
                  nominal,
                  instant,
                  passed,
                  null,
                  now,
                  time.nanos().getAsLong()));
    };
  }

  private Claim nothing(Line line, Resident from, long due) {
    then(line, line.rest(from, due));
    return new Claim.Nothing();
  }

  private Attempt forced(Line line, Resident from, Forced wish, long now) {
    // A forced tick that succeeds ends a backoff, so what the backoff passed over is accounted with
    // it.
    Optional<Timing> timing =
        from.idle(now).isPresent() ? Optional.empty() : Timing.of(from.vigy(), from.state());
    return new Attempt(
        line,
        from,
        Trigger.FORCED,
        OptionalLong.empty(),
        now,
        timing.map(known -> known.passedOver(now)).orElse(null),
        wish,
        now,
        time.nanos().getAsLong());
  }

  /// Without a schedule, a tick comes only if the last one asked for it, or failed, or by a wake.
  private Claim asked(Line line, Resident from, long now) {
    long due = from.state().due().map(Instant::toEpochMilli).orElse(Line.NEVER);
    if (due > now) {
      long wake = wakeDue(from, now);
      return wake <= now
          ? new Claim.Ticking(woken(line, from, Optional.empty(), now))
          : nothing(line, from, Math.min(due, wake));
    }
    return new Claim.Ticking(
        new Attempt(
            line,
            from,
            from.state().retry() ? Trigger.RETRY : Trigger.ASKED,
            OptionalLong.empty(),
            due,
            null,
            null,
            now,
            time.nanos().getAsLong()));
  }

  /// As with a forced tick, a success ends a backoff.
  private Attempt woken(Line line, Resident from, Optional<Timing> timing, long now) {
    return new Attempt(
        line,
        from,
        Trigger.WAKE,
        OptionalLong.empty(),
        now,
        timing.map(known -> known.passedOver(now)).orElse(null),
        null,
        now,
        time.nanos().getAsLong());
  }

  private static Job.Passing passing(
      Line line, Resident from, Timing timing, Timing.Passed passed, long now) {
    VigyState after = States.passed(from.vigy(), from.state(), timing, passed, now);
    return new Job.Passing(
        line,
        from,
        new Change.Accounted(line.id, from.state(), after),
        new Resident(from.vigy(), after, from.kv()));
  }
}
