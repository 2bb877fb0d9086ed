package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {
  private final HandEngine hand = new HandEngine();

  @AfterEach
  void close() {
    hand.close();
  }

  private long n(VigyId id) {
    return hand.resident(id).kv().row("n").orElseThrow().value() instanceof Json.Int(long n)
        ? n
        : -1;
  }

  @Test
  void ticks_at_once_and_then_on_its_grid() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::count);
    hand.advance(Duration.ofMillis(3_500));

    assertThat(hand.runs(id)).extracting(Run::seq).containsExactly(1L, 2L, 3L, 4L);
    assertThat(hand.runs(id))
        .extracting(run -> run.nominalAt().map(Object::toString).orElse("none"))
        .containsExactly(
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:01Z",
            "2026-01-01T00:00:02Z",
            "2026-01-01T00:00:03Z");
    assertThat(hand.runs(id)).extracting(Run::trigger).containsOnly(Trigger.SCHEDULE);
    assertThat(n(id)).isEqualTo(4);
    assertThat(hand.state(id).due()).hasValue(HandEngine.START.plusSeconds(4));
  }

  @Test
  void goes_on_after_a_restart_without_a_gap() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::count);
    hand.advance(Duration.ofSeconds(2));
    hand.restart();
    hand.advance(Duration.ofSeconds(2));

    assertThat(hand.runs(id)).extracting(Run::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(n(id)).isEqualTo(5);
    assertThat(hand.ledger(id)).singleElement().extracting("count").isEqualTo(5L);
  }

  @Test
  void a_failed_run_changes_nothing_but_the_record_of_its_failure() {
    VigyId id = hand.every("v", Duration.ofHours(1), HandEngine::fail);
    hand.settle();

    assertThat(hand.resident(id).kv().size()).isZero();
    assertThat(hand.state(id).failures()).isEqualTo(1);
    assertThat(hand.state(id).successes()).isZero();
    assertThat(hand.state(id).conditions())
        .extractingByKey("Ticking")
        .extracting("reason")
        .isEqualTo(Optional.of("TickFailed"));
  }

  @Test
  void backoff_retries_five_times_and_then_waits_for_a_far_own_instant() {
    VigyId id = hand.every("v", Duration.ofMillis(100), HandEngine::fail);
    hand.advance(Duration.ofSeconds(100));

    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s failed",
            "#2 retry 1s failed",
            "#3 retry 3s failed",
            "#4 retry 7s failed",
            "#5 retry 15s failed",
            "#6 retry 31s failed",
            "#7 schedule 61s failed",
            "#8 schedule 91s failed");
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..0s x1 #1..#1",
            "skipped 0.1s..60.9s x609 backoff",
            "ran 61s..61s x1 #7..#7",
            "skipped 61.1s..90.9s x299 backoff",
            "ran 91s..91s x1 #8..#8",
            "skipped 91.1s..100s x90 backoff");
  }

  @Test
  void a_daily_job_does_not_retry_all_day() {
    VigyId id = hand.every("v", Duration.ofDays(1), HandEngine::fail);
    hand.advance(Duration.ofHours(30));

    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s failed",
            "#2 retry 1s failed",
            "#3 retry 3s failed",
            "#4 retry 7s failed",
            "#5 retry 15s failed",
            "#6 retry 31s failed",
            "#7 schedule 86400s failed");
  }

  @Test
  void a_success_ends_the_backoff_and_the_grid_goes_on() {
    int[] calls = {0};
    VigyId id =
        hand.every(
            "v",
            Duration.ofMillis(300),
            input -> calls[0]++ < 2 ? HandEngine.fail(input) : HandEngine.count(input));
    hand.advance(Duration.ofSeconds(4));

    assertThat(hand.runLines(id).subList(0, 5))
        .containsExactly(
            "#1 schedule 0s failed",
            "#2 retry 1s failed",
            "#3 retry 3s ok",
            "#4 schedule 3.3s ok",
            "#5 schedule 3.6s ok");
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..0s x1 #1..#1", "skipped 0.3s..3s x10 backoff", "ran 3.3s..3.9s x3 #4..#6");
  }

  @Test
  void backoff_survives_a_restart() {
    VigyId id = hand.every("v", Duration.ofSeconds(10), HandEngine::fail);
    hand.advance(Duration.ofMillis(3_500));
    hand.restart();
    hand.advance(Duration.ofSeconds(4));

    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s failed",
            "#2 retry 1s failed",
            "#3 retry 3s failed",
            "#4 retry 7s failed");
  }

  @Test
  void three_runs_in_a_row_that_end_in_a_counted_limit_quarantine_and_resume_brings_back() {
    VigyId id =
        hand.every(
            "v",
            Duration.ofSeconds(10),
            input ->
                HandEngine.outcome(
                    Optional.of(HandEngine.error("limit", "steps limit of 5000000 exceeded")),
                    List.of()));
    hand.advance(Duration.ofSeconds(25));

    assertThat(hand.runLines(id)).hasSize(3);
    assertThat(hand.state(id).quarantine())
        .hasValue("3 runs in a row ended in a limit: steps limit of 5000000 exceeded");
    assertThat(hand.state(id).due()).isEmpty();
    assertThat(hand.state(id).conditions())
        .extractingByKey("Ticking")
        .extracting("reason")
        .isEqualTo(Optional.of("Quarantined"));

    hand.reconcilers.put("v", HandEngine::count);
    hand.resume(id);
    hand.advance(Duration.ofSeconds(10));
    assertThat(hand.runLines(id).subList(3, 4)).containsExactly("#4 schedule 30s ok");
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..0s x1 #1..#1", "skipped 10s..20s x2 quarantined", "ran 30s..30s x1 #4..#4");
  }

  @Test
  void time_limits_and_user_errors_never_quarantine() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::fail);
    hand.advance(Duration.ofMinutes(10));
    assertThat(hand.state(id).quarantine()).isEmpty();
    assertThat(hand.state(id).failures()).isGreaterThan(5);
  }

  @Test
  void a_day_of_pause_is_one_range_and_nothing_is_caught_up() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::count);
    hand.advance(Duration.ofMillis(1_500));
    hand.pause(id);
    hand.advance(Duration.ofHours(24));
    assertThat(hand.ledgerLines(id))
        .containsExactly("ran 0s..1s x2 #1..#2", "skipped 2s..86401s x86400 paused");
    hand.resume(id);
    hand.advance(Duration.ofSeconds(2));

    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..1s x2 #1..#2",
            "skipped 2s..86401s x86400 paused",
            "ran 86402s..86403s x2 #3..#4");
  }

  @Test
  void a_pause_that_ends_by_itself_goes_on_with_the_first_instant_after_it() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::count);
    hand.settle();
    hand.pauseUntil(id, HandEngine.START.plusMillis(3_500));
    hand.advance(Duration.ofSeconds(5));

    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..0s x1 #1..#1", "skipped 1s..3s x3 paused", "ran 4s..5s x2 #2..#3");
    assertThat(hand.resident(id).vigy().pause()).isEmpty();
  }

  @Test
  void disabled_and_enabled_keep_the_grid() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::count);
    hand.advance(Duration.ofMillis(700));
    hand.enable(id, false);
    hand.advance(Duration.ofSeconds(2));
    hand.enable(id, true);
    hand.advance(Duration.ofSeconds(1));
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..0s x1 #1..#1", "skipped 1s..2s x2 disabled", "ran 3s..3s x1 #2..#2");
  }

  @Test
  void a_forced_tick_of_a_paused_vigy_runs_and_stands_in_no_ledger() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::count);
    hand.settle();
    hand.pause(id);
    hand.sleep(Duration.ofSeconds(5));
    Run run = hand.tick(id);
    assertThat(run.trigger()).isEqualTo(Trigger.FORCED);
    assertThat(run.seq()).isEqualTo(2);
    assertThat(hand.ledgerLines(id))
        .containsExactly("ran 0s..0s x1 #1..#1", "skipped 1s..5s x5 paused");
  }

  @Test
  void instants_passed_over_while_the_engine_was_down_become_one_tick() {
    VigyId id = hand.every("v", Duration.ofMinutes(10), HandEngine::count);
    hand.settle();
    hand.sleep(Duration.ofMinutes(145));
    hand.restart();
    hand.settle();
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 catch-up 8700s ok");
    assertThat(hand.runs(id).get(1).nominalAt())
        .hasValue(HandEngine.START.plus(Duration.ofMinutes(140)));
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..0s x1 #1..#1",
            "missed 600s..4800s x8 down",
            "coalesced 5400s..7800s x5 #2..#2",
            "ran 8400s..8400s x1 #2..#2");
  }

  @Test
  void instants_beyond_the_window_are_missed_without_a_tick() {
    VigyId id = hand.every("v", Duration.ofDays(1), HandEngine::count);
    hand.settle();
    hand.sleep(Duration.ofHours(30));
    hand.restart();
    hand.settle();
    assertThat(hand.runLines(id)).hasSize(1);
    assertThat(hand.state(id).due()).hasValue(HandEngine.START.plus(Duration.ofDays(2)));
    assertThat(hand.ledgerLines(id))
        .containsExactly("ran 0s..0s x1 #1..#1", "missed 86400s..86400s x1 down");
  }

  @Test
  void an_edit_of_the_schedule_begins_a_new_grid_at_once() {
    VigyId id = hand.every("v", Duration.ofSeconds(10), HandEngine::count);
    hand.advance(Duration.ofSeconds(13));
    hand.reschedule(id, Duration.ofSeconds(2));
    hand.advance(Duration.ofSeconds(3));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s ok", "#2 schedule 10s ok", "#3 schedule 13s ok", "#4 schedule 15s ok");
    assertThat(hand.runs(id)).extracting(Run::generation).containsExactly(1L, 1L, 2L, 2L);
  }

  @Test
  void an_edit_ends_a_backoff() {
    VigyId id = hand.every("v", Duration.ofSeconds(60), HandEngine::fail);
    hand.advance(Duration.ofSeconds(4));
    hand.reschedule(id, Duration.ofSeconds(50));
    assertThat(hand.state(id).failures()).isZero();
    hand.settle();
    assertThat(hand.runLines(id)).endsWith("#4 schedule 4s failed");
  }

  @Test
  void an_edit_that_meets_a_running_tick_makes_its_outcome_void() {
    int[] calls = {0};
    VigyId[] id = new VigyId[1];
    id[0] =
        hand.every(
            "v",
            Duration.ofSeconds(60),
            input -> {
              if (calls[0]++ == 1) {
                // While this tick is evaluated, somebody sets the key; the edit is committed first.
                var _ =
                    hand.engine.edit(
                        (registry, now) ->
                            new Edit.Planned<>(
                                Optional.of(
                                    Edits.kv(
                                        registry.byId(id[0]).orElseThrow(),
                                        "n",
                                        Optional.of(new Json.Int(100)),
                                        hand.audit("kv set"))),
                                true),
                        Reply.nobody());
              }
              return HandEngine.count(input);
            });
    hand.settle();
    hand.advance(Duration.ofSeconds(60));

    assertThat(calls[0]).isEqualTo(3);
    assertThat(hand.runLines(id[0])).containsExactly("#1 schedule 0s ok", "#2 schedule 60s ok");
    assertThat(n(id[0])).isEqualTo(101);
    assertThat(hand.state(id[0]).revision()).isEqualTo(3);
  }

  @Test
  void forced_ticks_stand_in_line_and_each_caller_gets_a_run_of_its_own() {
    VigyId id = hand.register("v", new Schedule.Manual(), HandEngine::count);
    List<CompletableFuture<Run>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(hand.force(id));
    }
    hand.settle();
    assertThat(all.stream().map(CompletableFuture::join).map(Run::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
    assertThat(n(id)).isEqualTo(200);
  }

  @Test
  void a_vigy_deleted_while_somebody_waits_for_its_tick_says_so() {
    VigyId id = hand.register("v", new Schedule.Manual(), HandEngine::count);
    CompletableFuture<Run> waiting = hand.force(id);
    hand.edit(
        registry ->
            Optional.of(
                new Change.Deleted(
                    id,
                    registry.byId(id).orElseThrow().state().seq(),
                    false,
                    hand.audit("delete"))));
    hand.settle();
    assertThat(waiting).isCompletedExceptionally();
    assertThat(hand.engine.registry().byId(id)).isEmpty();
    assertThat(hand.runs(id)).isEmpty();
  }

  @Test
  void a_clock_that_goes_back_begins_a_new_grid_and_the_ledger_notes_it() {
    VigyId id = hand.every("v", Duration.ofSeconds(10), HandEngine::count);
    hand.advance(Duration.ofSeconds(25));
    hand.clock.set(HandEngine.START.plusSeconds(5));
    hand.settle();
    hand.advance(Duration.ofSeconds(10));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s ok",
            "#2 schedule 10s ok",
            "#3 schedule 20s ok",
            "#4 schedule 5s ok",
            "#5 schedule 15s ok");
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..20s x3 #1..#3", "skipped 30s..30s x1 clock", "ran 5s..15s x2 #4..#5");
  }

  @Test
  void a_clock_that_was_set_back_while_nobody_ran_is_noticed_at_the_start() {
    VigyId id = hand.every("v", Duration.ofHours(1), HandEngine::count);
    hand.advance(Duration.ofMinutes(150));
    hand.clock.set(HandEngine.START.minus(Duration.ofDays(1)));
    hand.restart();
    hand.settle();
    hand.advance(Duration.ofHours(1));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s ok",
            "#2 schedule 3600s ok",
            "#3 schedule 7200s ok",
            "#4 schedule -86400s ok",
            "#5 schedule -82800s ok");
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..7200s x3 #1..#3",
            "skipped 10800s..10800s x1 clock",
            "ran -86400s..-82800s x2 #4..#5");
    hand.restart();
    hand.settle();
    assertThat(hand.runLines(id)).hasSize(5);
  }

  @Test
  void a_clock_that_goes_back_a_little_changes_nothing() {
    VigyId id = hand.every("v", Duration.ofSeconds(10), HandEngine::count);
    hand.advance(Duration.ofMillis(9_900));
    hand.clock.set(HandEngine.START.plusMillis(9_000));
    hand.settle();
    hand.advance(Duration.ofSeconds(2));
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 schedule 10s ok");
  }

  /// Seven in the morning in Berlin is six hours after the start.
  private static Schedule atSeven() {
    return Schedule.Cron.of("0 7 * * *", Schedule.Cron.zone("Europe/Berlin"));
  }

  @Test
  void a_cron_schedule_waits_for_the_times_it_names() {
    VigyId id = hand.register("v", atSeven(), HandEngine::count);
    assertThat(hand.state(id).due()).hasValue(HandEngine.START.plus(Duration.ofHours(6)));
    hand.advance(Duration.ofHours(31));
    hand.pause(id);
    hand.advance(Duration.ofDays(90));
    hand.resume(id);
    hand.advance(Duration.ofHours(24));
    assertThat(hand.runs(id))
        .extracting(run -> run.nominalAt().orElseThrow().toString())
        .containsExactly("2026-01-01T06:00:00Z", "2026-01-02T06:00:00Z", "2026-04-03T05:00:00Z");
    assertThat(hand.ledger(id))
        .extracting(range -> range.fate().text() + " x" + range.count())
        .containsExactly("ran x2", "skipped x90", "ran x1");
  }

  @Test
  void a_cron_schedule_waits_when_the_clock_goes_back_too() {
    VigyId id = hand.register("v", atSeven(), HandEngine::count);
    hand.advance(Duration.ofHours(7));
    hand.clock.set(HandEngine.START);
    hand.settle();
    hand.restart();
    hand.advance(Duration.ofHours(40));
    assertThat(hand.runLines(id))
        .containsExactly("#1 schedule 21600s ok", "#2 schedule 108000s ok");
    assertThat(hand.ledgerLines(id)).containsExactly("ran 21600s..108000s x2 #1..#2");
  }

  @Test
  void a_failing_cron_schedule_retries_and_then_waits_for_its_next_time() {
    VigyId id = hand.register("v", atSeven(), HandEngine::fail);
    hand.advance(Duration.ofHours(31));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 21600s failed",
            "#2 retry 21601s failed",
            "#3 retry 21603s failed",
            "#4 retry 21607s failed",
            "#5 retry 21615s failed",
            "#6 retry 21631s failed",
            "#7 schedule 108000s failed");
  }

  @Test
  void all_instants_of_a_down_time_are_caught_up_one_by_one() {
    VigyId id =
        hand.register(
            "v",
            new Schedule.Fixed(
                Duration.ofMinutes(10), Schedule.Terms.DEFAULT.withCatchUp(Schedule.CatchUp.ALL)),
            HandEngine::count);
    hand.settle();
    hand.sleep(Duration.ofMinutes(45));
    hand.restart();
    hand.advance(Duration.ofMinutes(10));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s ok",
            "#2 catch-up 2700s ok",
            "#3 catch-up 2700s ok",
            "#4 catch-up 2700s ok",
            "#5 catch-up 2700s ok",
            "#6 schedule 3000s ok");
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..3000s x6 #1..#6");
  }

  @Test
  void jitter_moves_the_start_and_not_the_nominal_instant() {
    VigyId id =
        hand.register(
            "v",
            new Schedule.Fixed(
                Duration.ofSeconds(10), Schedule.Terms.DEFAULT.withJitter(Duration.ofSeconds(5))),
            HandEngine::count);
    hand.advance(Duration.ofSeconds(25));
    long offset =
        Duration.between(HandEngine.START, hand.runs(id).getFirst().startedAt()).toMillis();
    assertThat(offset).isBetween(1L, 4_999L);
    assertThat(hand.runs(id))
        .allSatisfy(
            run ->
                assertThat(run.startedAt())
                    .isEqualTo(run.nominalAt().orElseThrow().plusMillis(offset)));
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..20s x3 #1..#3");
  }

  @Test
  void a_reconciler_that_throws_is_a_failed_run_and_nobody_else_is_hurt() {
    VigyId bad =
        hand.every(
            "bad",
            Duration.ofSeconds(1),
            input -> {
              throw new StackOverflowError();
            });
    VigyId good = hand.every("good", Duration.ofSeconds(1), HandEngine::count);
    hand.advance(Duration.ofSeconds(3));
    assertThat(hand.runs(bad)).allSatisfy(run -> assertThat(run.ok()).isFalse());
    assertThat(n(good)).isEqualTo(4);
  }

  @Test
  void conditions_keep_the_time_of_their_last_transition() {
    Condition.Status[] status = {Condition.Status.FALSE};
    VigyId id =
        hand.every(
            "v",
            Duration.ofSeconds(10),
            input ->
                HandEngine.conditions(
                    new Condition(
                        "Ready",
                        status[0],
                        Optional.of("because"),
                        Optional.of("at " + input.startMs()),
                        Instant.ofEpochMilli(input.startMs()),
                        1)));
    hand.advance(Duration.ofSeconds(10));
    Condition first = Objects.requireNonNull(hand.state(id).conditions().get("Ready"));
    assertThat(first.lastTransition()).isEqualTo(HandEngine.START);
    assertThat(first.message()).hasValue("at " + HandEngine.START.plusSeconds(10).toEpochMilli());
    status[0] = Condition.Status.TRUE;
    hand.advance(Duration.ofSeconds(10));
    assertThat(hand.state(id).conditions())
        .extractingByKey("Ready")
        .extracting("lastTransition")
        .isEqualTo(HandEngine.START.plusSeconds(20));
  }
}
