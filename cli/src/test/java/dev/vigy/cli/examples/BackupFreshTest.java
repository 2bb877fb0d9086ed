package dev.vigy.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.vigy.Run;
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

final class BackupFreshTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
  private static final Duration TICK = Duration.ofMinutes(10);

  @TempDir Path store;
  @TempDir Path folder;
  private final SettableClock clock = SettableClock.at(MIDNIGHT);

  private Example example() throws IOException {
    return Example.register(
        "backup-fresh",
        Map.of("dir", folder.toString()),
        List.of("file=" + folder),
        store.resolve("state.db"),
        clock);
  }

  /// A backup that was finished so long ago.
  private void backup(String name, int bytes, Duration ago) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, new byte[bytes]);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(ago)));
  }

  @Test
  void a_fresh_backup_of_the_usual_size_is_well() throws IOException {
    backup("sat.dump", 1000, Duration.ofHours(25));
    backup("sun.dump", 1100, Duration.ofHours(1));
    try (Example fresh = example()) {
      Run run = fresh.tickAfter(TICK);
      assertThat(Example.actions(run)).isEmpty();
      assertThat(fresh.condition("Fresh"))
          .isEqualTo("true Fresh: sun.dump, 1100 bytes, 1h10m old, usually 1000 bytes");
      assertThat(run.said().metrics()).containsEntry("bytes", 1100.0);
    }
  }

  @Test
  void an_empty_folder_has_no_backup_and_a_new_one_is_told_once_until_it_is_right()
      throws IOException {
    try (Example fresh = example()) {
      assertThat(Example.actions(fresh.tickAfter(TICK)))
          .containsExactly(
              "create backup {\"dir\":\""
                  + folder
                  + "\",\"state\":\"Missing\",\"detail\":\"no finished backup in the folder\"}");
      assertThat(Example.actions(fresh.tickAfter(TICK))).isEmpty();
      fresh.restart();
      assertThat(Example.actions(fresh.tickAfter(Duration.ofHours(11)))).isEmpty();
      assertThat(Example.actions(fresh.tickAfter(Duration.ofHours(1))))
          .hasSize(1)
          .first()
          .asString()
          .startsWith("update backup ");

      backup("now.dump", 1000, Duration.ofMinutes(1));
      assertThat(fresh.condition("Fresh")).startsWith("false Missing");
      fresh.tickAfter(Duration.ZERO);
      assertThat(fresh.condition("Fresh")).as("still being written").startsWith("false Missing");
      assertThat(Example.actions(fresh.tickAfter(Duration.ofMinutes(1))))
          .containsExactly(
              "update backup {\"dir\":\""
                  + folder
                  + "\",\"state\":\"resolved\",\"detail\":\"now.dump, 1000 bytes, 2m old\"}");
    }
  }

  @Test
  void an_old_one_is_stale_and_an_empty_one_is_none() throws IOException {
    backup("old.dump", 1000, Duration.ofHours(30));
    try (Example fresh = example()) {
      fresh.tickAfter(TICK);
      assertThat(fresh.condition("Fresh")).startsWith("false Stale: old.dump");
      backup("new.dump", 0, Duration.ofHours(1));
      fresh.tickAfter(TICK);
      assertThat(fresh.condition("Fresh"))
          .isEqualTo("false Empty: new.dump, 0 bytes, 1h10m old, usually 1000 bytes");
    }
  }

  @Test
  void remembers_sizes_where_only_the_newest_backup_is_kept() throws IOException {
    try (Example fresh = example()) {
      for (int day = 0; day < 5; day++) {
        backup("latest.dump", 1000 + day * 100, Duration.ofHours(1));
        assertThat(Example.actions(fresh.tickAfter(TICK))).isEmpty();
        fresh.tickAfter(Duration.ofHours(24).minus(TICK));
      }
      fresh.restart();
      backup("latest.dump", 300, Duration.ofHours(1));
      List<String> actions = Example.actions(fresh.tickAfter(TICK));
      assertThat(actions).hasSize(1);
      assertThat(actions.getFirst())
          .startsWith("create backup ")
          .contains("\"state\":\"Shrunk\"", "usually 1200 bytes");

      // What stays smaller is believed after some days.
      for (int day = 0; day < 6; day++) {
        fresh.tickAfter(Duration.ofHours(24).minus(TICK));
        backup("latest.dump", 310, Duration.ofHours(1));
        fresh.tickAfter(TICK);
      }
      assertThat(fresh.condition("Fresh")).startsWith("true Fresh: latest.dump, 310 bytes");
    }
  }

  @Test
  void a_folder_that_can_not_be_listed_is_unknown() throws IOException {
    Files.delete(folder);
    try (Example fresh = example()) {
      assertThat(fresh.tickAfter(TICK).stopped()).isTrue();
      assertThat(fresh.condition("Fresh")).isEqualTo("unknown CannotList: no such file");
    }
    Files.createDirectory(folder);
  }
}
