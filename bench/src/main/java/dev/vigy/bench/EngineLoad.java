package dev.vigy.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.vigy.runtime.EngineStatus;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.vigy.Run;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// The whole engine under a schedule: timer, workers with Lisp programs, committer, SQLite.
///
/// `EngineLoad [vigies] [interval ms] [seconds] [quiet share in %]`
///
/// Fills a store with vigies whose phases are spread evenly over the interval, opens it (and says
/// how long that took), lets it run, and prints lateness (start of evaluation after the nominal
/// instant), durable ticks a second, commit latency, CPU and heap. A quiet vigy does nothing but
/// `(vigy-noop)`; the others count, observe and store.
public final class EngineLoad {
  private static final String MEASURED = "measured";
  private static final int WARM_UP_SECONDS = 10;

  private final int vigies;
  private final int intervalMs;
  private final int seconds;
  private final int quiet;
  private final Histogram lateness = new Histogram();
  private final Histogram commits = new Histogram();
  private final LongAdder durable = new LongAdder();
  private volatile boolean counting;

  private EngineLoad(int vigies, int intervalMs, int seconds, int quiet) {
    this.vigies = vigies;
    this.intervalMs = intervalMs;
    this.seconds = seconds;
    this.quiet = quiet;
  }

  public static void main(String[] args) throws Exception {
    int vigies = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    int intervalMs = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 60;
    int quiet = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    Path folder = Files.createTempDirectory("vigy-bench");
    try {
      new EngineLoad(vigies, intervalMs, seconds, quiet).run(folder.resolve("state.db"));
    } finally {
      try (var left = Files.list(folder)) {
        for (Path path : left.toList()) {
          Files.delete(path);
        }
      }
      Files.delete(folder);
    }
  }

  private void run(Path file) throws InterruptedException, IOException {
    try (Store store = SqliteStore.at(file)) {
      store.load();
      new Fleet(vigies, intervalMs, quiet, MEASURED).fill(store);
    }
    long before = usedHeap();
    long opening = System.nanoTime();
    try (Vigies open =
        Vigies.builder()
            .store(measured(SqliteStore.at(file)))
            .reconciler(MEASURED, measured())
            .start()) {
      print("vigies, interval, quiet", vigies + ", " + intervalMs + " ms, " + quiet + " %");
      print("opened in ms", "%.0f".formatted((System.nanoTime() - opening) / 1e6));
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      measure(open);
      // Last: collecting garbage makes everybody late.
      print("heap a vigy, bytes", Long.toString((usedHeap() - before) / vigies));
      EngineStatus status = open.status();
      status.storeError().ifPresent(trouble -> print("trouble", trouble));
    }
    print("file MB at the end", Long.toString(Files.size(file) >> 20));
  }

  private void measure(Vigies open) throws InterruptedException {
    long cpu = cpuNanos();
    counting = true;
    long began = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    long elapsed = System.nanoTime() - began;
    counting = false;
    cpu = cpuNanos() - cpu;
    print("seconds", "%.1f".formatted(elapsed / 1e9));
    print("due ticks/s", "%.0f".formatted(vigies * 1e3 / intervalMs));
    print("durable ticks/s", "%.0f".formatted(durable.sum() * 1e9 / elapsed));
    print("lateness p50/p99/p99.9/max ms", lateness.text());
    print("commit p50/p99/p99.9/max ms", commits.text());
    print("cores used", "%.2f".formatted(cpu / 1.0 / elapsed));
    Run newest = open.runs("load-0", RunQuery.newest(1)).getFirst();
    print("runs of load-0", Long.toString(newest.seq()));
  }

  /// The language's reconciler, which tells how late each evaluation starts.
  private Reconciler measured() {
    LispReconciler lisp = LispReconciler.with(StandardExtensions.all());
    return input -> {
      if (counting && input.nominal().isPresent()) {
        lateness.add(
            Math.max(
                0,
                1_000_000 * (System.currentTimeMillis() - input.nominal().get().toEpochMilli())));
      }
      return lisp.tick(input);
    };
  }

  /// The store, which tells how long commits take and how many ticks they make durable.
  private Store measured(Store store) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              long start = System.nanoTime();
              try {
                Object result = method.invoke(store, arguments);
                if (counting && arguments != null && arguments[0] instanceof Batch batch) {
                  commits.add(System.nanoTime() - start);
                  durable.add(
                      batch.changes().stream().filter(Change.Ticked.class::isInstance).count());
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /// Times in buckets of 5 %, from a microsecond to minutes; safe for many threads.
  private static final class Histogram {
    private static final double STEP = Math.log(1.05);
    private static final int BUCKETS = 400;

    private final LongAdder[] counts = new LongAdder[BUCKETS];

    Histogram() {
      for (int i = 0; i < BUCKETS; i++) {
        counts[i] = new LongAdder();
      }
    }

    void add(long nanos) {
      double micros = Math.max(1, nanos / 1e3);
      counts[Math.min(BUCKETS - 1, (int) (Math.log(micros) / STEP))].increment();
    }

    /// The upper end of the bucket that holds this share, ms.
    private double at(double share) {
      long all = 0;
      for (LongAdder count : counts) {
        all += count.sum();
      }
      long seen = 0;
      for (int i = 0; i < BUCKETS; i++) {
        seen += counts[i].sum();
        if (seen >= all * share && seen > 0) {
          return Math.exp((i + 1) * STEP) / 1e3;
        }
      }
      return 0;
    }

    String text() {
      return "%.1f / %.1f / %.1f / %.1f".formatted(at(0.5), at(0.99), at(0.999), at(1.0));
    }
  }

  private static long usedHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
        ? os.getProcessCpuTime()
        : 0;
  }

  private static void print(String what, String value) {
    System.out.printf(Locale.ROOT, "| %-30s | %s |%n", what, value);
  }
}
