package dev.vigy.runtime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Committed;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Samples;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are killed while they commit: whatever they had acknowledged is there, and what
/// is there fits together.
class CrashTest {
  private static final int VIGIES = 40;

  /// Everything behind the commits goes on all the time, so that kills meet it.
  private static final Settings HASTY =
      Settings.DEFAULT
          .withRetention(
              Retention.EVERYTHING
                  .withQuiet(Duration.ofDays(3), 50)
                  .withOthers(Duration.ofDays(2), 100)
                  .withHistory(Long.MAX_VALUE, 20_000))
          .withPace(
              new Settings.Pace(
                  Duration.ofMillis(30),
                  Duration.ofMillis(2),
                  500,
                  1 << 20,
                  Duration.ofSeconds(1),
                  Duration.ofMillis(20)));

  @TempDir Path folder;

  @Test
  void killed_processes_lose_nothing_they_acknowledged() throws Exception {
    killed(4, 1);
  }

  @Test
  @Tag("soak")
  void killed_processes_lose_nothing_they_acknowledged_very_often() throws Exception {
    killed(500, 2);
  }

  private void killed(int times, long seed) throws Exception {
    Path file = folder.resolve("state.db");
    SplittableRandom random = new SplittableRandom(seed);
    long before = 0;
    for (int i = 0; i < times; i++) {
      Process process = child(file, Long.toString(seed + i), "0");
      long acknowledged = before;
      try (BufferedReader lines = process.inputReader()) {
        for (int more = random.nextInt(1, 400); more > 0; more--) {
          acknowledged = Long.parseLong(line(lines));
        }
        kill(process);
        // What it wrote to the pipe before it died counts too.
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.endsWith(".")) {
            acknowledged = Long.parseLong(line.substring(0, line.length() - 1));
          }
        }
      }
      process.waitFor();
      before = check(file, acknowledged);
    }
  }

  /// Not by the process itself, which would close its output too: what it wrote counts.
  private static void kill(Process process) {
    process.toHandle().destroyForcibly();
  }

  private static String line(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new AssertionError("the child ended");
    }
    return line.substring(0, line.length() - 1);
  }

  private Process child(Path file, String seed, String commits) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Commits.class.getName(),
            file.toString(),
            seed,
            commits)
        .redirectError(folder.resolve("errors.txt").toFile())
        .start();
  }

  /// Checks that all parts of a store agree.
  ///
  /// @return the newest position
  private static long check(Path file, long acknowledged) {
    try (SqliteStore store = SqliteStore.at(file, HASTY)) {
      Store.Loaded loaded = store.load();
      assertThat(loaded.broken()).isEmpty();
      assertThat(loaded.newestPosition()).isGreaterThanOrEqualTo(acknowledged);
      for (VigyRecord record : loaded.vigies()) {
        VigyState state = record.state();
        if (state.seq() == 0) {
          continue;
        }
        assertThat(state.ledger().getFirst().count()).isEqualTo(state.seq());
        List<Run> runs = store.runs(record.vigy().id(), RunQuery.newest(Integer.MAX_VALUE));
        assertThat(runs.getFirst().seq()).isEqualTo(state.seq());
        assertThat(runs.size() + store.gone(record.vigy().id()).runs()).isEqualTo(state.seq());
      }
      List<Run> all = store.runsAfter(0, Integer.MAX_VALUE);
      assertThat(all.getLast().position()).isEqualTo(loaded.newestPosition());
      assertThat(all).extracting(Run::position).isSorted().doesNotHaveDuplicates();
      assertThat(store.verify().problems()).isEmpty();
      return loaded.newestPosition();
    }
  }

  /// A log that ends anywhere, as after a loss of power.
  @Test
  void a_log_cut_anywhere_opens_as_a_prefix_of_whole_batches() throws Exception {
    Path file = folder.resolve("state.db");
    Process process = child(file, "7", "120");
    try (BufferedReader lines = process.inputReader()) {
      for (int i = 0; i < 120; i++) {
        line(lines);
      }
    }
    // It waits, and is killed: a store that is closed has no log.
    kill(process);
    process.waitFor();
    byte[] database = Files.readAllBytes(file);
    byte[] log = Files.readAllBytes(folder.resolve("state.db-wal"));
    assertThat(log.length).isBetween(100_000, 4_000_000);
    List<Long> ends = new ArrayList<>();
    try (Store store = SqliteStore.at(file, HASTY)) {
      long position = 0;
      for (Run run : store.runsAfter(0, Integer.MAX_VALUE)) {
        // The child gives all runs of a batch the number of the batch as steps.
        if (run.steps() > ends.size()) {
          ends.add(position);
        }
        position = run.position();
      }
      ends.add(position);
    }

    SplittableRandom random = new SplittableRandom(9);
    long longest = 0;
    for (int i = 0; i < 200; i++) {
      int cut = random.nextInt(log.length + 1);
      Path copy = Files.createDirectory(folder.resolve("cut" + i)).resolve("state.db");
      Files.write(copy, database);
      Files.write(copy.resolveSibling("state.db-wal"), Arrays.copyOf(log, cut));
      try (SqliteStore store = SqliteStore.at(copy, HASTY)) {
        Store.Loaded loaded = store.load();
        assertThat(loaded.broken()).isEmpty();
        assertThat(ends).contains(loaded.newestPosition());
        long runs = 0;
        for (VigyRecord record : loaded.vigies()) {
          runs += record.state().seq();
          Kv counted = record.kv().getOrDefault("n", new Kv(new Json.Int(0), Samples.START));
          assertThat(counted.value()).isEqualTo(new Json.Int(record.state().successes()));
        }
        assertThat(runs).isEqualTo(loaded.newestPosition());
        longest = Math.max(longest, loaded.newestPosition());
      }
    }
    assertThat(longest).isGreaterThan(ends.getLast() / 2);
  }

  /// Commits ticks of random vigies until it is killed. Tells each commit by its newest position,
  /// with a full stop, so that a line that was cut is known.
  static final class Commits {
    public static void main(String[] args) throws IOException {
      SplittableRandom random = new SplittableRandom(Long.parseLong(args[1]));
      Samples samples = new Samples(random.nextLong());
      int most = Integer.parseInt(args[2]);
      Settings settings = most == 0 ? HASTY : Settings.DEFAULT.withPatience(Duration.ofSeconds(1));
      // Each process lives in a day of its own, so that runs of others grow old.
      samples.pass(Duration.ofDays(Long.parseLong(args[1])));
      SqliteStore store = SqliteStore.at(Path.of(args[0]), settings);
      store.claim();
      Map<String, VigyState> states = new TreeMap<>();
      Map<String, Vigy> vigies = new TreeMap<>();
      for (VigyRecord record : store.load().vigies()) {
        vigies.put(record.vigy().name(), record.vigy());
        states.put(record.vigy().name(), record.state());
      }
      List<Change> first = new ArrayList<>();
      for (int i = 0; i < VIGIES; i++) {
        String name = "vigy " + i;
        if (!vigies.containsKey(name)) {
          vigies.put(name, Samples.manual(name));
          states.put(name, VigyState.INITIAL);
          first.add(Samples.registered(Samples.manual(name)));
        }
      }
      store.commit(new Batch(first, List.of()));
      for (int commit = 1; most == 0 || commit <= most; commit++) {
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<String, Vigy> vigy : vigies.entrySet()) {
          if (random.nextInt(3) == 0) {
            VigyState before = states.getOrDefault(vigy.getKey(), VigyState.INITIAL);
            Change.Ticked ticked =
                random.nextInt(20) == 0
                    ? samples.failedTick(vigy.getValue().id(), before)
                    : most == 0 && random.nextInt(3) > 0
                        ? samples.tick(vigy.getValue().id(), before)
                        : samples.tick(
                            vigy.getValue().id(), before, Samples.set("n", before.successes() + 1));
            changes.add(marked(ticked, commit));
            states.put(vigy.getKey(), ticked.after());
          }
        }
        if (most == 0 && random.nextInt(10) == 0) {
          String name = "vigy " + random.nextInt(VIGIES);
          Vigy vigy = vigies.getOrDefault(name, Samples.manual(name));
          VigyState state = states.getOrDefault(name, VigyState.INITIAL);
          changes.add(Samples.edited(vigy, state, "kv set", Samples.set("edits", commit)));
        }
        Committed committed = store.commit(new Batch(changes, List.of()));
        long runs = changes.stream().filter(Change.Ticked.class::isInstance).count();
        System.out.print((committed.firstPosition() + runs - 1) + ".\n");
        System.out.flush();
      }
      if (System.in.read() < 0) {
        store.close();
      }
    }

    private static Change.Ticked marked(Change.Ticked ticked, int commit) {
      Run run = ticked.run();
      return new Change.Ticked(
          new Run(
              run.id(),
              run.vigyId(),
              run.seq(),
              run.position(),
              run.generation(),
              run.trigger(),
              run.nominalAt(),
              run.startedAt(),
              run.endedAt(),
              run.durationMicros(),
              commit,
              run.failure(),
              run.stopped(),
              run.actions(),
              run.kvChanges(),
              run.desired(),
              run.observed(),
              run.conditions(),
              run.said(),
              run.probes(),
              run.wakes()),
          ticked.before(),
          ticked.after());
    }
  }
}
