package dev.vigy.bench;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How long one tick of ten intrinsics takes: real host, all standard extensions, limits on, a
/// fresh host each, the outcome read.
///
/// Three cases, each on one thread: one program shared by all ticks; 1,000 different programs by
/// turns; the same with the kv of each vigy loaded from and stored into a map, and the run's record
/// written as JSON text. Prints the median and the fastest of the samples.
public final class TenIntrinsics {
  /// The program; `%d` makes it another text.
  static final String PROGRAM =
      """
      ; program %d
      (define last (vigy-get "last" 0))
      (define n (vigy-incr "n"))
      (vigy-observed :count n)
      (vigy-desired :count 100)
      (if (vigy-rate-limited? "report" 60000)
        (vigy-noop)
        (vigy-pull (hash-map "count" n "last" last)))
      (vigy-metric :count n)
      (vigy-condition :Counting (if (< n 100) "true" "false") "UnderWay")
      (vigy-log "info" "counted")
      (vigy-set "last" n)
      """;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int PROGRAMS = 1_000;
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final int SAMPLES = 9;
  private static final Duration SAMPLE = Duration.ofMillis(500);

  private final LispReconciler lisp = LispReconciler.with(StandardExtensions.all());
  private final Interrupt interrupt = new Interrupt();
  private final Vigy[] vigies = new Vigy[PROGRAMS];
  private final List<Map<String, Json>> kvs = new ArrayList<>();
  private long startMs = 1_779_366_896_789L;
  private long consumed;

  private TenIntrinsics() {
    for (int i = 0; i < PROGRAMS; i++) {
      vigies[i] = vigy("bench-" + i, PROGRAM.formatted(i));
      kvs.add(kv());
    }
  }

  public static void main(String[] arguments) {
    // A program's own threads have big stacks; this one needs no depth.
    TenIntrinsics bench = new TenIntrinsics();
    bench.measure("shared program", () -> bench.tick(0));
    bench.measure(PROGRAMS + " programs", bench.byTurns(bench::tick));
    bench.measure("shared program, kv load and run record", () -> bench.whole(0));
    bench.measure(PROGRAMS + " programs, kv load and run record", bench.byTurns(bench::whole));
    System.out.println("consumed " + bench.consumed);
  }

  private Runnable byTurns(java.util.function.IntConsumer tick) {
    int[] next = {0};
    return () -> {
      next[0] = next[0] + 1 == PROGRAMS ? 0 : next[0] + 1;
      tick.accept(next[0]);
    };
  }

  private void measure(String what, Runnable tick) {
    sample(tick, WARM_UP);
    double[] nanos = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      nanos[i] = sample(tick, SAMPLE);
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-48s median %6.0f ns  fastest %6.0f ns%n",
        what,
        nanos[SAMPLES / 2],
        nanos[0]);
  }

  /// Nanoseconds of the thread's CPU time a tick, so that other work on the machine does not count.
  private static double sample(Runnable tick, Duration time) {
    long began = THREADS.getCurrentThreadCpuTime();
    long ticks = 0;
    long took;
    do {
      for (int i = 0; i < 1_000; i++) {
        tick.run();
      }
      ticks += 1_000;
      took = THREADS.getCurrentThreadCpuTime() - began;
    } while (took < time.toNanos());
    return (double) took / ticks;
  }

  /// The evaluation alone: kv is there, the outcome is looked at and dropped.
  private void tick(int which) {
    consume(evaluate(which));
  }

  /// With kv taken from the vigy's map and put back, and the record of the run as text.
  private void whole(int which) {
    Outcome outcome = evaluate(which);
    Map<String, Json> kv = kvs.get(which);
    for (KvChange change : outcome.kvChanges()) {
      if (change.value().isPresent()) {
        kv.put(change.key(), change.value().get());
      } else {
        kv.remove(change.key());
      }
    }
    consumed += record(outcome).length();
  }

  private Outcome evaluate(int which) {
    startMs += 100;
    TickResult result =
        lisp.tick(
            new TickInput(
                vigies[which],
                kvs.get(which),
                startMs,
                Optional.of(startMs - 100),
                startMs,
                Trigger.SCHEDULE,
                Optional.empty(),
                List.of(),
                Budget.DEFAULT,
                List.of(),
                0,
                200,
                interrupt));
    if (result instanceof Outcome outcome && outcome.failure().isEmpty()) {
      return outcome;
    }
    throw new IllegalStateException("the program failed: " + result);
  }

  private void consume(Outcome outcome) {
    consumed +=
        outcome.steps()
            + outcome.actions().size()
            + outcome.kvChanges().size()
            + outcome.desired().size()
            + outcome.observed().size()
            + outcome.conditions().size()
            + outcome.said().logs().size()
            + outcome.said().metrics().size();
  }

  private static String record(Outcome outcome) {
    StringBuilder out = new StringBuilder(512);
    out.append("{\"steps\":").append(outcome.steps()).append(",\"actions\":[");
    outcome
        .actions()
        .forEach(
            action -> {
              out.append("{\"kind\":\"").append(action.kind().text()).append('"');
              action
                  .payload()
                  .ifPresent(
                      payload -> {
                        out.append(",\"payload\":");
                        JsonPrinter.print(payload, out);
                      });
              out.append("},");
            });
    out.append("],\"kv\":");
    Map<String, Json> changes = new LinkedHashMap<>();
    outcome
        .kvChanges()
        .forEach(change -> changes.put(change.key(), change.value().orElse(Json.Null.NULL)));
    JsonPrinter.print(new Json.Object(changes), out);
    out.append(",\"desired\":");
    JsonPrinter.print(new Json.Object(outcome.desired()), out);
    out.append(",\"observed\":");
    JsonPrinter.print(new Json.Object(outcome.observed()), out);
    out.append(",\"conditions\":[");
    for (Condition condition : outcome.conditions()) {
      out.append("{\"name\":\"")
          .append(condition.name())
          .append("\",\"status\":\"")
          .append(condition.status())
          .append("\"},");
    }
    out.append("],\"logs\":[");
    outcome.said().logs().forEach(log -> out.append('"').append(log.message()).append("\","));
    out.append("],\"metrics\":{");
    outcome
        .said()
        .metrics()
        .forEach((name, value) -> out.append('"').append(name).append("\":").append(value));
    return out.append("}}").toString();
  }

  private static Map<String, Json> kv() {
    Map<String, Json> kv = new HashMap<>();
    kv.put("n", new Json.Int(1));
    kv.put("last", new Json.Int(0));
    kv.put("name", new Json.Text("something"));
    kv.put("limit", new Json.Real(2.5));
    kv.put("__once::first", new Json.Bool(true));
    return kv;
  }

  private static Vigy vigy(String name, String program) {
    return new Vigy(
        VigyId.of(name, program),
        name,
        program,
        Optional.empty(),
        "lisp",
        Schedule.Fixed.every(Duration.ofSeconds(1)),
        Instant.EPOCH,
        new TreeMap<>(),
        Map.of(),
        List.of(),
        Budget.DEFAULT,
        Mode.ACT,
        true,
        Optional.empty(),
        Optional.empty(),
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty(),
        List.of());
  }
}
