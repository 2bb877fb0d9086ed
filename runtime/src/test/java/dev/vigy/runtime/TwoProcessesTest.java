package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.EngineStatus.Role;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client in this process, the engine in another one.
class TwoProcessesTest {
  @Test
  void a_client_edits_what_another_process_ticks_and_takes_over_when_that_is_killed(
      @TempDir Path folder) throws Exception {
    Path file = folder.resolve("state.db");
    try (OtherProcess daemon = OtherProcess.on(file);
        Vigies client = Vigies.builder().store(SqliteStore.at(file)).ticking(false).start()) {
      assertThat(client.status().role()).isEqualTo(Role.CLIENT);
      VigyId id =
          client
              .register(
                  VigySpec.named("v").every(Duration.ofMillis(100)).program("(vigy-incr \"n\" 1)"))
              .vigy()
              .vigy()
              .id();
      for (int seq = 1; seq <= 5; seq++) {
        assertThat(daemon.line()).isEqualTo("run " + id + " " + seq);
      }
      Run forced = client.tick("v");
      assertThat(forced.ok()).isTrue();
      String last = "";
      while (!last.equals("run " + id + " " + forced.seq())) {
        last = daemon.line();
        assertThat(last).startsWith("run " + id);
      }

      daemon.kill();
      Run mine = client.tick("v");

      assertThat(client.status().role()).isEqualTo(Role.MANUAL);
      assertThat(mine.seq()).isGreaterThan(forced.seq());
      List<Run> runs = client.runs("v", RunQuery.newest(10_000)).reversed();
      for (int i = 0; i < runs.size(); i++) {
        assertThat(runs.get(i).seq()).isEqualTo(i + 1);
      }
      assertThat(client.kv("v", "n").orElseThrow().value()).isEqualTo(new Json.Int(runs.size()));
    }
  }
}
