package dev.vigy.runtime.schedule;

import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.LedgerRange.Fate;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where a vigy with a schedule stands: which of its instants are accounted for, and when it ticks
/// next.
///
/// Instants before `open` stand in the ledger; `open` and later ones are to come. Normally the next
/// tick is the one of the first instant from `open` on that its windows do not close. Two things
/// move it: a failure (retries, then a wait for a far own instant) and a program that asks
/// (`vigy-next-in`). A moved tick passes instants over, and those are skipped with the reason:
/// `backoff` or `next-in`. They come into the ledger when the moved tick runs, or when a success, a
/// forced tick or an edit ends the wait; never ahead, because until then nobody knows whether they
/// will be skipped.
///
/// Instants in closed time are skipped with `window`, whatever else would have become of them.
/// Nothing that a vigy wants by itself falls into closed time either: what was asked for waits for
/// the opening, and instead of a retry comes the vigy's own next instant.
///
/// Instants that were passed over because nobody ran them (the engine was down, or busy) are missed
/// when they are older than the catch-up window. Of the others the newest runs, and the older ones
/// are coalesced into it ([CatchUp#ONE]), run one by one, oldest first ([CatchUp#ALL]), or are
/// skipped ([CatchUp#NONE]), with `overlap` those that came while a tick of the vigy was running.
public record Timing(Instants instants, Rules rules, Standing standing) {
  /// How many closed stretches are looked through for an open instant before it is left for later.
  private static final int LOOKS = 1_000;

  /// What the schedule says of instants.
  ///
  /// @param start nothing that the vigy asks for by itself lies before it, epoch ms
  /// @param window older instants are missed, ms
  public record Rules(Openings openings, long start, CatchUp catchUp, long window) {}

  /// What became of them so far, epoch ms.
  ///
  /// @param accounted the newest instant that the ledger accounts for
  /// @param open the first that it does not
  /// @param due when the next tick starts
  /// @param retry whether that tick is a retry
  /// @param failing whether the last tick failed
  /// @param busyUntil when the last tick was over; negative before the first
  public record Standing(
      OptionalLong accounted,
      long open,
      long due,
      boolean retry,
      boolean failing,
      long busyUntil) {}

  /// What to do with a vigy now.
  public sealed interface Decision {
    /// Nothing before `until`.
    record Wait(long until) implements Decision {}

    /// A tick.
    ///
    /// @param nominal the instant it is for; absent for retries and ticks that were asked for
    /// @param instant when it was due, from which a backoff counts
    /// @param passed what became of the instants before it
    record Tick(Trigger trigger, OptionalLong nominal, long instant, Passed passed)
        implements Decision {}

    /// No tick, but instants that are too old to be run.
    record Pass(Passed passed) implements Decision {}
  }

  /// Instants that come into the ledger, oldest first.
  ///
  /// @param open the first instant that is not accounted for after them
  public record Passed(List<LedgerRange> ranges, long open) {}

  /// @param at when; [Instants#NEVER] when nothing is to come
  /// @param retry whether that tick is a retry
  public record Next(long at, boolean retry) {
    /// When; empty when nothing is to come.
    public Optional<Instant> due() {
      return at == Instants.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
    }
  }

  /// A tick that is to come.
  ///
  /// @param nominal absent for retries and ticks that were asked for
  /// @param due when it starts
  public record Coming(Trigger trigger, OptionalLong nominal, long due) {}

  /// Neighbouring instants that are all open or all closed.
  ///
  /// @param end the first instant that is not among them
  private record Stretch(long first, long end, boolean isOpen) {}

  /// The timing of a vigy, absent when nothing is due by itself: a manual schedule.
  public static Optional<Timing> of(Vigy vigy, VigyState state) {
    return Instants.of(vigy, state).map(instants -> of(instants, vigy.schedule(), state));
  }

  private static Timing of(Instants instants, Schedule schedule, VigyState state) {
    Schedule.Terms terms = schedule.common();
    Rules rules =
        new Rules(
            Openings.of(terms.windows()),
            millis(terms.start()),
            terms.catchUp(),
            terms.catchUpWindow().toMillis());
    OptionalLong accounted =
        state.lastNominal().isPresent()
            ? OptionalLong.of(state.lastNominal().get().toEpochMilli())
            : OptionalLong.empty();
    // The first instant of an adaptive schedule is the one it has named.
    long open =
        accounted.isPresent() && !(schedule instanceof Schedule.Adaptive)
            ? instants.after(accounted.getAsLong())
            : instants.first();
    long due =
        state.due().isPresent()
            ? state.due().get().toEpochMilli()
            : instants.due(firstOpen(instants, rules.openings(), open));
    return new Timing(
        instants,
        rules,
        new Standing(
            accounted,
            open,
            due,
            state.retry(),
            state.failures() > 0,
            Math.max(millis(state.lastSuccess()), millis(state.lastFailure()))));
  }

  private static long millis(Optional<Instant> instant) {
    return instant.isPresent() ? instant.get().toEpochMilli() : -1;
  }

  /// The same vigy with other instants, none of which is accounted for.
  public Timing with(Instants named) {
    return new Timing(
        named,
        rules,
        new Standing(
            standing.accounted,
            named.first(),
            standing.due,
            standing.retry,
            standing.failing,
            standing.busyUntil));
  }

  /// The first nominal instant that the ledger does not account for.
  public long open() {
    return standing.open;
  }

  /// When the next tick starts; [Instants#NEVER] when none is to come.
  public long due() {
    return standing.due;
  }

  /// What to do at `now`.
  ///
  /// @param runningSince since when the engine runs: older instants were missed because it was down
  /// @param seq the number that the next run gets
  public Decision decide(long now, long runningSince, long seq) {
    if (now < standing.due) {
      return new Decision.Wait(standing.due);
    }
    if (!moved() || isOvertaken(now)) {
      return decideOwn(new Passed(List.of(), standing.open), now, runningSince, seq);
    }
    Passed passed = passedOver(now);
    if (!waitsForOwnInstant()) {
      Trigger trigger = standing.retry ? Trigger.RETRY : Trigger.ASKED;
      return new Decision.Tick(trigger, OptionalLong.empty(), standing.due, passed);
    }
    return decideOwn(passed, now, runningSince, seq);
  }

  /// Whether the schedule's own next instant is due by now too, after a tick that was asked for
  /// before it and did not come: one tick serves both.
  private boolean isOvertaken(long now) {
    long own = instants.due(firstOpen(instants, rules.openings, standing.open));
    return !standing.retry && standing.due < own && own <= now;
  }

  private Decision decideOwn(Passed before, long now, long runningSince, long seq) {
    List<LedgerRange> ranges = new ArrayList<>(before.ranges());
    long first = before.open();
    long stop = Math.max(first, instants.after(instants.newestDue(now)));
    List<Stretch> stretches = stretches(first, stop);
    long newest = newestOpen(stretches);
    long kept = Math.max(first, instants.atOrAfter(now - rules.window - instants.offset()));
    if (rules.catchUp == CatchUp.ALL) {
      kept = Math.max(kept, oldestOf(stretches, kept));
    }
    long end = Math.max(first, Math.min(kept, stop));
    long up = Math.clamp(instants.atOrAfter(runningSince - instants.offset()), first, end);
    add(ranges, first, up, Fate.MISSED, "down");
    add(ranges, up, end, Fate.MISSED, "late");
    if (newest < kept) {
      // All the others are closed.
      add(ranges, end, stop, Fate.MISSED, "late");
      return new Decision.Pass(new Passed(ranges, stop));
    }
    boolean late = firstOpen(instants, rules.openings, first) < newest;
    return switch (rules.catchUp) {
      case ONE -> {
        addRange(ranges, kept, newest, Fate.COALESCED, Optional.empty(), seq);
        yield tick(ranges, newest, late, runningSince);
      }
      case ALL -> {
        long oldest = firstOpen(instants, rules.openings, kept);
        add(ranges, kept, oldest, Fate.SKIPPED, "window");
        yield tick(ranges, oldest, late, runningSince);
      }
      case NONE -> {
        long passedTo = instants.due(newest) < runningSince ? instants.after(newest) : newest;
        long free = Math.clamp(busyUpTo(), kept, passedTo);
        add(ranges, kept, free, Fate.SKIPPED, "overlap");
        add(ranges, free, passedTo, Fate.SKIPPED, "catch-up-none");
        yield passedTo > newest
            ? new Decision.Pass(new Passed(ranges, passedTo))
            : tick(ranges, newest, false, runningSince);
      }
    };
  }

  /// The first instant that came after the last tick was over.
  private long busyUpTo() {
    return standing.busyUntil < 0
        ? instants.first()
        : instants.after(instants.newestDue(standing.busyUntil));
  }

  private Decision tick(List<LedgerRange> ranges, long nominal, boolean late, long runningSince) {
    return new Decision.Tick(
        late || instants.due(nominal) < runningSince ? Trigger.CATCH_UP : Trigger.SCHEDULE,
        OptionalLong.of(nominal),
        instants.due(nominal),
        new Passed(ranges, nominal));
  }

  private List<Stretch> stretches(long first, long stop) {
    List<Stretch> stretches = new ArrayList<>(1);
    for (long at = first; at < stop; ) {
      boolean open = rules.openings.isOpen(at);
      long end = instants.atOrAfter(rules.openings.sameUntil(at, reach(stop)));
      stretches.add(new Stretch(at, Math.min(end, stop), open));
      at = end;
    }
    return stretches;
  }

  /// The end of a stretch of instants as a limit in time: after its last instant, where `stop` is
  /// no time at all.
  private long reach(long stop) {
    return stop == Instants.NEVER ? instants.before(stop) + 1 : stop;
  }

  /// Smaller than any instant if all are closed.
  private long newestOpen(List<Stretch> stretches) {
    for (Stretch stretch : stretches.reversed()) {
      if (stretch.isOpen) {
        return instants.before(stretch.end);
      }
    }
    return Long.MIN_VALUE;
  }

  /// The oldest of so many open ones as are caught up, the newest included; not before `least`.
  private long oldestOf(List<Stretch> stretches, long least) {
    int found = 0;
    long oldest = least;
    for (Stretch stretch : stretches.reversed()) {
      for (long at = instants.before(stretch.end);
          stretch.isOpen && at >= stretch.first && found < CatchUp.MOST;
          at = instants.before(at)) {
        oldest = at;
        found++;
      }
      if (found == CatchUp.MOST || stretch.first <= least) {
        return oldest;
      }
    }
    return least;
  }

  /// The first instant from `open` on that is open; where many stretches are closed, one to look
  /// again at.
  private static long firstOpen(Instants instants, Openings openings, long open) {
    long at = open;
    if (openings.isAlways()) {
      return at;
    }
    for (int i = 0; i < LOOKS && at != Instants.NEVER && !openings.isOpen(at); i++) {
      long opens = openings.openAt(at);
      at = opens == Instants.NEVER ? Instants.NEVER : instants.atOrAfter(opens);
    }
    return at;
  }

  /// Whether the schedule leaves any instant open, as far as one can look.
  public boolean isEverOpen() {
    long at = standing.open;
    for (int i = 0; i < 10 && at != Instants.NEVER; i++) {
      at = firstOpen(instants, rules.openings, at);
      if (at != Instants.NEVER && rules.openings.isOpen(at)) {
        return true;
      }
    }
    return false;
  }

  /// The instants that are passed over by `now` and that nothing can change any more: those that a
  /// moved tick skips, and closed ones.
  public Passed passedOver(long now) {
    if (moved()) {
      long last = Math.min(now, waitsForOwnInstant() ? standing.due - 1 : standing.due);
      return skipped(last, standing.failing ? "backoff" : "next-in");
    }
    if (rules.openings.isAlways()) {
      return new Passed(List.of(), standing.open);
    }
    long open = firstOpen(instants, rules.openings, standing.open);
    long stop = instants.after(instants.newestDue(now));
    long end = Math.max(standing.open, Math.min(open, stop));
    List<LedgerRange> ranges = new ArrayList<>(1);
    add(ranges, standing.open, end, Fate.SKIPPED, "window");
    return new Passed(ranges, end);
  }

  /// The instants due at or before `time`, as skipped; closed ones with `window`.
  public Passed skipped(long time, String reason) {
    long end = Math.max(standing.open, instants.after(instants.newestDue(time)));
    List<LedgerRange> ranges = new ArrayList<>(1);
    add(ranges, standing.open, end, Fate.SKIPPED, reason);
    return new Passed(ranges, end);
  }

  /// The instants due at or before `time`, all as skipped while nothing ticked the vigy: in a pause
  /// nobody asks whether the time was closed.
  public Passed idled(long time, String reason) {
    long end = Math.max(standing.open, instants.after(instants.newestDue(time)));
    List<LedgerRange> ranges = new ArrayList<>(1);
    addAll(ranges, standing.open, end, Fate.SKIPPED, Optional.of(reason), 0);
    return new Passed(ranges, end);
  }

  /// The last of a grid that ends at `time`: what was still open, and the next instant, which never
  /// comes.
  public Passed abandoned(long time, String reason) {
    long end = instants.after(Math.max(standing.open, instants.after(instants.newestDue(time))));
    List<LedgerRange> ranges = new ArrayList<>(1);
    add(ranges, standing.open, end, Fate.SKIPPED, reason);
    return new Passed(ranges, end);
  }

  /// When the next tick comes after a success, or after an edit or a resume.
  ///
  /// @param from the first instant that is not accounted for
  public Next next(long from) {
    return new Next(instants.due(firstOpen(instants, rules.openings, from)), false);
  }

  /// When the next tick comes that a program asked for; the schedule's own next if that would be
  /// after its end.
  ///
  /// @param from the first instant that is not accounted for
  public Next asked(long time, long from) {
    long at = rules.openings.openAt(Math.max(time, rules.start));
    return at > instants.last() ? next(from) : new Next(at, false);
  }

  /// When the next tick comes after a failure.
  ///
  /// @param from the first instant that is not accounted for
  /// @param instant when the failed tick was due
  /// @param failures in a row, this one included
  /// @param now the end of the failed tick: a tick that came late has its retry counted from here,
  ///   else all retries would come at once
  public Next afterFailure(long from, long instant, int failures, long now) {
    long at = Backoff.next(instant, failures, now);
    if (failures <= Backoff.RETRIES
        && at >= rules.start
        && at <= instants.last()
        && rules.openings.isOpen(at)) {
      return new Next(at, true);
    }
    Next own = next(Math.max(from, instants.atOrAfter(at - instants.offset())));
    if (own.at() == Instants.NEVER && from != Instants.NEVER) {
      // So near to the end nothing is far enough away; the last instant comes all the same.
      long last = instants.before(Instants.NEVER);
      return rules.openings.isOpen(last) ? new Next(instants.due(last), false) : own;
    }
    return own;
  }

  /// The ticks that are to come as things stand, soonest first. An adaptive schedule knows one.
  ///
  /// @param runningSince as in [#decide]
  public List<Coming> coming(long now, long runningSince, int count) {
    List<Coming> coming = new ArrayList<>();
    long open = standing.open;
    if (standing.due != Instants.NEVER && count > 0) {
      switch (decide(Math.max(now, standing.due), runningSince, 0)) {
        case Decision.Tick(var trigger, var nominal, long instant, var passed) -> {
          coming.add(new Coming(trigger, nominal, instant));
          open = nominal.isPresent() ? instants.after(nominal.getAsLong()) : passed.open();
        }
        case Decision.Pass(Passed passed) -> open = passed.open();
        case Decision.Wait _ -> {}
      }
    }
    for (int i = 0; i < LOOKS && coming.size() < count; i++) {
      open = firstOpen(instants, rules.openings, open);
      if (open == Instants.NEVER) {
        break;
      }
      if (rules.openings.isOpen(open)) {
        long due = instants.due(open);
        Trigger trigger = due < now ? Trigger.CATCH_UP : Trigger.SCHEDULE;
        coming.add(new Coming(trigger, OptionalLong.of(open), due));
        open = instants.after(open);
      }
    }
    return coming;
  }

  /// The newest instant that the ledger accounts for when `first` is the first that it does not.
  public OptionalLong accounted(long first) {
    return first <= standing.open ? standing.accounted : OptionalLong.of(instants.before(first));
  }

  /// Whether the next tick is another than the schedule's own next.
  private boolean moved() {
    return standing.retry
        || standing.due != instants.due(firstOpen(instants, rules.openings, standing.open));
  }

  /// After many failures: no retry, but a far instant of the instants.
  private boolean waitsForOwnInstant() {
    return standing.failing && !standing.retry;
  }

  /// Adds the instants from `first` to before `end`, if there are any; those in closed time as
  /// such.
  private void add(List<LedgerRange> ranges, long first, long end, Fate fate, String reason) {
    addRange(ranges, first, end, fate, Optional.of(reason), 0);
  }

  private void addRange(
      List<LedgerRange> ranges,
      long first,
      long end,
      Fate fate,
      Optional<String> reason,
      long seq) {
    if (rules.openings.isAlways()) {
      addAll(ranges, first, end, fate, reason, seq);
      return;
    }
    for (Stretch stretch : stretches(first, end)) {
      if (stretch.isOpen) {
        addAll(ranges, stretch.first, stretch.end, fate, reason, seq);
      } else {
        addAll(ranges, stretch.first, stretch.end, Fate.SKIPPED, Optional.of("window"), 0);
      }
    }
  }

  private void addAll(
      List<LedgerRange> ranges,
      long first,
      long end,
      Fate fate,
      Optional<String> reason,
      long seq) {
    if (end > first) {
      long last = instants.before(end);
      long count = instants.count(first, last);
      ranges.add(
          new LedgerRange(
              Instant.ofEpochMilli(first),
              Instant.ofEpochMilli(last),
              count,
              fate,
              reason,
              seq,
              seq));
    }
  }
}
