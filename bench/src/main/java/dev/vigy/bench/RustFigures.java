package dev.vigy.bench;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Program;
import dev.vigy.lisp.Session;
import dev.vigy.lisp.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that was measured of the Rust version (tatara-lisp-eval 0.4.13), done here, with its
/// figure beside ours; ends with the rows in which ours is not ten times as fast.
///
/// As there: one process, the least of several samples (the median is printed as well), values
/// checked. Unlike there: all limits are on. Where the figures do not say how they were taken, ours
/// are taken the way that is harder for us:
///
/// - Every program has run before the first one is measured, so that the compiler of the JVM has
///   specialized its code for none of them.
/// - Computing and growth: a compiled program, run in a world of its own each time, the making of
///   its data included.
/// - "Read + run" of one text again and again: a session keeps what it compiled for texts that it
///   has met. So it is measured twice more: with a text that no session has met before.
///
/// `RustFigures [part of a row's name]`
public final class RustFigures {
  private static final double GOAL = 10;
  private static final Duration WARM_UP = Duration.ofMillis(350);

  /// What costs little goes through much code that has to be compiled: all of ours.
  private static final Duration WARM_UP_OF_FIXED_COSTS = Duration.ofSeconds(2);

  private static final Duration SAMPLE = Duration.ofMillis(20);
  private static final int SAMPLES = 15;

  private static final String TRIVIAL = "(+ 1 2)";

  private static final String DEFINING = "(define (f x) (* x 2)) (f 21)";

  private static final String TEN_CALLS =
      """
      (define state (hash-map :count 41 :last 40))
      (define n (inc (get state :count)))
      (define over (max 0 (- n 100)))
      (define text (str "item-" n))
      (list (length (list "a" text)) (string-length text) over (assoc state :count n))
      """;

  private static final String TEN_CALLS_VALUE = "(2 7 0 {:count 42, :last 40})";

  /// A row of the table.
  ///
  /// @param rustNanos 0 where there is no figure to be compared with
  /// @param work one turn; its value
  /// @param printed what that value prints as
  private record Row(
      String name, double rustNanos, Duration warmUp, Supplier<Object> work, String printed) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<String> slow = new ArrayList<>();
  private int number;

  /// Keeps the compiler from leaving out what is forked.
  private @Nullable Session forked;

  private RustFigures() {}

  public static void main(String[] arguments) throws InterruptedException {
    String part = arguments.length > 0 ? arguments[0] : "";
    // Deep recursion is the program's right, and needs a stack as the engine's own threads have.
    Thread thread =
        new Thread(null, () -> new RustFigures().all(part), "bench", Running.STACK_BYTES);
    thread.start();
    thread.join();
  }

  private void all(String part) {
    fixedCosts();
    RustCase.compute().forEach(this::add);
    RustCase.growth().forEach(this::add);
    definitions();
    rows.removeIf(row -> !row.name().contains(part));
    rows.forEach(RustFigures::check);
    System.out.println("| Work | Rust | least | median | ratio |");
    System.out.println("| --- | --- | --- | --- | --- |");
    rows.forEach(this::measure);
    System.out.println();
    System.out.printf(Locale.ROOT, "Under %.0fx: %d%n", GOAL, slow.size());
    slow.forEach(System.out::println);
  }

  private void fixedCosts() {
    micros("fresh interpreter + library", 1_200, () -> session().lookup("map").isPresent(), "#t");
    micros("evaluate `(+ 1 2)`, fresh", 1_170, () -> eval(session(), TRIVIAL), "3");
    Session kept = session();
    micros("evaluate `(+ 1 2)`, reused, read + run", 0.55, () -> eval(kept, TRIVIAL), "3");
    micros("the same, a new text each time", 0.55, () -> eval(kept, fresh(TRIVIAL)), "3");
    Program parsed = Lisp.builder().build().compile(TRIVIAL);
    micros("the same, already parsed", 0.23, () -> Running.once(parsed).value(), "3");
    Session ten = session();
    micros("ten calls, reused, read + run", 10.1, () -> eval(ten, TEN_CALLS), TEN_CALLS_VALUE);
    micros(
        "ten calls, a new text each time",
        10.1,
        () -> eval(ten, fresh(TEN_CALLS)),
        TEN_CALLS_VALUE);
    Session prelude = session();
    micros(
        "fork",
        35.8,
        () -> {
          forked = prelude.fork(Running.OPTIONS);
          return forked.definitions().isEmpty();
        },
        "#t");
    micros(
        "fork + evaluate `(+ 1 2)`", 36.5, () -> eval(prelude.fork(Running.OPTIONS), TRIVIAL), "3");
    micros(
        "fork + define a procedure + call it",
        44.6,
        () -> eval(prelude.fork(Running.OPTIONS), DEFINING),
        "42");
    micros(
        "the same, a new text each time",
        44.6,
        () -> eval(prelude.fork(Running.OPTIONS), fresh(DEFINING)),
        "42");
  }

  /// The figure of the Rust version is for forms that were read before, as our row of that name is:
  /// at the pace of its other figures reading these texts alone would take longer.
  private void definitions() {
    String text = RustCase.procedures(1_600);
    Lisp forgetful = Lisp.builder().cacheSize(1).build();
    micros(
        "defining 1,600 procedures, a new text each time",
        940,
        () -> Running.once(forgetful.compile(fresh(text))).value(),
        "3200");
  }

  private void micros(String name, double rustMicros, Supplier<Object> work, String printed) {
    rows.add(new Row(name, rustMicros * 1e3, WARM_UP_OF_FIXED_COSTS, work, printed));
  }

  private void add(RustCase one) {
    for (int i = 0; i < one.sizes().size(); i++) {
      int size = one.sizes().get(i);
      Program program = Lisp.builder().build().compile(one.text().apply(size));
      rows.add(
          new Row(
              size == 0 ? one.name() : String.format(Locale.ROOT, "%s, %,d", one.name(), size),
              one.rustMs().get(i) * 1e6,
              WARM_UP,
              () -> Running.once(program).value(),
              one.printed().apply(size)));
    }
  }

  /// The text as one that has not been there before.
  private String fresh(String text) {
    number++;
    return text + "; " + number;
  }

  private static Session session() {
    return Lisp.builder().build().session(Running.OPTIONS);
  }

  private static Object eval(Session session, String text) {
    return session.eval(text).valueOrThrow();
  }

  private static void check(Row row) {
    String got = Value.print(row.work().get());
    if (!got.equals(row.printed())) {
      throw new IllegalStateException(row.name() + ": " + got + ", expected " + row.printed());
    }
  }

  private void measure(Row row) {
    long turns = 0;
    long began = System.nanoTime();
    do {
      check(row);
      turns++;
    } while (System.nanoTime() - began < row.warmUp().toNanos());
    double[] nanos = new double[SAMPLES];
    long each = Math.max(1, turns * SAMPLE.toNanos() / row.warmUp().toNanos());
    for (int i = 0; i < SAMPLES; i++) {
      nanos[i] = sample(row, each);
    }
    Arrays.sort(nanos);
    double ratio = row.rustNanos() / nanos[0];
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.1fx |%n",
        row.name(),
        time(row.rustNanos()),
        time(nanos[0]),
        time(nanos[SAMPLES / 2]),
        ratio);
    if (ratio < GOAL) {
      slow.add(String.format(Locale.ROOT, "%.1fx %s", ratio, row.name()));
    }
  }

  /// Nanoseconds a turn; the value of the last one is checked.
  private static double sample(Row row, long turns) {
    @Nullable Object last = null;
    long start = System.nanoTime();
    for (long turn = 0; turn < turns; turn++) {
      last = row.work().get();
    }
    double took = (double) (System.nanoTime() - start) / turns;
    if (last == null || !Value.print(last).equals(row.printed())) {
      throw new IllegalStateException(row.name() + ": " + last);
    }
    return took;
  }

  private static String time(double nanos) {
    IntFunction<String> digits =
        unit -> nanos / unit < 10 ? "%.2f" : nanos / unit < 100 ? "%.1f" : "%.0f";
    if (nanos < 1_000) {
      return String.format(Locale.ROOT, "%.0f ns", nanos);
    }
    return nanos < 100_000
        ? String.format(Locale.ROOT, digits.apply(1_000) + " µs", nanos / 1e3)
        : String.format(Locale.ROOT, digits.apply(1_000_000) + " ms", nanos / 1e6);
  }
}
