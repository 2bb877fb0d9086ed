package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.tick.JavaReconciler;
import dev.vigy.runtime.vigy.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process whose files may grow no further: the operating system's own limit, lowered and raised
/// from outside, stands for a disk that is full for a while.
class FullDiskTest {
  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  @TempDir Path folder;

  @Test
  void ticking_pauses_and_goes_on_by_itself_and_nothing_acknowledged_is_lost() throws Exception {
    assumeTrue(Files.isExecutable(PRLIMIT), "the limit of a process can't be changed here");
    Path file = folder.resolve("state.db");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Ticking.class.getName(),
                file.toString())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    long acknowledged = 0;
    try (BufferedReader lines = process.inputReader()) {
      acknowledged = until(lines, "run 5", acknowledged);
      limit(process, Long.toString(largest(file) + 20_000));
      acknowledged = until(lines, "trouble", acknowledged);
      limit(process, "unlimited");
      acknowledged = until(lines, "well", acknowledged);
      acknowledged = until(lines, "run " + (acknowledged + 5), acknowledged);
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (SqliteStore store = SqliteStore.at(file)) {
      var record = store.load().vigies().getFirst();
      assertThat(record.state().seq()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(Optional.ofNullable(record.kv().get("n")).map(Kv::value))
          .contains(new Json.Int(record.state().seq()));
      List<Run> runs = store.runs(record.vigy().id(), RunQuery.newest(10_000));
      assertThat(runs).hasSize((int) record.state().seq());
      assertThat(store.verify().problems()).isEmpty();
    }
  }

  private static void limit(Process process, String soft) throws Exception {
    int code =
        new ProcessBuilder(
                PRLIMIT.toString(), "--pid", Long.toString(process.pid()), "--fsize=" + soft + ":")
            .inheritIO()
            .start()
            .waitFor();
    assertThat(code).isZero();
  }

  /// By their names only: the files are the other process's.
  private static long largest(Path file) throws IOException {
    long largest = 0;
    for (String name : List.of("", "-wal")) {
      Path path = Path.of(file + name);
      largest = Math.max(largest, Files.exists(path) ? Files.size(path) : 0);
    }
    return largest;
  }

  /// Reads up to a line that begins so.
  ///
  /// @return the newest run that was told
  private long until(BufferedReader lines, String wanted, long newest) throws IOException {
    long told = newest;
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        throw new AssertionError("it ended: " + Files.readString(folder.resolve("errors.txt")));
      }
      if (line.startsWith("run ")) {
        long seq = Long.parseLong(line.substring("run ".length()));
        assertThat(seq).isEqualTo(told + 1);
        told = seq;
      }
      if (line.startsWith(wanted)) {
        return told;
      }
    }
  }

  /// Ticks until it is killed; tells runs, and how the store is.
  static final class Ticking {
    private Ticking() {}

    public static void main(String[] args) {
      Vigies vigies =
          Vigies.builder()
              .store(SqliteStore.at(Path.of(args[0])))
              .reconciler(
                  "count",
                  JavaReconciler.of(
                      host -> {
                        long n =
                            host.kv().get("n").orElse(new Json.Int(0)) instanceof Json.Int(long old)
                                ? old
                                : 0;
                        host.kv().set("n", new Json.Int(n + 1));
                      }))
              .start();
      vigies.subscribe(0, run -> true, run -> tell("run " + run.seq()));
      vigies.register(VigySpec.named("v").every(Duration.ofMillis(100)).reconciler("count"));
      Optional<String> before = Optional.empty();
      while (true) {
        Optional<String> now = vigies.status().storeError();
        if (now.isPresent() != before.isPresent()) {
          tell(now.map(trouble -> "trouble " + trouble).orElse("well"));
        }
        before = now;
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }

    private static synchronized void tell(String line) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
