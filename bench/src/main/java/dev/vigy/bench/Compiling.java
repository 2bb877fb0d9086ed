package dev.vigy.bench;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.source.Source;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;

/// How fast texts become programs, on one thread: megabytes of text read a second, the same with
/// all that compiling is (expanding, analyzing, building; each form is compiled when a first run
/// reaches it, so a first run is part of it), and small programs a second, each another text.
public final class Compiling {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int SAMPLES = 7;
  private static final int SMALL_PROGRAMS = 5_000;

  /// A procedure as people write them; the number makes each another one. Its body is compiled with
  /// it.
  private static String procedure(int number) {
    return """
      ; Decides what becomes of item %1$d.
      (define (decide-%1$d item limit)
        "What should be done with one item."
        (let* ((size (get item :size))
               (name (get item :name))
               (over (- size limit)))
          (cond ((not (string? name)) (list :error "no name" %1$d))
                ((> over 100) (list :delete name over))
                ((and (> over 0) (not (get item :kept))) (list :warn name over))
                (else (map (lambda (x) (+ x %1$d)) (list size limit over))))))
      """
        .formatted(number);
  }

  private static String small(int number) {
    return """
      (define seen %d)
      (define (worth item) (* (get item :size) 2))
      (define items (list (hash-map :size 1) (hash-map :size 2) (hash-map :size seen)))
      (if (> (foldl + 0 (map worth items)) 10) (list :big seen) (list :small seen))
      """
        .formatted(number);
  }

  private final Lisp lisp = Lisp.builder().build();
  private long consumed;
  private int number;

  private Compiling() {}

  public static void main(String[] arguments) {
    new Compiling().all();
  }

  private void all() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      text.append(procedure(i));
    }
    String big = text.toString();
    double megabytes = big.getBytes(StandardCharsets.UTF_8).length / 1e6;
    System.out.printf(Locale.ROOT, "text of %.1f MB, %d procedures%n", megabytes, 6_000);
    report(
        "reading", "MB/s", megabytes, _ -> consumed += Lisp.read(Source.of("t", big)).hashCode());
    report("reading and compiling", "MB/s", megabytes, turn -> run(big + "; " + turn));
    report(
        "small programs, read, compiled, run once",
        "programs/s",
        SMALL_PROGRAMS,
        _ -> {
          for (int i = 0; i < SMALL_PROGRAMS; i++) {
            run(small(number++));
          }
        });
    System.out.println("consumed " + consumed);
  }

  private void run(String text) {
    consumed += Running.once(lisp.compile(text)).meter().steps();
  }

  private static void report(String what, String unit, double amount, IntConsumer work) {
    long began = System.nanoTime();
    for (int turn = 0; System.nanoTime() - began < Duration.ofSeconds(5).toNanos(); turn++) {
      work.accept(-turn);
    }
    double[] rates = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      work.accept(i);
      rates[i] = amount / ((THREADS.getCurrentThreadCpuTime() - start) / 1e9);
    }
    Arrays.sort(rates);
    System.out.printf(
        Locale.ROOT,
        "%-44s median %8.0f %s, least %8.0f%n",
        what,
        rates[SAMPLES / 2],
        unit,
        rates[0]);
  }
}
