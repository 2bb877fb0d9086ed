package dev.vigy.bench;

import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.jdbc.Settings;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/// A store after a month of ticks: how large its file grew day by day, and how quick it is to read.
/// The month is made in minutes; epochs are closed as if it were one, every ten minutes of it. Nine
/// of ten ticks find nothing to do, one of a hundred fails.
///
/// `HistoryReads [vigies] [seconds between ticks] [days] [file]`; a file that is there is only
/// read.
public final class HistoryReads {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int LOOKS = 400;

  private HistoryReads() {}

  public static void main(String[] args) throws Exception {
    int vigies = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
    int days = args.length > 2 ? Integer.parseInt(args[2]) : 30;
    Path folder = Files.createTempDirectory("vigy-bench");
    Path file = args.length > 3 ? Path.of(args[3]) : folder.resolve("state.db");
    boolean there = Files.exists(file);
    if (!there) {
      make(file, vigies, seconds, days);
    }
    try (Store store = SqliteStore.at(file)) {
      store.claim();
      read(store, vigies);
    }
    print("file MB at the end", Long.toString(Files.size(file) >> 20));
    try (var left = Files.list(folder)) {
      for (Path path : left.toList()) {
        Files.delete(path);
      }
    }
    Files.delete(folder);
  }

  private static Vigy vigy(int number, int seconds) {
    return MadeTicks.vigy(
        "load-" + number, Schedule.Fixed.every(Duration.ofSeconds(seconds)), START);
  }

  private static void make(Path file, int vigies, int seconds, int days) throws IOException {
    Settings.Pace pace = Settings.Pace.DEFAULT;
    Settings settings =
        Settings.DEFAULT.withPace(
            new Settings.Pace(
                pace.sweep(),
                pace.budget(),
                pace.epochRuns(),
                pace.epochBytes(),
                Duration.ofMillis(1),
                pace.idle()));
    SplittableRandom random = new SplittableRandom(3);
    Map<VigyId, VigyState> states = new HashMap<>();
    Instant[] now = {START};
    RunIds ids = new RunIds(() -> now[0], random.split());
    List<String> sizes = new ArrayList<>();
    try (Store store = SqliteStore.at(file, settings)) {
      store.load();
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < vigies; i++) {
        Vigy vigy = vigy(i, seconds);
        states.put(vigy.id(), VigyState.INITIAL);
        changes.add(
            new Change.Edited(
                vigy,
                VigyState.INITIAL,
                List.of(),
                new Change.Audit(START, "bench", "register", Optional.empty())));
      }
      store.commit(new Batch(changes, List.of()));
      long end = Duration.ofDays(days).toSeconds();
      for (long at = 0; at < end; at += seconds) {
        now[0] = START.plusSeconds(at).plusMillis(3);
        changes.clear();
        for (Map.Entry<VigyId, VigyState> vigy : states.entrySet()) {
          int chance = random.nextInt(100);
          Change.Ticked tick =
              MadeTicks.next(
                  vigy.getKey(), vigy.getValue(), now[0], chance == 0, chance < 91, ids, random);
          changes.add(tick);
          vigy.setValue(tick.after());
        }
        store.commit(new Batch(changes, List.of()));
        if (at % 600 < seconds) {
          // Time for the epoch to be closed.
          LockSupport.parkNanos(Duration.ofMillis(22).toNanos());
        }
        if ((at + seconds) % Duration.ofDays(1).toSeconds() < seconds) {
          sizes.add("%.1f".formatted(Files.size(file) / 1048576.0));
        }
      }
    }
    print("vigies, seconds, days", vigies + ", " + seconds + ", " + days);
    print("runs made", Long.toString(vigies * Duration.ofDays(days).toSeconds() / seconds));
    print("file MB, day by day", String.join(" ", sizes));
  }

  private static void read(Store store, int vigies) {
    SplittableRandom random = new SplittableRandom(5);
    List<VigyId> ids = store.load().vigies().stream().map(record -> record.vigy().id()).toList();
    long[] newest = new long[LOOKS];
    long[] failed = new long[LOOKS];
    long[] old = new long[LOOKS];
    for (int warm = 0; warm < 2; warm++) {
      for (int i = 0; i < LOOKS; i++) {
        VigyId id = ids.get(random.nextInt(Math.min(vigies, ids.size())));
        long start = System.nanoTime();
        List<Run> runs = store.runs(id, RunQuery.newest(20));
        newest[i] = System.nanoTime() - start;
        if (runs.size() != 20) {
          throw new IllegalStateException("there are " + runs.size() + " runs");
        }
        start = System.nanoTime();
        store.runs(id, new RunQuery(20, Optional.empty(), Optional.of(true), Optional.empty()));
        failed[i] = System.nanoTime() - start;
        start = System.nanoTime();
        store.runs(
            id,
            new RunQuery(
                20, Optional.of(runs.getLast().seq() / 2), Optional.empty(), Optional.empty()));
        old[i] = System.nanoTime() - start;
      }
    }
    print("newest 20, p50 / p99 / max ms", quantiles(newest));
    print("newest 20 failed", quantiles(failed));
    print("20 before the middle", quantiles(old));
  }

  private static String quantiles(long[] nanos) {
    Arrays.sort(nanos);
    return "%.2f / %.2f / %.2f"
        .formatted(
            nanos[nanos.length / 2] / 1e6,
            nanos[nanos.length * 99 / 100] / 1e6,
            nanos[nanos.length - 1] / 1e6);
  }

  private static void print(String what, String value) {
    System.out.printf("| %-30s | %s |%n", what, value);
  }
}
