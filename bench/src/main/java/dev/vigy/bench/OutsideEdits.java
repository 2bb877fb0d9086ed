package dev.vigy.bench;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.EngineStatus;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// How long an edit of another process takes beside a busy engine: from the wish to the answer that
/// it is durable and in force.
///
/// `OutsideEdits [vigies] [interval ms] [edits]`: an engine here, the edits from a process of their
/// own, one after the other.
public final class OutsideEdits {
  private static final int WARM_UP_SECONDS = 10;

  private OutsideEdits() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("edit")) {
      edit(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      return;
    }
    int vigies = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int intervalMs = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    int edits = args.length > 2 ? Integer.parseInt(args[2]) : 100;
    Path folder = Files.createTempDirectory("vigy-bench");
    try {
      serve(folder.resolve("state.db"), vigies, intervalMs, edits);
    } finally {
      try (var left = Files.list(folder)) {
        for (Path path : left.toList()) {
          Files.delete(path);
        }
      }
      Files.delete(folder);
    }
  }

  private static void serve(Path file, int vigies, int intervalMs, int edits)
      throws IOException, InterruptedException {
    try (Store store = SqliteStore.at(file)) {
      store.load();
      new Fleet(vigies, intervalMs, 0, "lisp").fill(store);
    }
    try (Vigies open = Vigies.builder().store(SqliteStore.at(file)).start()) {
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(OutsideEdits.class.getName());
      command.addAll(
          List.of("edit", file.toString(), Integer.toString(vigies), Integer.toString(edits)));
      int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
      EngineStatus status = open.status();
      print("ticks/s meanwhile", "%.0f".formatted(status.ticksPerSecond()));
      int landed = 0;
      for (int i = 0; i < edits; i++) {
        boolean there =
            open.kv("load-" + i * (vigies / edits), "edited")
                .filter(item -> item.value().equals(new Json.Bool(true)))
                .isPresent();
        landed += there ? 1 : 0;
      }
      print("edits in force", landed + " of " + edits + (exit == 0 ? "" : ", exit " + exit));
    }
  }

  private static void edit(Path file, int vigies, int edits) {
    try (Vigies client =
        Vigies.builder().store(SqliteStore.at(file)).ticking(false).by("bench").start()) {
      long[] nanos = new long[edits];
      for (int i = 0; i < edits; i++) {
        long began = System.nanoTime();
        client.kvSet("load-" + i * (vigies / edits), "edited", new Json.Bool(true));
        nanos[i] = System.nanoTime() - began;
      }
      print("the first, ms", "%.1f".formatted(nanos[0] / 1e6));
      Arrays.sort(nanos);
      print("edits", Integer.toString(edits));
      print(
          "p50 / p99 / most ms",
          "%.1f / %.1f / %.1f"
              .formatted(
                  nanos[edits / 2] / 1e6,
                  nanos[Math.min(edits - 1, edits * 99 / 100)] / 1e6,
                  nanos[edits - 1] / 1e6));
    }
  }

  private static void print(String what, String value) {
    System.out.printf(Locale.ROOT, "| %-24s | %s |%n", what, value);
  }
}
