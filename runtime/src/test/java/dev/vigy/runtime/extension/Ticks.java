package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Inputs of ticks for tests: a program and what it finds, everything else as plain as can be.
public record Ticks(
    String program,
    Map<String, Json> params,
    Map<String, Json> kv,
    long startMs,
    Optional<Long> previousStartMs,
    long count,
    Trigger trigger,
    Optional<Instant> nominal,
    Budget budget,
    List<Answer> answers,
    Optional<Vigy.LineMap> lines) {
  /// 2026-05-21T12:34:56.789Z.
  public static final long START_MS = 1_779_366_896_789L;

  public static Ticks of(String program) {
    return new Ticks(
        program,
        Map.of(),
        Map.of(),
        START_MS,
        Optional.empty(),
        1,
        Trigger.SCHEDULE,
        Optional.empty(),
        Budget.DEFAULT,
        List.of(),
        Optional.empty());
  }

  public Ticks kv(Map<String, Json> newKv) {
    return new Ticks(
        program,
        params,
        newKv,
        startMs,
        previousStartMs,
        count,
        trigger,
        nominal,
        budget,
        answers,
        lines);
  }

  public Ticks params(Map<String, Json> newParams) {
    return new Ticks(
        program,
        newParams,
        kv,
        startMs,
        previousStartMs,
        count,
        trigger,
        nominal,
        budget,
        answers,
        lines);
  }

  public Ticks at(long newStartMs) {
    return new Ticks(
        program,
        params,
        kv,
        newStartMs,
        previousStartMs,
        count,
        trigger,
        nominal,
        budget,
        answers,
        lines);
  }

  public Ticks after(long newPreviousStartMs, long newCount) {
    return new Ticks(
        program,
        params,
        kv,
        startMs,
        Optional.of(newPreviousStartMs),
        newCount,
        trigger,
        nominal,
        budget,
        answers,
        lines);
  }

  public Ticks nominal(long ms) {
    return new Ticks(
        program,
        params,
        kv,
        startMs,
        previousStartMs,
        count,
        trigger,
        Optional.of(Instant.ofEpochMilli(ms)),
        budget,
        answers,
        lines);
  }

  public Ticks budget(Budget newBudget) {
    return new Ticks(
        program,
        params,
        kv,
        startMs,
        previousStartMs,
        count,
        trigger,
        nominal,
        newBudget,
        answers,
        lines);
  }

  public Ticks answers(List<Answer> newAnswers) {
    return new Ticks(
        program,
        params,
        kv,
        startMs,
        previousStartMs,
        count,
        trigger,
        nominal,
        budget,
        newAnswers,
        lines);
  }

  public Ticks lines(Vigy.LineMap newLines) {
    return new Ticks(
        program,
        params,
        kv,
        startMs,
        previousStartMs,
        count,
        trigger,
        nominal,
        budget,
        answers,
        Optional.of(newLines));
  }

  public TickInput input() {
    Vigy vigy =
        new Vigy(
            VigyId.of("test", program),
            "test",
            program,
            lines,
            "lisp",
            Schedule.Fixed.every(Duration.ofSeconds(1)),
            Instant.EPOCH,
            new TreeMap<>(),
            params,
            List.of(),
            budget,
            Mode.ACT,
            true,
            Optional.empty(),
            Optional.empty(),
            3,
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            List.of());
    return new TickInput(
        vigy,
        kv,
        startMs,
        previousStartMs,
        count,
        trigger,
        nominal,
        List.of(),
        budget,
        answers,
        0,
        TickInput.UNCOUNTED,
        new Interrupt());
  }
}
