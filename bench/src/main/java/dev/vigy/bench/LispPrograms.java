package dev.vigy.bench;

import clojure.lang.Compiler;
import clojure.lang.IFn;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Var;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Program;
import java.io.StringReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/// The same work in tatara-lisp, in Clojure and in Java, in one process, so that all three live
/// with what the others taught the compiler. Limits are on for tatara-lisp, high enough to be met
/// by nobody. Each is checked against the others' value; then warmed up; then median of samples.
///
/// `LispPrograms [part of a case's name]`
public final class LispPrograms {
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final int SAMPLES = 9;

  private LispPrograms() {}

  public static void main(String[] arguments) throws InterruptedException {
    String part = arguments.length > 0 ? arguments[0] : "";
    // Deep recursion is the program's right, and needs a stack as the engine's own threads have.
    Thread thread = new Thread(null, () -> all(part), "bench", Running.STACK_BYTES);
    thread.start();
    thread.join();
  }

  private static void all(String part) {
    List<ProgramCase> cases =
        ProgramCase.all().stream().filter(one -> one.name().contains(part)).toList();
    System.out.println("| Program | tatara-lisp ms | goal | Clojure ms | Java ms | to Clojure |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (ProgramCase one : cases) {
      measure(one);
    }
  }

  private static void measure(ProgramCase one) {
    LongSupplier lisp = lisp(one.lisp());
    LongSupplier clojure = clojure(one.clojure());
    long expected = one.java().getAsLong();
    if (lisp.getAsLong() != expected || clojure.getAsLong() != expected) {
      throw new IllegalStateException(
          "%s: %d in tatara-lisp, %d in Clojure, %d in Java"
              .formatted(one.name(), lisp.getAsLong(), clojure.getAsLong(), expected));
    }
    double ours = median(lisp, expected);
    double theirs = median(clojure, expected);
    double bare = median(one.java(), expected);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %s | %.2f | %.2f | %.1fx |%n",
        one.name(),
        ours,
        one.goalMs() == 0 ? "" : String.format(Locale.ROOT, "%.0f", one.goalMs()),
        theirs,
        bare,
        ours / theirs);
  }

  private static LongSupplier lisp(String text) {
    Program program = Lisp.builder().build().compile(text);
    return () -> (Long) Running.once(program).value();
  }

  private static LongSupplier clojure(String text) {
    Var namespace = RT.var("clojure.core", "*ns*");
    Var.pushThreadBindings(RT.map(namespace, namespace.deref()));
    try {
      RT.var("clojure.core", "in-ns").invoke(Symbol.intern("bench"));
      RT.var("clojure.core", "refer").invoke(Symbol.intern("clojure.core"));
      Compiler.load(new StringReader(text));
      IFn main = (IFn) RT.var("bench", "main").deref();
      return () -> ((Number) main.invoke()).longValue();
    } finally {
      Var.popThreadBindings();
    }
  }

  /// Milliseconds. A sample is as many turns as fill 50 ms.
  private static double median(LongSupplier work, long expected) {
    long turns = 0;
    long began = System.nanoTime();
    do {
      check(work.getAsLong(), expected);
      turns++;
    } while (System.nanoTime() - began < WARM_UP.toNanos());
    long each = Math.max(1, turns * 50 / WARM_UP.toMillis());
    double[] millis = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      for (long turn = 0; turn < each; turn++) {
        check(work.getAsLong(), expected);
      }
      millis[i] = (System.nanoTime() - start) / 1e6 / each;
    }
    Arrays.sort(millis);
    return millis[SAMPLES / 2];
  }

  private static void check(long value, long expected) {
    if (value != expected) {
      throw new IllegalStateException("got " + value + ", expected " + expected);
    }
  }
}
