package dev.vigy.examples.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.VigySpec;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a clock that only the test moves. The program is disabled, so that it ticks only when a test
/// forces it.
class SessionDaemonTest {
  private final SettableClock clock = SettableClock.at("2026-11-22T12:00:00Z");
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  @TempDir private Path folder;

  private SessionDaemon daemon() {
    SessionDaemon daemon =
        new SessionDaemon(SqliteStore.at(folder.resolve("sessions.db")), clock, told::add);
    daemon.vigies().disable("session-sweep");
    return daemon;
  }

  /// The next that comes, waited for.
  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void a_session_that_nobody_looks_at_is_closed_when_its_tick_is_durable()
      throws InterruptedException {
    try (SessionDaemon daemon = daemon()) {
      Sessions sessions = daemon.sessions();
      long ana = sessions.open("ana");
      long ben = sessions.open("ben");
      sessions.detach(ben);

      clock.advance(Duration.ofMinutes(30));
      Run calm = daemon.vigies().tick("session-sweep");
      assertThat(calm.failure()).isEmpty();
      assertThat(calm.actions()).extracting("kind").hasToString("[NOOP]");

      clock.advance(Duration.ofMillis(1));
      Run closing = daemon.vigies().tick("session-sweep");
      assertThat(closing.actions().getFirst().subject()).contains("2");
      assertThat(closing.conditions().getFirst().reason()).contains("Forgotten");
      assertThat(closing.conditions().getFirst().message()).contains("ben/2");
      assertThat(next(told)).isEqualTo("closed 2: idle for 30m1ms");
      assertThat(sessions.all()).extracting(Session::id).containsExactly(ana);
    }
  }

  @Test
  void what_a_tick_saw_is_kept_with_its_run() {
    try (SessionDaemon daemon = daemon()) {
      daemon.sessions().open("ana");
      Run run = daemon.vigies().tick("session-sweep");
      assertThat(run.probes()).hasSize(1);
      assertThat(run.probes().getFirst().call()).containsExactly(new Json.Text("term-sessions"));
      assertThat(run.probes().getFirst().answer().orElseThrow().toString())
          .contains("ana", "last-input-at");
    }
  }

  @Test
  void an_operator_changes_the_rule_without_a_new_release() throws InterruptedException {
    try (SessionDaemon daemon = daemon()) {
      long ana = daemon.sessions().open("ana");
      daemon
          .vigies()
          .register(
              VigySpec.named("session-sweep")
                  .every(Duration.ofHours(1))
                  .program(
                      """
                      (for-each (lambda (s) (term-close (get s :id) "closing time")) (term-sessions))
                      """));
      Run run = daemon.vigies().tick("session-sweep");
      assertThat(run.generation()).isEqualTo(2);
      assertThat(next(told)).isEqualTo("closed " + ana + ": closing time");
      assertThat(daemon.sessions().all()).isEmpty();
    }
  }

  @Test
  void a_chain_of_java_reconcilers_follows_its_schedule() throws InterruptedException {
    try (SessionDaemon daemon = daemon()) {
      daemon.sessions().open("ana");
      BlockingQueue<Run> heard = new LinkedBlockingQueue<>();
      String id = daemon.vigies().vigy("census").vigy().id().toString();
      daemon.vigies().subscribe(0, run -> run.vigyId().toString().equals(id), heard::add);
      Run first = next(heard);
      clock.advance(Duration.ofMinutes(1));
      Run run = next(heard);
      assertThat(run.seq()).isEqualTo(first.seq() + 1);
      assertThat(run.trigger()).isEqualTo(Trigger.SCHEDULE);
      assertThat(run.said().metrics()).isEqualTo(Map.of("sessions", 1.0));
      assertThat(run.conditions())
          .filteredOn("name", "Quiet")
          .extracting(Condition::status)
          .containsExactly(Condition.Status.TRUE);
    }
  }

  @Test
  void history_outlives_the_daemon_and_old_runs_close_nothing_again() throws InterruptedException {
    try (SessionDaemon daemon = daemon()) {
      daemon.sessions().detach(daemon.sessions().open("ana"));
      clock.advance(Duration.ofHours(1));
      assertThat(daemon.vigies().tick("session-sweep").failure()).isEmpty();
      assertThat(next(told)).startsWith("closed 1: idle for 1h");
    }
    try (SessionDaemon daemon = daemon()) {
      long first = daemon.sessions().open("ben");
      daemon.vigies().tick("session-sweep");
      List<Run> runs = daemon.vigies().runs("session-sweep", RunQuery.newest(10));
      assertThat(runs).hasSizeGreaterThanOrEqualTo(2);
      assertThat(runs.getLast().seq()).isEqualTo(1);
      assertThat(daemon.sessions().all()).extracting(Session::id).containsExactly(first);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void commands_at_the_terminal() {
    Sessions sessions = new Sessions(clock);
    assertThat(Main.answer(sessions, "open ana")).isEqualTo("opened 1");
    assertThat(Main.answer(sessions, "detach 1")).isEqualTo("detached");
    assertThat(Main.answer(sessions, "detach one")).isEqualTo("no such session");
    assertThat(Main.answer(sessions, "list"))
        .isEqualTo("Session[id=1, user=ana, attached=false, lastInputAt=2026-11-22T12:00:00Z]");
    assertThat(Main.answer(sessions, "sing"))
        .isEqualTo("open USER, type ID, detach ID, list, quit");
  }
}
