package dev.vigy.runtime.store.jdbc;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.edited;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Samples;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store is like after weeks, with the retention that it has when nobody says anything.
class YearsTest {
  @TempDir Path folder;

  private final Samples samples = new Samples(1);
  private final Map<Vigy, VigyState> states = new LinkedHashMap<>();
  private SqliteStore store;

  @BeforeEach
  void opens() {
    store = SqliteStore.at(folder.resolve("state.db"));
    for (int i = 0; i < 20; i++) {
      Vigy vigy = Samples.manual("vigy " + i);
      states.put(vigy, VigyState.INITIAL);
      store.commit(batch(registered(vigy)));
    }
  }

  @AfterEach
  void closes() {
    store.close();
  }

  /// Some ticks of all vigies: of eight one sets a key, of all one fails.
  private void round(int times, int number) {
    for (int i = 0; i < times; i++) {
      List<Change> changes = new ArrayList<>();
      int at = number * times + i;
      states.replaceAll(
          (vigy, before) -> {
            boolean fails = (at + vigy.name().length()) % 97 == 0;
            Change.Ticked tick =
                fails
                    ? samples.failedTick(vigy.id(), before)
                    : at % 8 == 0
                        ? samples.tick(vigy.id(), before, set("n", at))
                        : samples.tick(vigy.id(), before);
            changes.add(tick);
            return tick.after();
          });
      store.commit(batch(changes.toArray(Change[]::new)));
    }
  }

  @Test
  void a_file_does_not_grow_without_bound() throws Exception {
    List<Long> pages = new ArrayList<>();
    for (int day = 0; day < 21; day++) {
      for (int part = 0; part < 4; part++) {
        samples.pass(Duration.ofHours(6));
        round(15, day * 4 + part);
        store.settle();
      }
      pages.add(store.writer().number("PRAGMA page_count"));
    }

    // Others are kept for a week; after that only failures are more from day to day.
    assertThat(pages.get(20)).isLessThan(pages.get(8) * 5 / 4);
    assertThat(store.writer().number("SELECT count(*) FROM epoch")).isLessThan(40);
    assertThat(store.verify().problems()).isEmpty();
    for (Vigy vigy : states.keySet()) {
      List<Run> runs = store.runs(vigy.id(), RunQuery.newest(10_000));
      assertThat(runs.size() + store.gone(vigy.id()).runs()).isEqualTo(21 * 4 * 15);
      Run newest = runs.getFirst();
      assertThat(runs)
          .filteredOn(run -> run.ok() && run.kvChanges().isEmpty())
          .allSatisfy(
              run ->
                  assertThat(run.startedAt())
                      .isAfterOrEqualTo(newest.startedAt().minus(Duration.ofHours(24))))
          .hasSizeGreaterThan(40);
      assertThat(runs)
          .filteredOn(run -> !run.kvChanges().isEmpty())
          .allSatisfy(
              run ->
                  assertThat(run.startedAt())
                      .isAfterOrEqualTo(newest.startedAt().minus(Duration.ofDays(7))))
          .hasSizeGreaterThan(40);
    }
  }

  @Test
  void readers_who_stay_long_see_one_moment_and_hinder_nobody() throws Exception {
    round(10, 0);
    try (Sqlite reader = Sqlite.reading(folder.resolve("state.db"), Duration.ofSeconds(1))) {
      reader.prepared("BEGIN").execute();
      assertThat(reader.number("SELECT count(*) FROM v_runs")).isEqualTo(200);
      for (int i = 1; i <= 5; i++) {
        round(10, i);
        store.settle();
      }
      assertThat(reader.number("SELECT count(*) FROM v_runs")).isEqualTo(200);
      reader.commit();
      assertThat(reader.number("SELECT count(*) FROM v_runs")).isEqualTo(1200);
    }
    assertThat(store.trouble()).isEmpty();
    assertThat(store.verify().problems()).isEmpty();
    assertThat(store.writer().number("PRAGMA wal_checkpoint(TRUNCATE)")).isZero();
  }

  @Test
  void one_batch_may_edit_many_vigies_and_tick_them() throws Exception {
    round(3, 0);
    List<Change> changes = new ArrayList<>();
    states.replaceAll(
        (vigy, before) -> {
          Change.Ticked tick = samples.tick(vigy.id(), before, set("n", 7));
          changes.add(tick);
          changes.add(edited(vigy, tick.after(), "kv set", set("edited", 1)));
          return tick.after();
        });
    store.commit(batch(changes.toArray(Change[]::new)));
    round(3, 1);
    store.close();
    store = SqliteStore.at(folder.resolve("state.db"));

    assertThat(store.load().broken()).isEmpty();
    assertThat(store.load().vigies())
        .hasSize(20)
        .allSatisfy(record -> assertThat(record.state()).isEqualTo(states.get(record.vigy())))
        .allSatisfy(record -> assertThat(record.kv()).containsKeys("edited", "n"));
    assertThat(store.verify().problems()).isEmpty();
  }
}
