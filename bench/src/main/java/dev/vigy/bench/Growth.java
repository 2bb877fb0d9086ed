package dev.vigy.bench;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Program;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How the costs of the library's functions grow: the same work on 1,000, 10,000 and 100,000
/// elements, in ns an element. What is quadratic costs ten times as much an element from column to
/// column; says so and ends with 1 if something costs more than six times as much. (Logarithms and
/// caches that are too small make up to four of it.)
public final class Growth {
  private static final int[] SIZES = {1_000, 10_000, 100_000};
  private static final int SAMPLES = 7;
  private static final double SUSPICIOUS = 6;

  /// Less an element is lost in the noise of the setup that is taken off.
  private static final double NOISE = 10;

  /// @param setup run, and not counted: its time is measured apart and taken off
  private record Work(String name, String setup, String body) {}

  private static final List<Work> WORKS =
      List.of(
          new Work(
              "cons", "", "(define (f i l) (if (= i 0) l (f (- i 1) (cons i l)))) (f n (list))"),
          new Work(
              "append one at the end",
              "",
              "(define (f i l) (if (= i 0) l (f (- i 1) (append l (list i))))) (f n (list))"),
          new Work(
              "car and cdr",
              "(define l (range n))",
              "(define (f l s) (if (null? l) s (f (cdr l) (+ s (car l))))) (f l 0)"),
          new Work(
              "length after each cdr",
              "(define l (range n))",
              "(define (f l s) (if (null? l) s (f (cdr l) (+ s (length l))))) (f l 0)"),
          new Work(
              "nth of each",
              "(define l (range n))",
              "(define (f i s) (if (= i n) s (f (+ i 1) (+ s (nth i l))))) (f 0 0)"),
          new Work("last of each prefix", "(define l (range n))", "(dotimes (i n) (last l))"),
          new Work(
              "map, filter, foldl",
              "(define l (range n))",
              "(foldl + 0 (filter even? (map inc l)))"),
          new Work("reverse", "(define l (range n))", "(reverse l)"),
          new Work("distinct", "(define l (range n))", "(distinct l)"),
          new Work("flatten", "(define l (map list (range n)))", "(flatten l)"),
          new Work("frequencies", "(define l (range n))", "(frequencies l)"),
          new Work("group-by", "(define l (range n))", "(group-by (lambda (x) (modulo x 100)) l)"),
          new Work("zip", "(define l (range n))", "(zip l l)"),
          new Work("interleave", "(define l (range n))", "(interleave l l)"),
          new Work("partition", "(define l (range n))", "(partition even? l)"),
          new Work(
              "sort-by",
              "(define l (map (lambda (x) (modulo (* x 7919) 104729)) (range n)))",
              "(sort-by - l)"),
          new Work("equal? of lists", "(define l (range n)) (define m (range n))", "(equal? l m)"),
          new Work(
              "hash-map-set",
              "",
              "(define (f i m) (if (= i 0) m (f (- i 1) (hash-map-set m i i)))) (f n (hash-map))"),
          new Work(
              "get",
              "(define m (into-hash-map (zip (range n) (range n))))",
              "(define (f i s) (if (= i n) s (f (+ i 1) (+ s (get m i))))) (f 0 0)"),
          new Work(
              "dissoc until empty",
              "(define m (into-hash-map (zip (range n) (range n))))",
              "(define (f i m) (if (= i n) m (f (+ i 1) (dissoc m i)))) (f 0 m)"),
          new Work("string-join", "(define l (map str (range n)))", "(string-join \",\" l)"),
          new Work(
              "string-split",
              "(define s (string-join \",\" (map str (range n))))",
              "(string-split s \",\")"),
          new Work("print", "(define l (range n))", "(str l)"),
          new Work("read", "(define s (str (range n)))", "(read-string s)"));

  private Growth() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean[] linear = {true};
    Thread thread = new Thread(null, () -> linear[0] = all(), "bench", Running.STACK_BYTES);
    thread.start();
    thread.join();
    if (!linear[0]) {
      System.exit(1);
    }
  }

  private static boolean all() {
    System.out.println("| ns an element | 1,000 | 10,000 | 100,000 |");
    System.out.println("| --- | --- | --- | --- |");
    boolean linear = true;
    for (Work work : WORKS) {
      double[] nanos = new double[SIZES.length];
      for (int i = 0; i < SIZES.length; i++) {
        String setup = "(define n " + SIZES[i] + ")\n" + work.setup();
        double without = nanos(setup);
        nanos[i] = Math.max(0, nanos(setup + "\n" + work.body()) - without) / SIZES[i];
      }
      boolean grows = grows(nanos[0], nanos[1]) || grows(nanos[1], nanos[2]);
      linear &= !grows;
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %.0f |%s%n",
          work.name(),
          nanos[0],
          nanos[1],
          nanos[2],
          grows ? " grows!" : "");
    }
    return linear;
  }

  private static boolean grows(double smaller, double bigger) {
    return bigger > SUSPICIOUS * Math.max(smaller, NOISE);
  }

  /// The fastest of some samples, after a warm-up.
  private static double nanos(String text) {
    Program program = Lisp.builder().build().compile(text);
    long began = System.nanoTime();
    do {
      Running.once(program);
    } while (System.nanoTime() - began < Duration.ofMillis(400).toNanos());
    long[] samples = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      Running.once(program);
      samples[i] = System.nanoTime() - start;
    }
    Arrays.sort(samples);
    return samples[0];
  }
}
