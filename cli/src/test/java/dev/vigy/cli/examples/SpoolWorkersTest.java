package dev.vigy.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.vigy.Run;
import dev.vigy.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolWorkersTest {
  private static final Duration TICK = Duration.ofSeconds(5);

  @TempDir Path store;
  @TempDir Path folder;
  private Path spool;
  private Path workers;

  @BeforeEach
  void folders() throws IOException {
    spool = Files.createDirectory(folder.resolve("spool"));
    workers = Files.createDirectory(folder.resolve("workers"));
  }

  private Example example() throws IOException {
    return Example.register(
        "spool-workers",
        Map.of("spool", spool.toString(), "workers", workers.toString()),
        List.of("file=" + folder),
        store.resolve("state.db"),
        SettableClock.at("2026-11-22T12:00:00Z"));
  }

  private static void fill(Path folder, int files) throws IOException {
    try (Stream<Path> old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (int i = 0; i < files; i++) {
      Files.createFile(folder.resolve("file-" + i));
    }
  }

  @Test
  void grows_at_once_and_then_waits_for_its_cooldown() throws IOException {
    fill(spool, 70);
    fill(workers, 1);
    try (Example wanted = example()) {
      Run first = wanted.tickAfter(TICK);
      assertThat(Example.actions(first))
          .containsExactly("apply workers {\"count\":4,\"was\":1,\"depth\":70}");
      assertThat(first.said().metrics())
          .containsEntry("depth", 70.0)
          .containsEntry("depth-smoothed", 70.0);

      // Nobody has started them yet, and the spool grows: asked again after the cooldown, with what
      // is needed by then.
      fill(spool, 150);
      assertThat(Example.actions(wanted.tickAfter(TICK))).isEmpty();
      wanted.restart();
      assertThat(Example.actions(wanted.tickAfter(TICK))).isEmpty();
      List<String> again = Example.actions(wanted.tickAfter(TICK));
      assertThat(again).hasSize(1);
      assertThat(again.getFirst())
          .matches("apply workers \\{\"count\":[5-7],\"was\":1,\"depth\":150\\}");
      assertThat(wanted.condition("WithinReach"))
          .isEqualTo("true EnoughWorkers: 150 jobs, 1 of 8 workers");
    }
  }

  @Test
  void shrinks_by_one_only_after_a_long_quiet_time() throws IOException {
    fill(workers, 4);
    try (Example wanted = example()) {
      for (int tick = 0; tick < 60; tick++) {
        assertThat(Example.actions(wanted.tickAfter(TICK))).isEmpty();
      }
      assertThat(Example.actions(wanted.tickAfter(TICK)))
          .containsExactly("apply workers {\"count\":3,\"was\":4,\"depth\":0}");
      fill(workers, 3);
      for (int tick = 0; tick < 59; tick++) {
        assertThat(Example.actions(wanted.tickAfter(TICK))).isEmpty();
      }
      assertThat(Example.actions(wanted.tickAfter(TICK)))
          .containsExactly("apply workers {\"count\":2,\"was\":3,\"depth\":0}");
    }
  }

  @Test
  void a_burst_in_the_quiet_time_starts_it_anew() throws IOException {
    fill(workers, 2);
    try (Example wanted = example()) {
      wanted.tickAfter(TICK);
      wanted.tickAfter(Duration.ofMinutes(4));
      fill(spool, 40);
      wanted.tickAfter(Duration.ofMinutes(1));
      fill(spool, 0);
      assertThat(Example.actions(wanted.tickAfter(Duration.ofMinutes(4)))).isEmpty();
      assertThat(Example.actions(wanted.tickAfter(Duration.ofMinutes(4)))).isEmpty();
      assertThat(Example.actions(wanted.tickAfter(Duration.ofMinutes(1)))).hasSize(1);
    }
  }

  @Test
  void says_when_even_all_workers_are_too_few() throws IOException {
    fill(spool, 500);
    fill(workers, 8);
    try (Example wanted = example()) {
      assertThat(Example.actions(wanted.tickAfter(TICK))).isEmpty();
      assertThat(wanted.condition("WithinReach"))
          .isEqualTo("false TooDeep: 500 jobs, 8 of 8 workers");
    }
  }

  @Test
  void does_nothing_when_it_can_not_see_the_workers() throws IOException {
    fill(spool, 70);
    Files.delete(workers);
    try (Example wanted = example()) {
      Run run = wanted.tickAfter(TICK);
      assertThat(run.stopped()).isTrue();
      assertThat(run.actions()).isEmpty();
      assertThat(wanted.condition("Counted"))
          .isEqualTo("false CannotList: " + workers + ": no such file");
    }
  }
}
