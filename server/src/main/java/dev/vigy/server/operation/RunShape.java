package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The JSON of a run and of what it is made of (product 4, contracts 1.6).
public final class RunShape {
  private RunShape() {}

  /// @param vigyName the vigy's name, absent when it is gone
  public static Json.Object run(Run run, Optional<String> vigyName) {
    Fields fields =
        new Fields()
            .put("id", run.id())
            .put("vigy_id", run.vigyId().hex())
            .text("vigy_name", vigyName)
            .put("seq", run.seq())
            .put("cursor", Long.toString(run.position()))
            .put("generation", run.generation())
            .put("trigger", run.trigger().text())
            .instant("nominal_at", run.nominalAt())
            .put("started_at", run.startedAt())
            .put("ended_at", run.endedAt())
            .put("duration_us", run.durationMicros())
            .put("steps", run.steps())
            .put("result", run.ok() ? "ok" : "failed");
    run.failure()
        .ifPresent(
            failure -> {
              fields.put("error", failure.text());
              fields.put("error_info", errorInfo(failure));
              if (!failure.repeatable()) {
                fields.put("repeatable", false);
              }
            });
    if (run.stopped()) {
      fields.put("stopped", true);
    }
    fields
        .list("actions", run.actions(), RunShape::action)
        .list("kv_changes", run.kvChanges(), RunShape::kvChange);
    run.desired().ifPresent(desired -> fields.map("desired", desired));
    run.observed().ifPresent(observed -> fields.map("observed", observed));
    fields.list("conditions", run.conditions(), RunShape::condition);
    said(fields, run.said());
    if (!run.said().output().isEmpty()) {
      fields.put("output", run.said().output());
    }
    fields.list("probes", run.probes(), RunShape::probe);
    if (!run.wakes().isEmpty()) {
      fields.put("wakes", new Json.Array(run.wakes()));
    }
    return fields.object();
  }

  private static void said(Fields fields, Run.Said said) {
    fields
        .list("logs", said.logs(), RunShape::log)
        .map("traces", said.traces())
        .map("metrics", metrics(said.metrics()))
        .list("events", said.events(), RunShape::event);
  }

  static Map<String, Json> metrics(Map<String, Double> metrics) {
    Map<String, Json> shaped = new LinkedHashMap<>();
    metrics.forEach(
        (name, value) ->
            shaped.put(name, Double.isFinite(value) ? new Json.Real(value) : Json.Null.NULL));
    return shaped;
  }

  static Json log(Run.Log log) {
    return new Fields().put("level", log.level()).put("message", log.message()).object();
  }

  static Json event(Run.Event event) {
    return new Fields().put("kind", event.kind()).put("message", event.message()).object();
  }

  static Json action(Action action) {
    return new Fields()
        .put("kind", action.kind().text())
        .text("subject", action.subject())
        .json("payload", action.payload())
        .text("result", action.result().map(result -> result.name().toLowerCase(Locale.ROOT)))
        .text("message", action.message())
        .object();
  }

  static Json condition(Condition condition) {
    return conditionFields(condition).object();
  }

  static Fields conditionFields(Condition condition) {
    return new Fields()
        .put("name", condition.name())
        .put("status", condition.status().name().toLowerCase(Locale.ROOT))
        .text("reason", condition.reason())
        .text("message", condition.message())
        .put("last_transition", condition.lastTransition())
        .put("observed_generation", condition.observedGeneration());
  }

  private static Json kvChange(Run.KvChange change) {
    Fields fields = new Fields().put("key", change.key());
    if (change.value().isPresent()) {
      return fields.put("value", change.value().get()).object();
    }
    return fields.put("deleted", true).object();
  }

  private static Json probe(Run.Probe probe) {
    return new Fields()
        .put("call", new Json.Array(probe.call()))
        .json("answer", probe.answer())
        .object();
  }

  private static Json errorInfo(Run.RunError failure) {
    Fields fields =
        new Fields()
            .put("kind", failure.kind())
            .put("message", failure.message())
            .put("short", failure.shortMessage())
            .text("span", failure.span());
    place(fields, failure);
    advice(fields, failure);
    return fields.object();
  }

  /// The hint and the call stack, where they are known.
  static void advice(Fields fields, Run.RunError failure) {
    fields.text("hint", failure.hint());
    if (!failure.stack().isEmpty()) {
      List<Json> stack = new ArrayList<>();
      failure.stack().forEach(frame -> stack.add(new Json.Text(frame)));
      fields.put("stack", new Json.Array(stack));
    }
  }

  /// Line and column, both from 1, where they are known.
  static void place(Fields fields, Run.RunError failure) {
    failure.line().ifPresent(line -> fields.put("line", line));
    failure.column().ifPresent(column -> fields.put("column", column));
  }
}
