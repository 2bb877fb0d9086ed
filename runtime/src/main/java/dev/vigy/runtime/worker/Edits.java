package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.schedule.Ledger;
import dev.vigy.runtime.schedule.Openings;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Change.Audit;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.Vigy.Pause;
import dev.vigy.runtime.vigy.Vigy.Pin;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What edits mean for definition, state and ledger.
///
/// Whatever changes whether or when a vigy ticks first accounts for the instants up to now: those
/// in which it did not tick are skipped with the reason that held until now. So the ledger has no
/// hole and no instant twice, however often somebody pauses and resumes.
public final class Edits {
  private Edits() {}

  /// A vigy as it will be, with the change that makes it so.
  public record Edited(Resident resident, Change change) {}

  /// A new vigy.
  ///
  /// @param vigy with id, anchor, generation 1
  /// @param lastSeq of an earlier vigy of this id
  public static Edited create(Vigy vigy, long lastSeq, Audit audit) {
    VigyState state = scheduled(vigy, States.fresh(lastSeq), audit.at());
    return edited(new Resident(vigy, state, KvTable.EMPTY), audit);
  }

  /// Another definition in place of the old one.
  ///
  /// @param vigy the new one; another schedule needs a new anchor
  public static Edited replace(Resident old, Vigy vigy, Audit audit) {
    long now = audit.at().toEpochMilli();
    VigyState state = accounted(old, now);
    if (!vigy.anchor().equals(old.vigy().anchor())
        || !vigy.schedule().equals(old.vigy().schedule())) {
      state = left(old.vigy(), state, now, "overlap");
    }
    if (vigy.generation() != old.vigy().generation()) {
      state = States.forgiven(vigy, state, audit.at());
    }
    return edited(new Resident(vigy, scheduled(vigy, state, audit.at()), old.kv()), audit);
  }

  /// Enabled, disabled, paused or no longer paused, as `vigy` says.
  public static Edited standing(Resident old, Vigy vigy, Audit audit) {
    VigyState state = accounted(old, audit.at().toEpochMilli());
    return edited(new Resident(vigy, scheduled(vigy, state, audit.at()), old.kv()), audit);
  }

  /// Neither paused nor quarantined any more.
  ///
  /// @param vigy without pause
  public static Edited resume(Resident old, Vigy vigy, Audit audit) {
    VigyState state = accounted(old, audit.at().toEpochMilli());
    if (state.quarantine().isPresent()) {
      state =
          States.released(
              state,
              Conditions.ticking(
                  state.conditions(), Optional.empty(), "", audit.at(), vigy.generation()),
              audit.at());
    }
    return edited(new Resident(vigy, scheduled(vigy, state, audit.at()), old.kv()), audit);
  }

  /// Somebody wakes a vigy: it is due now, or as soon as it ticks at all.
  public static Change.Accounted wake(Resident old, Optional<Json> payload, Instant now) {
    VigyState before = old.state();
    return new Change.Accounted(
        old.vigy().id(), before, States.withWakes(before, before.wakes().and(payload, now)));
  }

  /// A vigy as it is after such a change.
  public static Resident woken(Resident old, Change.Accounted wake) {
    return old.woken(wake.after().wakes());
  }

  /// Keys set or deleted between ticks.
  public static Change kv(Resident old, String key, Optional<Json> value, Audit audit) {
    VigyState state = States.withRevision(old.state(), old.state().revision() + 1);
    return new Change.Edited(old.vigy(), state, List.of(new KvChange(key, value)), audit);
  }

  /// The end of a pause that ended by itself: instants after it are to be run.
  static Edit<Boolean> pauseOver(VigyId id) {
    return (registry, now) -> {
      Optional<Resident> found = registry.byId(id);
      if (found.isEmpty() || !found.get().pauseIsOver(now.toEpochMilli())) {
        return Edit.Planned.nothing(false);
      }
      Resident old = found.get();
      Pause pause = old.vigy().pause().orElseThrow();
      Instant until = pause.until().orElse(now);
      Audit audit = new Audit(now, "vigy", "resume", Optional.of("the pause was over"));
      // Up to its end the reason was the pause, unless another one held.
      VigyState state = accounted(old, Math.min(now.toEpochMilli(), until.toEpochMilli() - 1));
      Vigy vigy = withPause(old.vigy(), Optional.empty(), now);
      return new Edit.Planned<>(
          Optional.of(
              edited(new Resident(vigy, scheduled(vigy, state, now), old.kv()), audit).change()),
          true);
    };
  }

  /// The clock went back: a grid begins anew at what it shows now, an adaptive schedule names
  /// another instant, and the old next instant stands in the ledger as skipped.
  ///
  /// @param from what the clock had shown, epoch ms
  static Edit<Boolean> clockWentBack(VigyId id, long from) {
    return (registry, now) -> {
      Optional<Resident> found = registry.byId(id);
      if (found.isEmpty()) {
        return Edit.Planned.nothing(false);
      }
      Resident old = found.get();
      switch (old.vigy().schedule()) {
        case Schedule.Fixed _, Schedule.Adaptive _ -> {}
        case Schedule.Cron _, Schedule.Manual _ -> {
          // They name times of the clock and wait for it, or none.
          return Edit.Planned.nothing(false);
        }
      }
      VigyState until = accounted(old, from);
      Optional<Timing> timing = Timing.of(old.vigy(), until);
      if (timing.isEmpty()) {
        return Edit.Planned.nothing(false);
      }
      List<LedgerRange> passed = timing.get().abandoned(from, "clock").ranges();
      VigyState state = States.onNewGrid(until, Ledger.append(until.ledger(), passed));
      Vigy vigy = withAnchor(old.vigy(), now);
      Audit audit = new Audit(now, "vigy", "clock", Optional.of("the clock went back"));
      return new Edit.Planned<>(
          Optional.of(
              edited(new Resident(vigy, scheduled(vigy, state, now), old.kv()), audit).change()),
          true);
    };
  }

  /// The ledger as a reader sees it at `now`: with what passed since something last was written.
  public static VigyState accounted(Resident resident, long now) {
    VigyState state = resident.state();
    Optional<Timing> timing = Timing.of(resident.vigy(), state);
    if (timing.isEmpty()) {
      return state;
    }
    Optional<String> idle = resident.idle(now);
    if (idle.isEmpty() && resident.pauseIsOver(now)) {
      long until =
          resident.vigy().pause().flatMap(Pause::until).map(Instant::toEpochMilli).orElse(now);
      return written(resident, timing.get(), timing.get().idled(until - 1, "paused"));
    }
    return written(
        resident,
        timing.get(),
        idle.isPresent() ? timing.get().idled(now, idle.get()) : timing.get().passedOver(now));
  }

  /// The ticks that are to come as things stand, soonest first.
  ///
  /// @param now epoch ms
  /// @param runningSince since when an engine runs
  /// @param activeFrom when the vigy ticks again if it does not now
  public static List<Timing.Coming> coming(
      Resident resident, long now, long runningSince, long activeFrom, int count) {
    Vigy vigy = resident.vigy();
    VigyState state = resident.state();
    if (activeFrom > now) {
      // As it will be then: what falls into the pause is accounted for.
      state = accounted(resident, activeFrom - 1);
      state =
          vigy.schedule() instanceof Schedule.Manual
              ? state
              : States.renamed(vigy, States.resting(state), activeFrom);
    }
    List<Timing.Coming> coming = new ArrayList<>();
    Optional<Timing> timing = Timing.of(vigy, state);
    if (timing.isPresent()) {
      coming.addAll(timing.get().coming(Math.max(now, activeFrom), runningSince, count));
    } else if (state.due().isPresent()) {
      Trigger trigger = state.retry() ? Trigger.RETRY : Trigger.ASKED;
      long due = Math.max(activeFrom, state.due().get().toEpochMilli());
      coming.add(new Timing.Coming(trigger, OptionalLong.empty(), due));
    }
    if (state.wakes().due().isPresent()) {
      Openings openings = Openings.of(vigy.schedule().common().windows());
      long due = openings.openAt(Math.max(activeFrom, state.wakes().due().get().toEpochMilli()));
      if (coming.isEmpty() || due < coming.getFirst().due()) {
        // The next tick answers all wakes, whatever makes it start.
        coming.addFirst(new Timing.Coming(Trigger.WAKE, OptionalLong.empty(), due));
      }
    }
    return coming.subList(0, Math.min(count, coming.size()));
  }

  private static VigyState written(Resident resident, Timing timing, Timing.Passed passed) {
    VigyState state = resident.state();
    return passed.ranges().isEmpty()
        ? state
        : States.written(resident.vigy(), state, timing, passed, state.due(), state.retry());
  }

  /// Leaves a grid: what it still had due by now is skipped, and nothing of it counts any more.
  private static VigyState left(Vigy vigy, VigyState state, long now, String reason) {
    List<LedgerRange> ledger =
        Timing.of(vigy, state)
            .map(timing -> Ledger.append(state.ledger(), timing.skipped(now, reason).ranges()))
            .orElse(state.ledger());
    return States.onNewGrid(state, ledger);
  }

  /// The state with its next due time: the one it has, or the schedule's own next where it has
  /// none.
  private static VigyState scheduled(Vigy vigy, VigyState state, Instant now) {
    if (vigy.schedule() instanceof Schedule.Manual) {
      // What it asked for waits until it may tick again.
      return state;
    }
    return Resident.idle(vigy, state, now.toEpochMilli()).isPresent()
        ? States.resting(state)
        : States.renamed(vigy, state, now.toEpochMilli());
  }

  private static Edited edited(Resident resident, Audit audit) {
    return new Edited(
        resident, new Change.Edited(resident.vigy(), resident.state(), List.of(), audit));
  }

  /// The vigy with another pause.
  public static Vigy withPause(Vigy vigy, Optional<Pause> pause, Instant now) {
    return new Vigy(
        vigy.id(),
        vigy.name(),
        vigy.program(),
        vigy.lines(),
        vigy.reconciler(),
        vigy.schedule(),
        vigy.anchor(),
        vigy.labels(),
        vigy.params(),
        vigy.allow(),
        vigy.budget(),
        vigy.mode(),
        vigy.enabled(),
        pause,
        vigy.pin(),
        vigy.generation(),
        vigy.createdAt(),
        now,
        vigy.doc(),
        vigy.warnings());
  }

  /// The vigy with another pin, or none.
  public static Vigy withPin(Vigy vigy, Optional<Pin> pin, Instant now) {
    return new Vigy(
        vigy.id(),
        vigy.name(),
        vigy.program(),
        vigy.lines(),
        vigy.reconciler(),
        vigy.schedule(),
        vigy.anchor(),
        vigy.labels(),
        vigy.params(),
        vigy.allow(),
        vigy.budget(),
        vigy.mode(),
        vigy.enabled(),
        vigy.pause(),
        pin,
        vigy.generation(),
        vigy.createdAt(),
        now,
        vigy.doc(),
        vigy.warnings());
  }

  /// What a vigy would be with the definition that it had earlier, as its next generation and
  /// pinned. What belongs to no generation (labels, pause, enabled) stays.
  public static Vigy rolledBack(Vigy vigy, Vigy earlier, Pin pin) {
    return new Vigy(
        vigy.id(),
        vigy.name(),
        earlier.program(),
        earlier.lines(),
        earlier.reconciler(),
        earlier.schedule(),
        earlier.schedule().equals(vigy.schedule()) ? vigy.anchor() : pin.since(),
        vigy.labels(),
        earlier.params(),
        earlier.allow(),
        earlier.budget(),
        earlier.mode(),
        vigy.enabled(),
        vigy.pause(),
        Optional.of(pin),
        vigy.generation() + 1,
        vigy.createdAt(),
        pin.since(),
        earlier.doc(),
        earlier.warnings());
  }

  /// The vigy enabled or disabled.
  public static Vigy withEnabled(Vigy vigy, boolean enabled, Instant now) {
    return new Vigy(
        vigy.id(),
        vigy.name(),
        vigy.program(),
        vigy.lines(),
        vigy.reconciler(),
        vigy.schedule(),
        vigy.anchor(),
        vigy.labels(),
        vigy.params(),
        vigy.allow(),
        vigy.budget(),
        vigy.mode(),
        enabled,
        vigy.pause(),
        vigy.pin(),
        vigy.generation(),
        vigy.createdAt(),
        now,
        vigy.doc(),
        vigy.warnings());
  }

  private static Vigy withAnchor(Vigy vigy, Instant anchor) {
    return new Vigy(
        vigy.id(),
        vigy.name(),
        vigy.program(),
        vigy.lines(),
        vigy.reconciler(),
        vigy.schedule(),
        anchor,
        vigy.labels(),
        vigy.params(),
        vigy.allow(),
        vigy.budget(),
        vigy.mode(),
        vigy.enabled(),
        vigy.pause(),
        vigy.pin(),
        vigy.generation(),
        vigy.createdAt(),
        vigy.updatedAt(),
        vigy.doc(),
        vigy.warnings());
  }
}
