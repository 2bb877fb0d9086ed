package dev.vigy.runtime.schedule;

import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.LedgerRange.Fate;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where a vigy with a schedule stands: which of its instants are accounted for, and when it ticks
/// next.
///
/// Instants before `open` stand in the ledger; `open` and later ones are to come. Normally the next
/// tick is the one of `open`. Two things move it: a failure (retries, then a wait for a far own
/// instant) and a program that asks (`vigy-next-in`). A moved tick passes instants over, and those
/// are skipped with the reason: `backoff` or `next-in`. They come into the ledger when the moved
/// tick runs, or when a success, a forced tick or an edit ends the wait; never ahead, because until
/// then nobody knows whether they will be skipped.
///
/// Instants that were passed over because nobody ran them (the engine was down, or busy) are missed
/// when they are older than the catch-up window. Of the others the newest runs, and the older ones
/// are coalesced into it ([CatchUp#ONE]), run one by one, oldest first ([CatchUp#ALL]), or are
/// skipped ([CatchUp#NONE]).
///
/// @param open the first nominal instant that the ledger does not account for
/// @param due when the next tick starts
/// @param retry whether that tick is a retry
/// @param failing whether the last tick failed
public record Timing(
    Instants instants,
    CatchUp catchUp,
    long window,
    long open,
    long due,
    boolean retry,
    boolean failing) {
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

  /// @param at when
  /// @param retry whether that tick is a retry
  public record Next(long at, boolean retry) {}

  /// The timing of a vigy, absent when nothing is due by itself: a manual schedule.
  public static Optional<Timing> of(Vigy vigy, VigyState state) {
    return switch (vigy.schedule()) {
      case Schedule.Manual() -> Optional.empty();
      case Schedule.Fixed fixed ->
          Optional.of(
              of(
                  Grid.of(fixed, vigy.anchor(), vigy.id()),
                  fixed.catchUp(),
                  fixed.catchUpWindow(),
                  state));
      case Schedule.Cron cron ->
          Optional.of(
              of(
                  CronInstants.of(cron, vigy.anchor(), vigy.id()),
                  cron.catchUp(),
                  cron.catchUpWindow(),
                  state));
    };
  }

  private static Timing of(Instants instants, CatchUp catchUp, Duration window, VigyState state) {
    long open =
        state
            .lastNominal()
            .map(last -> instants.after(last.toEpochMilli()))
            .orElse(instants.first());
    return new Timing(
        instants,
        catchUp,
        window.toMillis(),
        open,
        state.due().map(Instant::toEpochMilli).orElse(instants.due(open)),
        state.retry(),
        state.failures() > 0);
  }

  /// What to do at `now`.
  ///
  /// @param runningSince since when the engine runs: older instants were missed because it was down
  /// @param seq the number that the next run gets
  public Decision decide(long now, long runningSince, long seq) {
    if (now < due) {
      return new Decision.Wait(due);
    }
    Passed passed = passedOver(now);
    if (moved() && !waitsForOwnInstant()) {
      Trigger trigger = retry ? Trigger.RETRY : Trigger.ASKED;
      return new Decision.Tick(trigger, OptionalLong.empty(), due, passed);
    }
    return decideOwn(passed, now, runningSince, seq);
  }

  private Decision decideOwn(Passed before, long now, long runningSince, long seq) {
    List<LedgerRange> ranges = new ArrayList<>(before.ranges());
    long first = before.open();
    long newest = instants.newestDue(now);
    long kept = Math.max(first, instants.atOrAfter(now - window - instants.offset()));
    if (catchUp == CatchUp.ALL) {
      kept = Math.max(kept, oldestOf(newest, kept));
    }
    long end = Math.max(first, Math.min(kept, instants.after(newest)));
    long up = Math.clamp(instants.atOrAfter(runningSince - instants.offset()), first, end);
    add(ranges, first, up, Fate.MISSED, "down");
    add(ranges, up, end, Fate.MISSED, "late");
    if (kept > newest) {
      return new Decision.Pass(new Passed(ranges, end));
    }
    return switch (catchUp) {
      case ONE -> {
        if (kept < newest) {
          long last = instants.before(newest);
          long count = instants.count(kept, last);
          ranges.add(range(kept, last, count, Fate.COALESCED, Optional.empty(), seq));
        }
        yield tick(ranges, newest, newest > first, runningSince);
      }
      case ALL -> tick(ranges, kept, newest > first, runningSince);
      case NONE -> {
        long passedTo = instants.due(newest) < runningSince ? instants.after(newest) : newest;
        add(ranges, kept, passedTo, Fate.SKIPPED, "catch-up-none");
        yield passedTo > newest
            ? new Decision.Pass(new Passed(ranges, passedTo))
            : tick(ranges, newest, false, runningSince);
      }
    };
  }

  private Decision tick(List<LedgerRange> ranges, long nominal, boolean late, long runningSince) {
    return new Decision.Tick(
        late || instants.due(nominal) < runningSince ? Trigger.CATCH_UP : Trigger.SCHEDULE,
        OptionalLong.of(nominal),
        instants.due(nominal),
        new Passed(ranges, nominal));
  }

  /// The oldest of so many as are caught up, the newest included; not before `least`.
  private long oldestOf(long newest, long least) {
    long oldest = newest;
    for (int i = 1; i < CatchUp.MOST && oldest > least; i++) {
      oldest = instants.before(oldest);
    }
    return oldest;
  }

  /// The instants that a moved tick has passed over by `now`: none when the next tick is the
  /// schedule's own next.
  public Passed passedOver(long now) {
    if (!moved()) {
      return new Passed(List.of(), open);
    }
    long last = Math.min(now, waitsForOwnInstant() ? due - 1 : due);
    return skipped(last, failing ? "backoff" : "next-in");
  }

  /// The instants due at or before `time`, as skipped.
  public Passed skipped(long time, String reason) {
    long end = Math.max(open, instants.after(instants.newestDue(time)));
    List<LedgerRange> ranges = new ArrayList<>(1);
    add(ranges, open, end, Fate.SKIPPED, reason);
    return new Passed(ranges, end);
  }

  /// The last of a grid that ends at `time`: what was still open, and the next instant, which never
  /// comes.
  public Passed abandoned(long time, String reason) {
    long end = instants.after(Math.max(open, instants.after(instants.newestDue(time))));
    List<LedgerRange> ranges = new ArrayList<>(1);
    add(ranges, open, end, Fate.SKIPPED, reason);
    return new Passed(ranges, end);
  }

  /// When the next tick comes after a success, or after an edit or a resume.
  ///
  /// @param from the first instant that is not accounted for
  public Next next(long from) {
    return new Next(instants.due(from), false);
  }

  /// When the next tick comes after a failure.
  ///
  /// @param from the first instant that is not accounted for
  /// @param instant when the failed tick was due
  /// @param failures in a row, this one included
  /// @param now the end of the failed tick: a tick that came late has its retry counted from here,
  ///   else all retries would come at once
  public Next afterFailure(long from, long instant, int failures, long now) {
    long wait = Backoff.afterFailure(failures);
    long at = instant + wait > now ? instant + wait : now + wait;
    if (failures <= Backoff.RETRIES) {
      return new Next(at, true);
    }
    return new Next(
        instants.due(Math.max(from, instants.atOrAfter(at - instants.offset()))), false);
  }

  /// The newest instant that the ledger accounts for when `first` is the first that it does not.
  public OptionalLong accounted(long first) {
    return first <= instants.first()
        ? OptionalLong.empty()
        : OptionalLong.of(instants.before(first));
  }

  /// Whether the next tick is another than that of `open`.
  private boolean moved() {
    return retry || due != instants.due(open);
  }

  /// After many failures: no retry, but a far instant of the instants.
  private boolean waitsForOwnInstant() {
    return failing && !retry;
  }

  /// Adds the instants from `first` to before `end`, if there are any.
  private void add(List<LedgerRange> ranges, long first, long end, Fate fate, String reason) {
    if (end > first) {
      long last = instants.before(end);
      ranges.add(range(first, last, instants.count(first, last), fate, Optional.of(reason), 0));
    }
  }

  private static LedgerRange range(
      long first, long last, long count, Fate fate, Optional<String> reason, long seq) {
    return new LedgerRange(
        Instant.ofEpochMilli(first), Instant.ofEpochMilli(last), count, fate, reason, seq, seq);
  }
}
