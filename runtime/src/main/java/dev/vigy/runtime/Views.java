package dev.vigy.runtime;

import dev.vigy.runtime.Vigies.KvItem;
import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.Vigies.VigyView;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Selector;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import dev.vigy.runtime.worker.Edits;
import dev.vigy.runtime.worker.KvTable;
import dev.vigy.runtime.worker.Registry;
import dev.vigy.runtime.worker.Resident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// How readers see a vigy: what is durable, brought up to now. The ledger accounts for what passed
/// since it was last written, and the condition `Ticking` says so when nobody ticks the vigy.
final class Views {
  /// The engine's own condition of each vigy.
  private static final String TICKING = "Ticking";

  /// So many intervals after its due time a vigy counts as late.
  private static final int LATE_INTERVALS = 3;

  private static final Duration LATE_AT_LEAST = Duration.ofSeconds(5);

  private final Predicate<Vigy> served;

  /// @param served whose schedules somebody follows
  Views(Predicate<Vigy> served) {
    this.served = served;
  }

  VigyView view(Resident resident, Instant now) {
    Status status = status(resident, now);
    VigyState state = Edits.accounted(resident, now.toEpochMilli());
    return new VigyView(resident.vigy(), withTrouble(resident.vigy(), state, status, now), status);
  }

  List<VigyView> list(Registry registry, Selector selector, Optional<Status> status, Instant now) {
    return registry.all().stream()
        .filter(resident -> selector.matches(resident.vigy().labels()))
        .filter(resident -> status.map(wanted -> status(resident, now) == wanted).orElse(true))
        .map(resident -> view(resident, now))
        .sorted(Comparator.comparing(view -> view.vigy().name()))
        .toList();
  }

  Status status(Resident resident, Instant now) {
    return switch (resident.idle(now.toEpochMilli()).orElse("")) {
      case "disabled" -> Status.DISABLED;
      case "quarantined" -> Status.QUARANTINED;
      case "paused" -> Status.PAUSED;
      default -> served.test(resident.vigy()) ? Status.ACTIVE : Status.OUT_OF_SCOPE;
    };
  }

  /// The ticks that are to come as things stand.
  List<Upcoming> next(Resident resident, Instant now, Instant runningSince, int count) {
    List<Upcoming> all = new ArrayList<>();
    long at = now.toEpochMilli();
    Optional<String> idle = resident.idle(at);
    Optional<Long> until =
        idle.isEmpty()
            ? Optional.of(at)
            : idle.get().equals("paused")
                ? resident.vigy().pause().flatMap(Vigy.Pause::until).map(Instant::toEpochMilli)
                : Optional.empty();
    if (until.isEmpty()) {
      return all;
    }
    for (Timing.Coming coming :
        Edits.coming(resident, at, runningSince.toEpochMilli(), until.get(), count)) {
      all.add(
          new Upcoming(
              coming.trigger(),
              coming.nominal().isPresent()
                  ? Optional.of(Instant.ofEpochMilli(coming.nominal().getAsLong()))
                  : Optional.empty(),
              Instant.ofEpochMilli(coming.due())));
    }
    return List.copyOf(all);
  }

  static List<KvItem> kv(Resident resident) {
    return resident.kv().rows().stream().map(Views::item).toList();
  }

  private static KvItem item(KvTable.Row row) {
    return new KvItem(row.key(), row.value(), row.updatedAt());
  }

  /// Nobody can commit that nobody is there, so it is said when somebody looks.
  private static VigyState withTrouble(Vigy vigy, VigyState state, Status status, Instant now) {
    Optional<Instant> late =
        state.due().filter(due -> due.plus(patience(vigy.schedule())).isBefore(now));
    return switch (status) {
      case OUT_OF_SCOPE ->
          withTicking(state, "NotServed", "no engine of its scope is running", now, vigy);
      case ACTIVE ->
          late.map(due -> withTicking(state, "Late", "it was due at " + due, due, vigy))
              .orElse(state);
      case PAUSED, DISABLED, QUARANTINED -> state;
    };
  }

  private static Duration patience(Schedule schedule) {
    Duration intervals =
        switch (schedule) {
          case Schedule.Fixed fixed -> fixed.interval().multipliedBy(LATE_INTERVALS);
          case Schedule.Adaptive adaptive -> adaptive.min().multipliedBy(LATE_INTERVALS);
          case Schedule.Cron _, Schedule.Manual _ -> Duration.ZERO;
        };
    return intervals.compareTo(LATE_AT_LEAST) > 0 ? intervals : LATE_AT_LEAST;
  }

  private static VigyState withTicking(
      VigyState state, String reason, String message, Instant since, Vigy vigy) {
    Map<String, Condition> conditions = new LinkedHashMap<>(state.conditions());
    Condition old = conditions.get(TICKING);
    Instant transition =
        old != null && old.status() == Condition.Status.FALSE ? old.lastTransition() : since;
    conditions.put(
        TICKING,
        new Condition(
            TICKING,
            Condition.Status.FALSE,
            Optional.of(reason),
            Optional.of(message),
            transition,
            vigy.generation()));
    return new VigyState(
        state.seq(),
        state.successes(),
        state.failures(),
        state.limitFailures(),
        state.revision(),
        state.lastStart(),
        state.lastSuccess(),
        state.lastFailure(),
        state.lastNominal(),
        state.due(),
        state.retry(),
        state.quarantine(),
        state.desired(),
        state.observed(),
        Collections.unmodifiableMap(conditions),
        state.ledger(),
        state.pace(),
        state.wakes());
  }
}
