package dev.vigy.bench;

import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/// How many ticks a second the SQLite store makes durable, in steady state: each with vigy state,
/// ledger, run record and two changes of kv. Evaluation is left out; workers make up the outcomes,
/// and a vigy ticks again only when its last tick is durable, as in the engine.
///
/// `DurableTicks [seconds] [vigies] [quiet share in %] [batch] [file]`
public final class DurableTicks {
  private static final int WARM_UP_SECONDS = 5;

  private final Store store;
  private final Path file;
  private final int seconds;
  private final int vigies;
  private final int quiet;
  private final int batch;
  private final RunIds ids = new RunIds(Clock.systemUTC(), new SplittableRandom(1));
  private volatile boolean ending;

  private DurableTicks(Store store, Path file, int seconds, int vigies, int quiet, int batch) {
    this.store = store;
    this.file = file;
    this.seconds = seconds;
    this.vigies = vigies;
    this.quiet = quiet;
    this.batch = batch;
  }

  /// A vigy between two ticks.
  private record Ready(VigyId id, VigyState state) {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    int vigies = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
    int quiet = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    int batch = args.length > 3 ? Integer.parseInt(args[3]) : 1000;
    Path folder = Files.createTempDirectory("vigy-bench");
    Path file = args.length > 4 ? Path.of(args[4]) : folder.resolve("state.db");
    try (Store store = SqliteStore.at(file)) {
      new DurableTicks(store, file, seconds, vigies, quiet, batch).run();
    } finally {
      try (var left = Files.list(folder)) {
        for (Path path : left.toList()) {
          Files.delete(path);
        }
      }
      Files.delete(folder);
    }
  }

  private void run() throws InterruptedException, IOException {
    store.load();
    ArrayBlockingQueue<Ready> ready = new ArrayBlockingQueue<>(vigies);
    ArrayBlockingQueue<Change.Ticked> outcomes = new ArrayBlockingQueue<>(4 * batch);
    register(ready);
    Thread worker = Thread.ofPlatform().name("worker").start(() -> work(ready, outcomes));

    long[] latencies = new long[1 << 20];
    int commits = 0;
    long ticks = 0;
    long began = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    boolean warm = false;
    long cpu = 0;
    long written = 0;
    long windowStart = began;
    long windowTicks = 0;
    List<String> windows = new ArrayList<>();
    List<Change> changes = new ArrayList<>(batch);
    VigyId last = null;
    long lastSeq = 0;
    while (System.nanoTime() < end) {
      changes.clear();
      changes.add(outcomes.take());
      outcomes.drainTo(changes, batch - 1);
      long start = System.nanoTime();
      store.commit(new Batch(changes, List.of()));
      long now = System.nanoTime();
      for (Change change : changes) {
        if (change instanceof Change.Ticked ticked) {
          ready.add(new Ready(ticked.vigyId(), ticked.after()));
          last = ticked.vigyId();
          lastSeq = ticked.run().seq();
        }
      }
      if (now >= began) {
        if (!warm) {
          warm = true;
          began = now;
          windowStart = now;
          cpu = cpuNanos();
          written = writtenBytes();
          continue;
        }
        latencies[commits++ & (latencies.length - 1)] = now - start;
        ticks += changes.size();
        windowTicks += changes.size();
        if (now - windowStart >= TimeUnit.SECONDS.toNanos(10)) {
          windows.add("%.0f".formatted(windowTicks * 1e9 / (now - windowStart)));
          windowStart = now;
          windowTicks = 0;
        }
      }
    }
    long elapsed = System.nanoTime() - began;
    cpu = cpuNanos() - cpu;
    written = writtenBytes() - written;
    long size = Files.size(file);
    ending = true;
    ready.clear();
    worker.interrupt();
    worker.join();

    long lookUp = System.nanoTime();
    VigyId looked = last == null ? VigyId.of("", "") : last;
    long seq = Math.max(1, lastSeq / 2);
    var query = new RunQuery(1, Optional.of(seq + 1), Optional.empty(), Optional.empty());
    boolean found = store.runs(looked, query).getFirst().seq() == seq;
    lookUp = System.nanoTime() - lookUp;

    long[] sorted = Arrays.copyOf(latencies, Math.min(commits, latencies.length));
    Arrays.sort(sorted);
    print("durable ticks/s", "%.0f".formatted(ticks * 1e9 / elapsed));
    print("  in windows of 10 s", String.join(" ", windows));
    print("vigies, quiet share, batch", vigies + ", " + quiet + " %, " + batch);
    print("seconds", "%.1f".formatted(elapsed / 1e9));
    print("commits, ticks a commit", commits + ", " + ticks / Math.max(1, commits));
    print(
        "commit p50 / p99 / max ms",
        "%.2f / %.2f / %.2f".formatted(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1.0)));
    print("CPU us a tick, cores", "%.1f, %.2f".formatted(cpu / 1e3 / ticks, cpu / 1.0 / elapsed));
    print("bytes written a tick", Long.toString(written / Math.max(1, ticks)));
    print("file MB at the end", Long.toString(size >> 20));
    print("run by (vigy, seq)", (found ? "found in " : "NOT FOUND in ") + lookUp / 1000 + " us");
  }

  private static double at(long[] sorted, double share) {
    int index = (int) Math.min(sorted.length - 1, sorted.length * share);
    return sorted.length == 0 ? 0 : sorted[index] / 1e6;
  }

  private static void print(String what, String value) {
    System.out.printf("| %-28s | %s |%n", what, value);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getProcessCpuTime()
        : 0;
  }

  private static long writtenBytes() throws IOException {
    Path io = Path.of("/proc/self/io");
    if (Files.isReadable(io)) {
      for (String line : Files.readAllLines(io)) {
        if (line.startsWith("write_bytes: ")) {
          return Long.parseLong(line.substring("write_bytes: ".length()));
        }
      }
    }
    return 0;
  }

  private void register(ArrayBlockingQueue<Ready> ready) {
    Instant now = Instant.ofEpochMilli(Clock.systemUTC().millis());
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < vigies; i++) {
      Vigy vigy = MadeTicks.vigy("load-" + i, Schedule.Fixed.every(Duration.ofMillis(100)), now);
      changes.add(
          new Change.Edited(
              vigy,
              VigyState.INITIAL,
              List.of(),
              new Change.Audit(now, "bench", "register", Optional.empty())));
      ready.add(new Ready(vigy.id(), VigyState.INITIAL));
      if (changes.size() == 1000 || i == vigies - 1) {
        store.commit(new Batch(changes, List.of()));
        changes.clear();
      }
    }
  }

  private void work(ArrayBlockingQueue<Ready> ready, ArrayBlockingQueue<Change.Ticked> outcomes) {
    SplittableRandom random = new SplittableRandom(7);
    try {
      while (!ending) {
        outcomes.put(tick(ready.take(), random));
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private Change.Ticked tick(Ready vigy, SplittableRandom random) {
    Instant now = Instant.ofEpochMilli(Clock.systemUTC().millis());
    boolean failed = random.nextInt(100) == 0;
    boolean nothing = !failed && random.nextInt(100) < quiet;
    return MadeTicks.next(vigy.id(), vigy.state(), now, failed, nothing, ids, random);
  }
}
