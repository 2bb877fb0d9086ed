package dev.vigy.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise of the product under SIGKILL: what was published is durable, and nothing is counted
/// twice or lost.
///
/// The server prints each run when it publishes it. After each kill every printed run must be there
/// with its number. At the end, for each vigy: its key equals the number of its successful runs,
/// `seq` goes from 1 without a gap or a double, and `vigy-once` fired once.
///
/// Where the kills strike depends on the machine; the times between them come from a seed, which
/// every failure names and `-Dvigy.seed=N` sets.
final class CrashIT {
  private static final int VIGIES = 200;
  private static final String COUNTING = "(vigy-incr \"n\" 1)";
  private static final String ONCE =
      "(when (vigy-once \"first\") (vigy-incr \"fired\" 1)) (vigy-incr \"n\" 1)";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final long seed = Long.getLong("vigy.seed", System.nanoTime());
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

  /// By vigy: the ids of its printed runs by their numbers.
  private final Map<String, Map<Long, String>> printed = new TreeMap<>();

  @Test
  void twenty_kills_lose_nothing_that_was_published() throws Exception {
    killAndCheck(20);
  }

  @Test
  @Tag("soak")
  void a_thousand_kills_lose_nothing_that_was_published() throws Exception {
    killAndCheck(1000);
  }

  private void killAndCheck(int kills) throws Exception {
    Path db = folder.resolve("state.db");
    Server server = start(db);
    try {
      register(server);
      for (int kill = 1; kill <= kills; kill++) {
        int before = runsPrinted();
        server.process().awaitLine(line -> line.startsWith("{"), PATIENCE);
        TimeUnit.MILLISECONDS.sleep(random.nextLong(1_000));
        server.process().kill();
        collect(server);
        server.close();
        assertThat(runsPrinted())
            .as("runs printed before kill %d of seed %d", kill, seed)
            .isGreaterThan(before);

        server = start(db);
        checkNewest(server, kill);
      }
      server.process().stop(PATIENCE);
      collect(server);
    } finally {
      server.close();
    }
    checkEnd(db, kills);
  }

  private static Server start(Path db) throws Exception {
    return Server.start(db, List.of("-Xmx512m"), "--print-runs");
  }

  private static void register(Server server) throws IOException, InterruptedException {
    for (int i = 0; i < VIGIES; i++) {
      String program = i == 0 ? ONCE : COUNTING;
      assertThat(server.register("counter-" + i, program, Duration.ofMillis(100)).status())
          .isEqualTo(201);
    }
  }

  /// Lines such as `{"vigy":"8c5f16a99099ee58","seq":12,"id":"0199…"}`.
  private void collect(Server server) {
    for (String line : server.process().outLines()) {
      if (line.startsWith("{")) {
        View run = View.of(JsonParser.parse(line));
        Map<Long, String> runs = printed.computeIfAbsent(run.text("vigy"), v -> new TreeMap<>());
        String before = runs.put(run.integer("seq"), run.text("id"));
        assertThat(before)
            .as("a run with the number of %s was printed before, seed %d", line, seed)
            .isNull();
      }
    }
  }

  private int runsPrinted() {
    return printed.values().stream().mapToInt(Map::size).sum();
  }

  /// After a restart: each vigy's last printed run is there under its number. Those before it are
  /// looked at in the end.
  private void checkNewest(Server server, int kill) throws IOException, InterruptedException {
    for (Map<Long, String> runs : printed.values()) {
      long last = ((TreeMap<Long, String>) runs).lastKey();
      Server.Answer answer = server.get("/v1/runs/" + runs.get(last));
      assertThat(answer.status())
          .as("run %s, printed before kill %d of seed %d", runs.get(last), kill, seed)
          .isEqualTo(200);
      assertThat(answer.body().integer("seq")).isEqualTo(last);
    }
  }

  /// When nothing runs any more.
  private void checkEnd(Path db, int kills) {
    int stored = 0;
    try (Vigies vigies = Vigies.builder().store(SqliteStore.at(db)).ticking(false).start()) {
      for (int i = 0; i < VIGIES; i++) {
        String name = "counter-" + i;
        List<Run> runs = allRuns(vigies, name);
        assertThat(runs.stream().map(Run::seq).toList())
            .as("seq of %s, seed %d", name, seed)
            .isEqualTo(downFrom(runs.size()));
        Map<Long, String> ids = new TreeMap<>();
        runs.forEach(run -> ids.put(run.seq(), run.id()));
        String id = vigies.vigy(name).vigy().id().hex();
        assertThat(ids)
            .as("runs of %s, seed %d", name, seed)
            .containsAllEntriesOf(printed.getOrDefault(id, Map.of()));
        assertThat(vigies.kv(name, "n").orElseThrow().value())
            .as("n of %s, seed %d", name, seed)
            .isEqualTo(new Json.Int(runs.stream().filter(Run::ok).count()));
        assertThat(runs.stream().filter(run -> changed(run, "fired")).count())
            .as("times that vigy-once fired in %s, seed %d", name, seed)
            .isEqualTo(i == 0 ? 1 : 0);
        stored += runs.size();
      }
      assertThat(vigies.kv("counter-0", "fired").orElseThrow().value()).isEqualTo(new Json.Int(1));
    }
    System.out.printf(
        "crash: %d kills, seed %d: %d runs stored, %d of them printed when they were published,"
            + " none lost%n",
        kills, seed, stored, runsPrinted());
  }

  /// Newest first.
  private static List<Run> allRuns(Vigies vigies, String name) {
    List<Run> all = new ArrayList<>();
    List<Run> page = vigies.runs(name, RunQuery.newest(1000));
    while (!page.isEmpty()) {
      all.addAll(page);
      page =
          vigies.runs(
              name,
              new RunQuery(
                  1000, Optional.of(page.getLast().seq()), Optional.empty(), Optional.empty()));
    }
    return all;
  }

  private static boolean changed(Run run, String key) {
    return run.kvChanges().stream().anyMatch(change -> change.key().equals(key));
  }

  private static List<Long> downFrom(long last) {
    List<Long> numbers = new ArrayList<>();
    for (long n = last; n >= 1; n--) {
      numbers.add(n);
    }
    return numbers;
  }
}
