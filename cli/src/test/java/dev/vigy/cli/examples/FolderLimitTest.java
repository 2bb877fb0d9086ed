package dev.vigy.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.Event;
import dev.vigy.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderLimitTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration TICK = Duration.ofSeconds(2);

  @TempDir Path folder;
  @TempDir Path store;

  private Example example(Map<String, Object> params) throws IOException {
    var all =
        new java.util.HashMap<String, Object>(
            Map.of("dir", folder.toString(), "limit-bytes", 4000, "target-bytes", 2500));
    all.putAll(params);
    return Example.register(
        "folder-limit",
        all,
        List.of("file=" + folder),
        store.resolve("state.db"),
        SettableClock.at(NOON));
  }

  private void file(String name, int bytes, Duration age) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, new byte[bytes]);
    Files.setLastModifiedTime(file, FileTime.from(NOON.minus(age)));
  }

  /// What a handler would do.
  private static void carryOut(Run run) throws IOException {
    for (Action action : run.actions()) {
      if (action.kind().text().equals("delete")) {
        Files.delete(Path.of(Example.payloadText(action, "path")));
      }
    }
  }

  @Test
  void asks_for_the_oldest_files_until_the_folder_is_at_its_target() throws IOException {
    file("e-newest", 1000, Duration.ofHours(1));
    file("a-oldest", 1000, Duration.ofHours(9));
    file("d", 1000, Duration.ofHours(2));
    file("b", 1000, Duration.ofHours(5));
    file("c", 1000, Duration.ofHours(3));
    Files.createDirectory(folder.resolve("a-folder-does-not-count"));
    try (Example limit = example(Map.of())) {
      Run first = limit.tickAfter(Duration.ZERO);
      assertThat(Example.actions(first))
          .containsExactly(
              "delete a-oldest {\"path\":\""
                  + folder
                  + "/a-oldest\",\"bytes\":1000,\"age\":\"9h\"}",
              "delete b {\"path\":\"" + folder + "/b\",\"bytes\":1000,\"age\":\"5h\"}");
      assertThat(limit.condition("Small"))
          .isEqualTo("false OverLimit: 5.0 kB in 5 files, limit 4.0 kB");
      assertThat(limit.observed("bytes-over")).isEqualTo("1000");
      assertThat(first.said().events())
          .containsExactly(new Event("full", "1.0 kB over the limit of 4.0 kB"));
      assertThat(first.said().metrics())
          .containsEntry("bytes", 5000.0)
          .containsEntry("waiting", 2.0);

      // 3,000 bytes would be left by those two: one more is needed, and no other.
      Run second = limit.tickAfter(TICK);
      assertThat(Example.actions(second)).hasSize(1).first().asString().startsWith("delete c ");

      carryOut(first);
      Run third = limit.tickAfter(TICK);
      assertThat(Example.actions(third)).isEmpty();
      assertThat(limit.condition("Small")).startsWith("false OverLimit: 3.0 kB in 3 files");

      carryOut(second);
      Run fourth = limit.tickAfter(TICK);
      assertThat(limit.condition("Small"))
          .isEqualTo("true WithinLimit: 2.0 kB in 2 files, limit 4.0 kB");
      assertThat(fourth.said().events()).containsExactly(new Event("small-again", "2.0 kB left"));
      assertThat(limit.kv("asked")).isEqualTo("{}");
    }
  }

  @Test
  void does_nothing_between_target_and_limit_on_the_way_up() throws IOException {
    file("a", 3900, Duration.ofHours(1));
    try (Example limit = example(Map.of())) {
      Run run = limit.tickAfter(TICK);
      assertThat(Example.actions(run)).isEmpty();
      assertThat(run.actions()).hasSize(1);
      assertThat(limit.condition("Small")).startsWith("true WithinLimit");
    }
  }

  @Test
  void remembers_across_a_restart_what_it_asked_for_and_asks_again_when_its_patience_is_over()
      throws IOException {
    file("a", 3000, Duration.ofHours(2));
    file("b", 3000, Duration.ofHours(1));
    try (Example limit = example(Map.of())) {
      assertThat(Example.actions(limit.tickAfter(TICK))).hasSize(2);
      limit.restart();
      Run after = limit.tickAfter(TICK);
      assertThat(after.seq()).isEqualTo(2);
      assertThat(Example.actions(after)).isEmpty();
      assertThat(Example.actions(limit.tickAfter(Duration.ofMinutes(9)))).isEmpty();
      assertThat(Example.actions(limit.tickAfter(Duration.ofMinutes(1)))).hasSize(2);
    }
  }

  @Test
  void says_so_and_does_nothing_where_the_folder_can_not_be_listed() throws IOException {
    try (Example limit = example(Map.of("dir", folder.resolve("gone").toString()))) {
      Run run = limit.tickAfter(TICK);
      assertThat(run.stopped()).isTrue();
      assertThat(run.actions()).isEmpty();
      assertThat(limit.condition("Listed")).isEqualTo("false CannotList: no such file");
      assertThat(limit.condition("Small")).isEmpty();
    }
  }

  @Test
  void finds_the_sample_of_the_readme_over_its_limit() throws IOException {
    Path sample = Path.of(System.getProperty("vigy.root"), "examples", "folder-limit", "sample");
    try (Example limit =
        Example.register(
            "folder-limit",
            Map.of("dir", sample.toString()),
            List.of("file=" + sample),
            store.resolve("state.db"),
            SettableClock.at(Instant.now()))) {
      Run run = limit.tickAfter(Duration.ZERO);
      assertThat(limit.condition("Small"))
          .isEqualTo("false OverLimit: 5.3 kB in 6 files, limit 4.0 kB");
      assertThat(Example.actions(run))
          .hasSize(2)
          .allMatch(action -> action.startsWith("delete uploads-2026-11-"));
    }
  }
}
