package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.ScheduleJson;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The JSON of a vigy, its state and its ledger (product 4 and 15).
final class VigyShape {
  /// The engine's own condition, which never grows stale: the engine keeps it.
  private static final String TICKING = "Ticking";

  private VigyShape() {}

  /// The definition, its status, and the few numbers of its state that a list shows.
  static Fields vigy(Vigy vigy, VigyState state, String status) {
    Fields fields =
        new Fields()
            .put("id", vigy.id().hex())
            .put("name", vigy.name())
            .put("program", vigy.program())
            .put("language", Vigy.LANGUAGE);
    if (vigy.schedule() instanceof Schedule.Fixed fixed) {
      fields.put("tick_interval_ms", fixed.interval().toMillis());
    }
    fields
        .put("schedule", ScheduleJson.write(vigy.schedule()))
        .put("enabled", vigy.enabled())
        .put("created_at", vigy.createdAt())
        .put("updated_at", vigy.updatedAt())
        .put("labels", texts(vigy.labels()))
        .put("generation", vigy.generation())
        .put("status", status);
    vigy.pause().ifPresent(pause -> fields.put("paused", pause(pause)));
    vigy.pin().ifPresent(pin -> fields.put("pinned", pin(pin)));
    fields.text("quarantine", state.quarantine());
    fields.text("doc", vigy.doc());
    return progress(whatRuns(fields, vigy), state);
  }

  /// One generation of a vigy: what belongs to it.
  static Json.Object version(Vigy vigy, boolean current) {
    Fields fields =
        new Fields().put("generation", vigy.generation()).put("updated_at", vigy.updatedAt());
    if (current) {
      fields.put("current", true);
      vigy.pin().ifPresent(pin -> fields.put("pinned", pin(pin)));
    }
    fields.put("schedule", ScheduleJson.write(vigy.schedule())).text("doc", vigy.doc());
    return whatRuns(fields, vigy).put("program", vigy.program()).object();
  }

  private static Fields whatRuns(Fields fields, Vigy vigy) {
    if (!vigy.params().isEmpty()) {
      fields.map("params", vigy.params());
    }
    if (!vigy.allow().isEmpty()) {
      fields.put("allow", textArray(vigy.allow()));
    }
    if (!vigy.budget().equals(Budget.DEFAULT)) {
      fields.put("budget", budget(vigy.budget()));
    }
    fields.put("mode", vigy.mode().name().toLowerCase(Locale.ROOT));
    if (!vigy.reconciler().equals("lisp")) {
      fields.put("reconciler", vigy.reconciler());
    }
    vigy.lines().ifPresent(lines -> fields.put("file", lines.file()));
    if (!vigy.warnings().isEmpty()) {
      fields.put("warnings", textArray(vigy.warnings()));
    }
    return fields;
  }

  private static Fields progress(Fields fields, VigyState state) {
    return fields
        .put("seq", state.seq())
        .instant("last_success", state.lastSuccess())
        .instant("last_failure", state.lastFailure())
        .put("consecutive_failures", state.failures())
        .instant("next_due", state.due())
        .some("wakes_waiting", state.wakes().count());
  }

  /// @param newest the newest run, whose actions without a result are what is pending
  static Json.Object state(
      Vigy vigy, VigyState state, String status, Optional<Run> newest, Instant now) {
    Fields fields =
        new Fields()
            .put("vigy_id", vigy.id().hex())
            .put("name", vigy.name())
            .put("status", status)
            .put("generation", vigy.generation())
            .put("revision", state.revision())
            .map("desired", state.desired())
            .map("observed", state.observed())
            .put("drift", drift(state))
            .list(
                "conditions",
                List.copyOf(state.conditions().values()),
                condition -> condition(condition, vigy, state, now))
            .put("pending", pending(newest));
    observedGeneration(state)
        .ifPresent(generation -> fields.put("observed_generation", generation));
    fields.text("quarantine", state.quarantine());
    return progress(fields, state)
        .put("successes", state.successes())
        .put("captured_at", now)
        .object();
  }

  /// Keys that are desired and not observed to be so.
  private static Json drift(VigyState state) {
    List<Json> drift = new ArrayList<>();
    state
        .desired()
        .forEach(
            (key, desired) -> {
              Optional<Json> observed = Optional.ofNullable(state.observed().get(key));
              if (!observed.equals(Optional.of(desired))) {
                drift.add(
                    new Fields()
                        .put("key", key)
                        .put("desired", desired)
                        .json("observed", observed)
                        .object());
              }
            });
    return new Json.Array(drift);
  }

  private static Json pending(Optional<Run> newest) {
    return Fields.array(
        newest.filter(Run::ok).stream()
            .flatMap(run -> run.actions().stream())
            .filter(action -> action.result().isEmpty())
            .toList(),
        RunShape::action);
  }

  private static Optional<Long> observedGeneration(VigyState state) {
    return state.conditions().values().stream()
        .filter(condition -> !condition.name().equals(TICKING))
        .map(Condition::observedGeneration)
        .max(Long::compare);
  }

  /// A condition that nobody has confirmed for three intervals is marked, so that old news does not
  /// look like health.
  private static Json condition(Condition condition, Vigy vigy, VigyState state, Instant now) {
    Fields fields = RunShape.conditionFields(condition);
    if (!condition.name().equals(TICKING) && isStale(vigy, state, now)) {
      fields.put("stale", true);
    }
    return fields.object();
  }

  private static boolean isStale(Vigy vigy, VigyState state, Instant now) {
    if (!(vigy.schedule() instanceof Schedule.Fixed fixed) || state.lastSuccess().isEmpty()) {
      return false;
    }
    Duration sinceSuccess = Duration.between(state.lastSuccess().get(), now);
    return sinceSuccess.compareTo(fixed.interval().multipliedBy(3)) > 0;
  }

  private static Json pause(Vigy.Pause pause) {
    return new Fields()
        .text("note", pause.note())
        .put("by", pause.by())
        .put("since", pause.since())
        .instant("until", pause.until())
        .object();
  }

  private static Json pin(Vigy.Pin pin) {
    return new Fields().put("by", pin.by()).put("since", pin.since()).object();
  }

  private static Json budget(Budget budget) {
    return new Fields()
        .put("steps", budget.steps())
        .put("depth", budget.depth())
        .put("time_ms", budget.time().toMillis())
        .put("memory_bytes", budget.memoryBytes())
        .put("probes", budget.probes())
        .put("probe_time_ms", budget.probeTime().toMillis())
        .object();
  }

  static Json ledger(LedgerRange range) {
    Fields fields =
        new Fields()
            .put("from", range.from())
            .put("to", range.to())
            .put("count", range.count())
            .put("fate", range.fate().text())
            .text("reason", range.reason());
    switch (range.fate()) {
      case RAN -> fields.put("from_seq", range.fromSeq()).put("to_seq", range.toSeq());
      case COALESCED -> fields.put("into_seq", range.toSeq());
      case SKIPPED, MISSED -> {}
    }
    return fields.object();
  }

  static Json texts(Map<String, String> texts) {
    Map<String, Json> members = new LinkedHashMap<>();
    texts.forEach((key, value) -> members.put(key, new Json.Text(value)));
    return new Json.Object(members);
  }

  static Json textArray(List<String> texts) {
    return Fields.array(texts, Json.Text::new);
  }
}
