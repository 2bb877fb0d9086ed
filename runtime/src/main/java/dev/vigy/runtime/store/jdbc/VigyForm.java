package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.ScheduleJson;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The definition of a vigy as its row holds it: written at edits only, so its keys are in full.
final class VigyForm {
  private VigyForm() {}

  static byte[] write(Vigy vigy) {
    JsonOut out = new JsonOut(512 + vigy.program().length());
    out.raw("{\"name\":").text(vigy.name());
    out.raw(",\"generation\":").number(vigy.generation());
    out.raw(",\"enabled\":").raw(vigy.enabled() ? "true" : "false");
    vigy.pause()
        .ifPresent(
            pause -> {
              out.raw(",\"pause\":{\"by\":").text(pause.by());
              out.raw(",\"since\":").number(pause.since().toEpochMilli());
              pause.note().ifPresent(note -> out.raw(",\"note\":").text(note));
              pause.until().ifPresent(u -> out.raw(",\"until\":").number(u.toEpochMilli()));
              out.raw('}');
            });
    vigy.pin()
        .ifPresent(
            pin -> {
              out.raw(",\"pin\":{\"by\":").text(pin.by());
              out.raw(",\"since\":").number(pin.since().toEpochMilli()).raw('}');
            });
    out.raw(",\"reconciler\":").text(vigy.reconciler());
    out.raw(",\"schedule\":").value(ScheduleJson.write(vigy.schedule()));
    out.raw(",\"anchor\":").number(vigy.anchor().toEpochMilli());
    out.raw(",\"mode\":\"").raw(vigy.mode() == Mode.ACT ? "act" : "observe").raw('"');
    out.raw(",\"labels\":");
    char before = '{';
    for (Map.Entry<String, String> label : vigy.labels().entrySet()) {
      out.raw(before).text(label.getKey()).raw(':').text(label.getValue());
      before = ',';
    }
    out.raw(before == '{' ? "{}" : "}");
    out.raw(",\"params\":").members(vigy.params());
    RunForm.array(out.raw(",\"allow\":"), vigy.allow(), JsonOut::text);
    writeBudget(out.raw(",\"budget\":"), vigy.budget());
    out.raw(",\"created_at\":").number(vigy.createdAt().toEpochMilli());
    out.raw(",\"updated_at\":").number(vigy.updatedAt().toEpochMilli());
    vigy.doc().ifPresent(doc -> out.raw(",\"doc\":").text(doc));
    RunForm.array(out.raw(",\"warnings\":"), vigy.warnings(), JsonOut::text);
    vigy.lines()
        .ifPresent(
            lines -> {
              out.raw(",\"lines\":{\"file\":").text(lines.file());
              RunForm.array(out.raw(",\"lines\":"), lines.lines(), (o, line) -> o.number(line));
              out.raw('}');
            });
    return out.raw(",\"program\":").text(vigy.program()).raw('}').toBytes();
  }

  private static void writeBudget(JsonOut out, Budget budget) {
    out.raw("{\"steps\":").number(budget.steps());
    out.raw(",\"depth\":").number(budget.depth());
    out.raw(",\"time_ms\":").number(budget.time().toMillis());
    out.raw(",\"memory_bytes\":").number(budget.memoryBytes());
    out.raw(",\"probes\":").number(budget.probes());
    out.raw(",\"probe_time_ms\":").number(budget.probeTime().toMillis()).raw('}');
  }

  static Vigy read(VigyId id, byte[] bytes) {
    return read(id, bytes, new Shared());
  }

  /// @param shared what other definitions have in common with this one
  static Vigy read(VigyId id, byte[] bytes, Shared shared) {
    JsonIn in = new JsonIn(bytes);
    Optional<String> name = Optional.empty();
    Optional<String> program = Optional.empty();
    Optional<Vigy.LineMap> lines = Optional.empty();
    String reconciler = "lisp";
    Optional<Schedule> schedule = Optional.empty();
    Instant anchor = Instant.EPOCH;
    SortedMap<String, String> labels = new TreeMap<>();
    Map<String, Json> params = Map.of();
    List<String> allow = List.of();
    Budget budget = Budget.DEFAULT;
    Mode mode = Mode.ACT;
    boolean enabled = true;
    Optional<Vigy.Pause> pause = Optional.empty();
    Optional<Vigy.Pin> pin = Optional.empty();
    long generation = 1;
    Instant createdAt = Instant.EPOCH;
    Instant updatedAt = Instant.EPOCH;
    Optional<String> doc = Optional.empty();
    List<String> warnings = List.of();
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "name" -> name = Optional.of(in.text());
        case "generation" -> generation = in.number();
        case "enabled" -> enabled = in.bool();
        case "pause" -> pause = Optional.of(readPause(in));
        case "pin" -> pin = Optional.of(readPin(in));
        case "reconciler" -> reconciler = in.text();
        case "schedule" -> schedule = Optional.of(readSchedule(in));
        case "anchor" -> anchor = Instant.ofEpochMilli(in.number());
        case "mode" -> mode = RunForm.constant(Mode.class, in.text());
        case "labels" -> {
          in.beginObject();
          for (boolean firstLabel = true; in.nextMember(firstLabel); firstLabel = false) {
            String key = in.key();
            labels.put(key, in.text());
          }
        }
        case "params" -> params = Collections.unmodifiableMap(in.members());
        case "allow" -> allow = RunForm.list(in, JsonIn::text);
        case "budget" -> budget = readBudget(in);
        case "created_at" -> createdAt = Instant.ofEpochMilli(in.number());
        case "updated_at" -> updatedAt = Instant.ofEpochMilli(in.number());
        case "doc" -> doc = Optional.of(in.text());
        case "warnings" -> warnings = RunForm.list(in, JsonIn::text);
        case "lines" -> lines = Optional.of(readLines(in));
        case "program" -> program = Optional.of(in.text());
        default -> in.skip();
      }
    }
    in.finish();
    return new Vigy(
        id,
        name.orElseThrow(() -> missing("name")),
        shared.of(program.orElseThrow(() -> missing("program"))),
        lines.map(shared::of),
        shared.of(reconciler),
        shared.of(schedule.orElseThrow(() -> missing("schedule"))),
        anchor,
        Collections.unmodifiableSortedMap(labels),
        params,
        allow,
        shared.of(budget),
        mode,
        enabled,
        pause,
        pin,
        generation,
        createdAt,
        updatedAt,
        doc,
        warnings);
  }

  private static JsonIn.Malformed missing(String what) {
    return new JsonIn.Malformed("a definition without " + what);
  }

  private static Vigy.Pause readPause(JsonIn in) {
    Optional<String> note = Optional.empty();
    String by = "";
    Instant since = Instant.EPOCH;
    Optional<Instant> until = Optional.empty();
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "note" -> note = Optional.of(in.text());
        case "by" -> by = in.text();
        case "since" -> since = Instant.ofEpochMilli(in.number());
        case "until" -> until = Optional.of(Instant.ofEpochMilli(in.number()));
        default -> in.skip();
      }
    }
    return new Vigy.Pause(note, by, since, until);
  }

  private static Vigy.Pin readPin(JsonIn in) {
    String by = "";
    Instant since = Instant.EPOCH;
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "by" -> by = in.text();
        case "since" -> since = Instant.ofEpochMilli(in.number());
        default -> in.skip();
      }
    }
    return new Vigy.Pin(by, since);
  }

  private static Vigy.LineMap readLines(JsonIn in) {
    String file = "";
    List<Integer> lines = List.of();
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "file" -> file = in.text();
        case "lines" -> lines = RunForm.list(in, JsonIn::integer);
        default -> in.skip();
      }
    }
    return new Vigy.LineMap(file, lines);
  }

  private static Schedule readSchedule(JsonIn in) {
    try {
      return ScheduleJson.read(new Json.Object(in.members()));
    } catch (IllegalArgumentException e) {
      throw new JsonIn.Malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Budget readBudget(JsonIn in) {
    Budget budget = Budget.DEFAULT;
    long steps = budget.steps();
    int depth = budget.depth();
    Duration time = budget.time();
    long memory = budget.memoryBytes();
    int probes = budget.probes();
    Duration probeTime = budget.probeTime();
    in.beginObject();
    for (boolean first = true; in.nextMember(first); first = false) {
      switch (in.key()) {
        case "steps" -> steps = in.number();
        case "depth" -> depth = in.integer();
        case "time_ms" -> time = Duration.ofMillis(in.number());
        case "memory_bytes" -> memory = in.number();
        case "probes" -> probes = in.integer();
        case "probe_time_ms" -> probeTime = Duration.ofMillis(in.number());
        default -> in.skip();
      }
    }
    return new Budget(steps, depth, time, memory, probes, probeTime);
  }
}
