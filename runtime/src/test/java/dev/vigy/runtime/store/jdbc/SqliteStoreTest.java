package dev.vigy.runtime.store.jdbc;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.edited;
import static dev.vigy.runtime.store.Samples.registered;
import static dev.vigy.runtime.store.Samples.set;
import static dev.vigy.runtime.store.Samples.vigy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Samples;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreContract;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteStoreTest extends StoreContract {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("state.db");
  }

  @Override
  protected Store open() {
    Store opened = SqliteStore.at(file());
    opened.claim();
    return opened;
  }

  @Override
  protected Store reopened(Store store) {
    store.close();
    return open();
  }

  @Override
  protected void settle() {
    ((SqliteStore) store).settle();
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void commits_with_full_synchronisation() throws SQLException {
    Sqlite writer = ((SqliteStore) store).writer();

    assertThat(writer.text("PRAGMA journal_mode")).isEqualTo("wal");
    assertThat(writer.number("PRAGMA synchronous")).isEqualTo(2);
    assertThat(writer.number("PRAGMA page_size")).isEqualTo(4096);
    assertThat(writer.number("PRAGMA wal_autocheckpoint")).isEqualTo(1000);
    assertThat(writer.number("PRAGMA busy_timeout")).isZero();
    assertThat(writer.number("PRAGMA application_id")).isEqualTo(0x76696779);
    assertThat(writer.number("PRAGMA user_version")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"q?x.db", "pc%20t.db", "sp ace.db", "naïve 東京.db", "a#b&c=d.db", "'q'.db"})
  void takes_any_file_name(String name) {
    Path odd = folder.resolve(name);
    try (Store other = SqliteStore.at(odd)) {
      other.commit(batch(registered(vigy("one"))));
    }

    assertThat(odd).exists();
    try (Store other = SqliteStore.reader(odd)) {
      assertThat(other.load().vigies()).hasSize(1);
    }
  }

  @Test
  void one_store_of_all_commits() {
    try (Store other = SqliteStore.at(file())) {
      assertThat(other.claim()).isFalse();
      assertThat(other.holder()).contains("process " + ProcessHandle.current().pid());
      assertThatThrownBy(() -> other.commit(batch()))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "the store %s is held by process %d"
                  .formatted(file(), ProcessHandle.current().pid()));
      store.close();

      assertThat(other.holder()).isEmpty();
      assertThat(other.claim()).isTrue();
      assertThat(other.commit(batch(registered(vigy("one")))).firstPosition()).isEqualTo(1);
    }
  }

  @Test
  void others_follow_what_is_committed() {
    Ticking one = new Ticking(vigy("one"));
    Run first = one.tick(set("n", 1));
    try (SqliteStore follower = SqliteStore.reader(file())) {
      assertThat(follower.claim()).isFalse();
      for (int round = 0; round < 4; round++) {
        Run last = one.tick(set("n", 2 + round));

        assertThat(follower.load()).isEqualTo(store.load());
        assertThat(follower.runs(one.vigy.id(), RunQuery.newest(1))).containsExactly(last);
        assertThat(follower.runsAfter(0, 99)).isEqualTo(store.runsAfter(0, 99));
        assertThat(follower.run(first.id())).contains(first);
        if (round == 1) {
          ((SqliteStore) store).settle();
        }
        if (round == 2) {
          store.close();
          store = open();
        }
      }
      assertThatThrownBy(() -> follower.commit(batch())).isInstanceOf(StoreException.class);

      long number = follower.request("{\"do\":\"tick\"}");
      assertThat(store.requestsAfter(0))
          .extracting(r -> r.body())
          .containsExactly("{\"do\":\"tick\"}");
      assertThat(store.commit(batch()).newestRequest()).isEqualTo(number);
    }
  }

  @Test
  void notices_that_somebody_else_wrote() throws SQLException {
    Ticking one = new Ticking(vigy("one"));
    sql("UPDATE mark SET writer = writer + 1");

    assertThatThrownBy(() -> one.tick())
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the store %s was written by another process while this one had it".formatted(file()));
    assertThat(store.load().newestPosition()).isZero();
  }

  @Test
  void waits_for_others_but_not_for_ever() throws SQLException {
    store.close();
    store = SqliteStore.at(file(), Settings.DEFAULT.withPatience(Duration.ofMillis(50)));
    Ticking one = new Ticking(vigy("one"));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(() -> one.tick())
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e)
                    .hasMessage("the store %s is locked by another program".formatted(file()));
                assertThat(e.hint().orElseThrow()).contains("sqlite3");
              });
      statement.execute("ROLLBACK");
    }

    one.tick();
    assertThat(store.load().newestPosition()).isEqualTo(1);
  }

  @Test
  void a_full_disk_loses_nothing_that_was_acknowledged() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    Run kept = one.tick(set("n", 1));
    Sqlite writer = ((SqliteStore) store).writer();
    long pages = writer.number("PRAGMA page_count");
    writer.number("PRAGMA max_page_count=" + pages);
    Vigy large = vigy("two", "x".repeat(500_000), 1);

    for (int i = 0; i < 3; i++) {
      Change.Ticked tick = samples.tick(one.vigy.id(), one.state, set("n", 2));
      assertThatThrownBy(() -> store.commit(batch(tick, registered(large))))
          .isInstanceOf(StoreException.class)
          .hasMessage("the disk is full, so the store %s can't be written".formatted(file()));
    }
    assertThat(store.load().vigies()).hasSize(1);
    assertThat(store.runsAfter(0, 9)).containsExactly(kept);

    writer.number("PRAGMA max_page_count=1000000");
    Run next = one.tick(set("n", 2));
    reopen();
    assertThat(store.runsAfter(0, 9)).containsExactly(kept, next);
  }

  @Test
  void a_broken_row_harms_its_vigy_only() throws Exception {
    List<Ticking> all = new ArrayList<>();
    for (String name : List.of("one", "two", "three", "four", "five")) {
      Ticking ticking = new Ticking(vigy(name));
      ticking.tick(set("n", 1));
      all.add(ticking);
    }
    store.close();
    sql(
        "UPDATE state SET body = substr(body, 1, 40) WHERE id = 1",
        "UPDATE vigy SET body = '{\"name\":\"two\"}' WHERE id = 2",
        "DELETE FROM state WHERE id = 3",
        "UPDATE vigy SET body = replace(body, '\"fixed\"', '\"weekly\"') WHERE id = 4");
    store = open();

    Store.Loaded loaded = store.load();
    assertThat(loaded.vigies()).extracting(r -> r.vigy().name()).containsExactly("five");
    assertThat(loaded.broken())
        .extracting(Store.Loaded.Broken::reason)
        .allSatisfy(
            reason -> assertThat(reason).startsWith("what the store holds of it can't be read: "))
        .anySatisfy(reason -> assertThat(reason).endsWith("a definition without program"))
        .anySatisfy(reason -> assertThat(reason).endsWith("its state is missing"))
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .endsWith(
                        "`schedule`: unknown kind `weekly`, expected fixed, cron, adaptive or manual"));
    assertThat(store.runs(all.getFirst().vigy.id(), RunQuery.newest(9))).hasSize(1);
    all.getLast().tick();

    // An edit heals, and so does deleting.
    store.commit(batch(edited(vigy("two"), all.get(1).state, "edit")));
    store.commit(batch(new Change.Deleted(vigy("one").id(), 1, false, Samples.audit("delete"))));
    reopen();
    assertThat(store.load().vigies())
        .extracting(r -> r.vigy().name())
        .containsExactlyInAnyOrder("five", "two");
    assertThat(store.load().broken()).hasSize(2);
    assertThat(store.runsAfter(0, 99)).hasSize(6);
  }

  /// A store whose rows are not brought up to date unless somebody asks.
  private void openLazily() {
    store.close();
    Settings.Pace pace = Settings.Pace.DEFAULT;
    store =
        SqliteStore.at(
            file(),
            Settings.DEFAULT.withPace(
                new Settings.Pace(
                    Duration.ofDays(1),
                    pace.budget(),
                    pace.epochRuns(),
                    pace.epochBytes(),
                    pace.epochAge(),
                    pace.idle())));
  }

  /// The file as a crash would leave it at this moment, changed by `statements`.
  private Path crashed(String name, String... statements) throws SQLException {
    Path copy = folder.resolve(name);
    sql("VACUUM INTO '" + copy + "'");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return copy;
  }

  @Test
  void a_broken_line_harms_its_vigy_only() throws Exception {
    openLazily();
    List<Ticking> all = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (String name : List.of("one", "two", "three")) {
      all.add(new Ticking(vigy(name)));
    }
    for (Ticking ticking : all) {
      changes.add(samples.tick(ticking.vigy.id(), ticking.state, set("n", 1)));
    }
    ((SqliteStore) store).settle();
    store.commit(batch(changes.toArray(Change[]::new)));
    // As after a crash: no row says more than the segments.
    sql(
        "UPDATE segment SET body = replace(replace(body, '{\"v\":1,', '{\"v\":1;'),"
            + " '{\"v\":2,\"z\":[[', '{\"v\":2,\"z\":[\"')");
    try (Store follower = SqliteStore.reader(file())) {
      Store.Loaded loaded = follower.load();
      assertThat(loaded.vigies()).extracting(r -> r.vigy().name()).containsExactly("three");
      assertThat(loaded.broken())
          .extracting(broken -> broken.name() + ": " + broken.reason())
          .containsExactly(
              "one: what the store holds of it can't be read: a line of segment 4 is garbled",
              "two: what the store holds of it can't be read: a line of segment 4 is garbled");
      assertThat(follower.runs(vigy("three").id(), RunQuery.newest(1))).hasSize(1);
      assertThat(follower.runs(vigy("two").id(), RunQuery.newest(1))).isEmpty();
      assertThat(loaded.newestPosition()).isEqualTo(3);
      assertThat(follower.runsAfter(0, 9)).hasSize(1);
    }
  }

  @Test
  void what_was_broken_stays_so_until_it_is_deleted() throws Exception {
    openLazily();
    Ticking one = new Ticking(vigy("one"));
    Ticking two = new Ticking(vigy("two"));
    for (int i = 0; i < 3; i++) {
      one.tick(set("n", i));
    }
    ((SqliteStore) store).settle();
    one.tick(set("n", 3));
    one.tick(set("n", 4));
    two.tick();
    Path copy =
        crashed(
            "copy.db",
            "UPDATE segment SET body = replace(body, ',\"c\":', ',\"c\";')"
                + " WHERE body LIKE '%{\"v\":1,%'");
    store.close();
    store = SqliteStore.at(copy);
    store.claim();

    Store.Loaded.Broken broken = store.load().broken().getFirst();
    assertThat(broken.id()).isEqualTo(one.vigy.id());
    assertThat(broken.name()).isEqualTo("one");
    assertThat(store.lastSeq(one.vigy.id())).isEqualTo(5);
    assertThat(store.lastSeq(two.vigy.id())).isZero();
    for (int i = 0; i < 2; i++) {
      two.tick();
      ((SqliteStore) store).settle();
      assertThat(((SqliteStore) store).writer().number("SELECT count(*) FROM segment")).isZero();
      store.close();
      store = SqliteStore.at(copy);
      store.claim();
      assertThat(store.load().vigies()).extracting(r -> r.vigy().name()).containsExactly("two");
      assertThat(store.load().broken()).containsExactly(broken);
      assertThat(store.lastSeq(one.vigy.id())).isEqualTo(5);
      assertThat(
              ((SqliteStore) store)
                  .writer()
                  .text("SELECT status || ': ' || quarantine FROM v_vigies WHERE name = 'one'"))
          .isEqualTo("quarantined: " + broken.reason());
    }

    store.commit(batch(new Change.Deleted(one.vigy.id(), 0, false, Samples.audit("delete"))));
    for (int i = 0; i < 2; i++) {
      assertThat(store.load().broken()).isEmpty();
      assertThat(store.lastSeq(one.vigy.id())).isEqualTo(5);
      store.close();
      store = SqliteStore.at(copy);
    }
    assertThat(store.runs(one.vigy.id(), RunQuery.newest(9)))
        .extracting(Run::seq)
        .containsExactly(5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void a_broken_row_does_not_make_seq_begin_again() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    for (int i = 0; i < 4; i++) {
      one.tick(set("n", i));
    }
    ((SqliteStore) store).settle();
    store.close();
    sql("UPDATE state SET body = '{}'");
    store = open();

    assertThat(store.load().broken()).extracting(Store.Loaded.Broken::name).containsExactly("one");
    assertThat(store.lastSeq(one.vigy.id())).isEqualTo(4);
  }

  @Test
  void a_segment_that_was_cut_harms_those_whose_lines_are_gone() throws Exception {
    openLazily();
    List<Ticking> all = new ArrayList<>();
    for (String name : List.of("one", "two", "three", "four")) {
      all.add(new Ticking(vigy(name)));
    }
    ((SqliteStore) store).settle();
    List<Change> changes = new ArrayList<>();
    for (Ticking ticking : all.subList(0, 3)) {
      changes.add(samples.tick(ticking.vigy.id(), ticking.state, set("n", 1)));
    }
    store.commit(batch(changes.toArray(Change[]::new)));
    all.getLast().tick();
    Path copy = crashed("copy.db");
    store.close();
    String whole;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT body FROM segment ORDER BY id")) {
        whole = row.getString(1);
      }
      for (int cut = 0; cut <= whole.length(); cut++) {
        statement.execute(
            "UPDATE segment SET body = '%s' WHERE id = 5"
                .formatted(whole.substring(0, cut).replace("'", "''")));
        int left = (int) whole.substring(0, cut).chars().filter(c -> c == '\n').count() - 1;
        try (Store follower = SqliteStore.reader(copy)) {
          Store.Loaded loaded = follower.load();
          assertThat(loaded.vigies()).hasSize(Math.max(0, left) + 1);
          assertThat(loaded.broken()).hasSize(4 - loaded.vigies().size());
          assertThat(loaded.newestPosition()).isEqualTo(4);
          assertThat(loaded.vigies()).allSatisfy(r -> assertThat(r.state().seq()).isEqualTo(1));
          assertThat(follower.runsAfter(0, 9))
              .hasSize(loaded.vigies().size())
              .last()
              .extracting(Run::position)
              .isEqualTo(4L);
        }
      }
      // A line less in the middle, and a number that is wrong.
      String[] lines = whole.split("\n");
      for (String body :
          List.of(
              String.join("\n", lines[0], lines[1], lines[3], lines[4]),
              whole.replace("{\"v\":2,", "{\"v\":3,"))) {
        statement.execute("UPDATE segment SET body = '%s' WHERE id = 5".formatted(body));
        try (Store follower = SqliteStore.reader(copy)) {
          assertThat(follower.load().broken())
              .extracting(Store.Loaded.Broken::name)
              .containsExactly("two");
        }
      }
    }
  }

  private static void until(BooleanSupplier reached) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void work_behind_the_commits_goes_on_after_a_failure() throws Exception {
    store.close();
    SqliteStore opened =
        SqliteStore.at(
            file(),
            Settings.DEFAULT
                .withPatience(Duration.ofMillis(20))
                .withPace(
                    new Settings.Pace(
                        Duration.ofMillis(1),
                        Duration.ofNanos(1),
                        1,
                        1 << 20,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1))));
    store = opened;
    Ticking one = new Ticking(vigy("one"));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      until(() -> locked(statement));
      one.state = committedAround(statement, one);
      until(() -> opened.failures() > 1);
      assertThat(opened.trouble()).isEmpty();
      statement.execute("ROLLBACK");
      until(
          () -> {
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM segment")) {
              return row.getLong(1) == 0;
            } catch (SQLException e) {
              return false;
            }
          });
    }
    until(() -> opened.failures() == 0);
    assertThat(store.runs(one.vigy.id(), RunQuery.newest(9))).hasSize(1);
  }

  private static boolean locked(Statement statement) {
    try {
      statement.execute("BEGIN IMMEDIATE");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /// Lets one tick through, and takes the lock again before the work behind it is done.
  private VigyState committedAround(Statement statement, Ticking one) throws SQLException {
    statement.execute("ROLLBACK");
    one.tick(set("n", 1));
    until(() -> locked(statement));
    return one.state;
  }

  @Test
  void an_answer_is_there_when_what_it_speaks_of_can_be_read() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    for (int i = 0; i < 200; i++) {
      Change.Ticked tick = samples.tick(one.vigy.id(), one.state, set("n", i));
      one.state = tick.after();
      long number = store.request("{}");
      Batch batch =
          new Batch(List.of(tick), List.of(new Batch.RequestAnswer(number, tick.run().id())));
      Thread committing = Thread.ofPlatform().start(() -> store.commit(batch));
      until(() -> store.answer(number).isPresent());
      assertThat(store.run(tick.run().id())).isPresent();
      committing.join();
    }
  }

  @Test
  void closes_on_a_full_disk_too() throws Exception {
    openLazily();
    Ticking one = new Ticking(vigy("one"));
    Run kept = one.tick(new Run.KvChange("text", Optional.of(new Json.Text("x".repeat(100_000)))));
    Sqlite writer = ((SqliteStore) store).writer();
    writer.number("PRAGMA max_page_count=" + writer.number("PRAGMA page_count"));

    store.close();

    try (SqliteStore other = SqliteStore.at(file())) {
      assertThat(other.claim()).isTrue();
      assertThat(other.runsAfter(0, 9)).containsExactly(kept);
      assertThat(other.load().vigies().getFirst().kv()).containsOnlyKeys("text");
    }
    assertThatThrownBy(() -> store.runsAfter(0, 9))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the store " + file() + " is closed");
  }

  @Test
  void blocks_that_nobody_owns_go_and_no_others() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    one.tick();
    ((SqliteStore) store).settle();
    store.close();
    List<String> statements =
        new ArrayList<>(List.of("DELETE FROM epoch", "DELETE FROM run_order"));
    for (int i = 1; i < 40; i++) {
      statements.add(
          "INSERT INTO run_block SELECT id + %d * 256, vigy_lo + %d, vigy_hi + %d, body FROM run_block LIMIT 1"
              .formatted(i, i, i));
    }
    sql(statements.toArray(String[]::new));
    Settings.Pace pace = Settings.Pace.DEFAULT;
    store =
        SqliteStore.at(
            file(),
            Settings.DEFAULT.withPace(
                new Settings.Pace(
                    pace.sweep(),
                    pace.budget(),
                    1,
                    pace.epochBytes(),
                    pace.epochAge(),
                    pace.idle())));
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(one.tick(set("n", i)));
      ((SqliteStore) store).settle();
    }

    assertThat(store.runsAfter(0, 99)).isEqualTo(runs);
    assertThat(((SqliteStore) store).writer().number("SELECT count(*) FROM run_block"))
        .isEqualTo(3);
  }

  @Test
  void runs_that_find_nothing_to_do_are_kept_short_and_whole() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      runs.add(i == 150 ? one.tick(set("n", 1)) : one.tick());
    }
    ((SqliteStore) store).settle();
    reopen();

    assertThat(store.runsAfter(0, 999)).isEqualTo(runs);
    Sqlite writer = ((SqliteStore) store).writer();
    assertThat(writer.number("SELECT count(*) FROM segment")).isZero();
    assertThat(writer.number("SELECT sum(length(body)) FROM run_block")).isLessThan(300 * 100);
    assertThat(writer.number("SELECT count(*) FROM run_block b CROSS JOIN json_each(b.body)"))
        .isEqualTo(3);
  }

  @Test
  void a_vigy_with_very_many_runs_has_blocks_of_its_own() throws Exception {
    Ticking one = new Ticking(vigy("one"));
    Ticking two = new Ticking(vigy("two"));
    Ticking three = new Ticking(vigy("three"));
    List<Run> runs = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Change.Ticked tick = samples.tick(two.vigy.id(), two.state, set("n", round * 100 + i));
        two.state = tick.after();
        changes.add(tick);
        runs.add(tick.run());
      }
      store.commit(batch(changes.toArray(Change[]::new)));
      one.tick();
      three.tick();
    }
    ((SqliteStore) store).settle();

    Sqlite writer = ((SqliteStore) store).writer();
    assertThat(writer.number("SELECT count(*) FROM run_block")).isGreaterThan(2);
    assertThat(writer.number("SELECT max(length(body)) FROM run_block")).isLessThan(300_000);
    assertThat(store.runs(two.vigy.id(), RunQuery.newest(9999)))
        .extracting(Run::id)
        .isEqualTo(runs.reversed().stream().map(Run::id).toList());
    assertThat(store.runs(one.vigy.id(), RunQuery.newest(9999))).hasSize(30);
    assertThat(store.runs(three.vigy.id(), RunQuery.newest(9999))).hasSize(30);
    assertThat(store.runsAfter(0, 9999))
        .extracting(Run::position)
        .isSorted()
        .doesNotHaveDuplicates()
        .hasSize(3060);
    RunQuery old = new RunQuery(1, Optional.of(8L), Optional.empty(), Optional.empty());
    assertThat(store.runs(two.vigy.id(), old)).extracting(Run::seq).containsExactly(7L);
    assertThat(store.run(runs.get(77).id())).map(Run::seq).contains(78L);
  }

  @Test
  void history_is_capped_and_what_goes_is_counted() throws Exception {
    store.close();
    store =
        SqliteStore.at(
            file(),
            Settings.DEFAULT.withRetention(Retention.DEFAULT.withHistory(Long.MAX_VALUE, 50)));
    Ticking one = new Ticking(vigy("one"));
    Ticking two = new Ticking(vigy("two"));
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        if (j == 3) {
          one.fail();
        } else {
          one.tick(set("n", i));
        }
      }
      two.tick();
      ((SqliteStore) store).settle();
    }
    reopen();

    assertThat(store.runsAfter(0, 999)).hasSizeLessThanOrEqualTo(50).hasSizeGreaterThan(30);
    List<Run> kept = store.runs(one.vigy.id(), RunQuery.newest(999));
    Sqlite writer = ((SqliteStore) store).writer();
    long upTo = kept.getLast().seq() - 1;
    assertThat(upTo % 10).isZero();
    assertThat(
            writer.text(
                "SELECT pruned_to_seq || ' ' || pruned_ok || ' ' || pruned_failed FROM v_vigies"
                    + " WHERE name = 'one'"))
        .isEqualTo(upTo + " " + upTo / 10 * 9 + " " + upTo / 10);
    assertThat(store.runsAfter(5, 1).getFirst().position()).isEqualTo(upTo / 10 * 11 + 1);
    assertThat(writer.number("SELECT count(*) FROM run_block"))
        .isEqualTo(writer.number("SELECT count(*) FROM epoch"));
    assertThat(writer.number("SELECT count(*) FROM run_order"))
        .isEqualTo(writer.number("SELECT count(*) FROM epoch"));
    assertThat(store.load().vigies())
        .extracting(VigyRecord::state)
        .extracting(VigyState::seq)
        .containsExactly(100L, 10L);
  }
}
