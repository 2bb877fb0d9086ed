package dev.vigy.runtime.store.jdbc;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.deleted;
import static dev.vigy.runtime.store.Samples.edited;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Samples;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  @TempDir Path folder;

  private final Samples samples = new Samples(1);
  private final List<Ticking> all = new ArrayList<>();
  private Path file;
  private SqliteStore store;

  private final class Ticking {
    final Vigy vigy;
    VigyState state = VigyState.INITIAL;

    Ticking(String name) {
      vigy = Samples.manual(name);
      store.commit(batch(registered(vigy)));
    }

    void tick(Run.KvChange... kv) {
      commit(samples.tick(vigy.id(), state, kv));
    }

    void fail() {
      commit(samples.failedTick(vigy.id(), state));
    }

    private void commit(Change.Ticked ticked) {
      store.commit(batch(ticked));
      state = ticked.after();
    }
  }

  @BeforeEach
  void opens() {
    file = folder.resolve("state.db");
    store = SqliteStore.at(file);
    store.retain(Retention.EVERYTHING.withQuiet(Retention.LONGEST, 10));
    all.add(new Ticking("one"));
    all.add(new Ticking("two"));
    for (int i = 1; i <= 30; i++) {
      for (Ticking each : all) {
        if (i % 10 == 0) {
          each.fail();
        } else if (i % 4 == 0) {
          each.tick(set("n", i), set("m", i));
        } else {
          each.tick();
        }
      }
      if (i == 20) {
        store.settle();
      }
    }
    Ticking one = all.getFirst();
    one.tick(set("n", 99), deleted("m"));
    store.commit(batch(edited(one.vigy, one.state, "kv set", set("outside", 1))));
  }

  @AfterEach
  void closes() {
    store.close();
  }

  private List<String> problems() {
    return store.verify().problems().stream()
        .map(problem -> problem.vigy().map(name -> name + ": ").orElse("") + problem.text())
        .toList();
  }

  private void sql(String... statements) throws SQLException {
    store.close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    store = SqliteStore.at(file);
  }

  @Test
  void a_sound_store_at_every_stage() throws Exception {
    assertThat(problems()).isEmpty();
    Verification found = store.verify();
    assertThat(List.of(found.vigies(), found.runs(), found.gone())).containsExactly(2L, 53L, 8L);

    store.settle();
    assertThat(problems()).isEmpty();
    Ticking two = all.getLast();
    two.tick(set("k", 1));
    store.commit(batch(new Change.Deleted(two.vigy.id(), 31, false, Samples.audit("delete"))));
    assertThat(problems()).isEmpty();
    store.settle();
    assertThat(problems()).isEmpty();
    Ticking one = all.getFirst();
    store.commit(batch(new Change.Deleted(one.vigy.id(), 31, true, Samples.audit("delete"))));
    one.state = Samples.afresh(31);
    store.commit(batch(edited(one.vigy, one.state, "register")));
    assertThat(problems()).isEmpty();
    one.tick(set("a", 1));
    store.settle();
    assertThat(problems()).isEmpty();
    try (SqliteStore reader = SqliteStore.reader(file)) {
      assertThat(reader.verify().isSound()).isTrue();
    }
  }

  @Test
  void runs_that_are_missing_or_there_twice() throws Exception {
    store.settle();
    sql(
        "UPDATE run_block SET body = replace(body, ',[45,23,', ',[45,22,') WHERE body LIKE '%,[45,23,%'",
        "UPDATE gone SET quiet = quiet + 1 WHERE id = 2");
    assertThat(problems())
        .contains(
            "two: %d runs are counted as gone, and %d are"
                .formatted(
                    store.gone(all.getLast().vigy.id()).runs(),
                    store.gone(all.getLast().vigy.id()).runs() - 1));
  }

  @Test
  void a_key_that_no_run_left_so() throws Exception {
    store.settle();
    sql(
        "UPDATE state SET body = replace(body, '[\"n\",99,', '[\"n\",98,') WHERE id = 1",
        "UPDATE state SET body = replace(body, '[\"m\",28,', '[\"o\",28,') WHERE id = 2");
    assertThat(problems())
        .containsExactly(
            "one: key `n` is 98, and run 31 set it to 99",
            "two: key `m` is not there, and run 28 set it");
  }

  @Test
  void a_ledger_that_does_not_fit_the_runs() throws Exception {
    store.settle();
    sql("UPDATE state SET body = replace(body, ',31,\"ran\"', ',7,\"ran\"') WHERE id = 1");
    assertThat(problems()).singleElement().asString().contains("counts 7 ticks, and 2");
  }

  @Test
  void a_state_that_counts_otherwise() throws Exception {
    store.settle();
    sql("UPDATE state SET body = replace(body, '{\"s\":[30,27,', '{\"s\":[32,30,') WHERE id = 2");
    assertThat(problems()).contains("two: runs 31 to 32 are missing");
  }

  @Test
  void what_can_not_be_read() throws Exception {
    store.settle();
    sql(
        "UPDATE run_block SET body = substr(body, 1, length(body) - 30)",
        "UPDATE vigy SET body = '{}' WHERE id = 2",
        "DELETE FROM run_order");
    assertThat(problems())
        .anySatisfy(text -> assertThat(text).matches("block \\d+ of the history can't be read: .*"))
        .anySatisfy(text -> assertThat(text).startsWith("two: it is quarantined: what the store"))
        .anySatisfy(
            text -> assertThat(text).endsWith(" are not found in the order of their commits"));
  }

  @Test
  void history_that_is_gone() throws Exception {
    store.settle();
    sql("DELETE FROM run_block WHERE id IN (SELECT id FROM run_block LIMIT 1)");
    assertThat(problems())
        .anySatisfy(
            text -> assertThat(text).matches("part \\d+ of the history has lost its \\d+ runs"))
        .contains("one: runs 1 to 20 are missing");
  }

  @Test
  void pages_that_are_damaged() throws Exception {
    store.settle();
    sql(
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET rootpage = 3 WHERE name = 'generation_vigy'");
    try {
      assertThat(problems())
          .anySatisfy(text -> assertThat(text).startsWith("SQLite finds the file damaged: "));
    } catch (StoreException e) {
      assertThat(e).hasMessage("the store " + file + " is damaged");
    }
  }

  @Test
  void a_copy_made_while_the_store_is_used() throws Exception {
    Path copy = folder.resolve("copy.db");
    store.backup(copy);
    all.getFirst().tick(set("n", 100));
    Verification before = store.verify();
    try (SqliteStore opened = SqliteStore.at(copy)) {
      assertThat(opened.verify())
          .isEqualTo(
              new Verification(before.vigies(), before.runs() - 1, before.gone(), List.of(), 0));
      assertThat(opened.runs(all.getFirst().vigy.id(), RunQuery.newest(1)))
          .extracting(Run::seq)
          .containsExactly(31L);
    }
    assertThatThrownBy(() -> store.backup(copy))
        .isInstanceOf(StoreException.class)
        .hasMessage(copy + " is there already");
    Path nowhere = folder.resolve("none").resolve("copy.db");
    assertThatThrownBy(() -> store.backup(nowhere))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the copy " + nowhere + " can't be written: ");
    assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".part"));
  }
}
