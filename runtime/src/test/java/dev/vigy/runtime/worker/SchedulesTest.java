package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import dev.vigy.runtime.vigy.Schedule.Terms;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.Window;
import dev.vigy.runtime.vigy.Window.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What schedules say beside their kind, and the adaptive ones. 2026-01-01 was a Thursday.
class SchedulesTest {
  private final HandEngine hand = new HandEngine();

  @AfterEach
  void close() {
    hand.close();
  }

  private static Schedule every(Duration interval, Terms terms) {
    return new Schedule.Fixed(interval, terms);
  }

  private static Terms windows(Window... windows) {
    return Terms.DEFAULT.withWindows(List.of(windows));
  }

  private static Window window(Rule rule, String days, String hours) {
    return Window.of(rule, days, "", "", hours, ZoneId.of("UTC"));
  }

  private static Schedule adaptive(Terms terms) {
    return new Schedule.Adaptive(
        Duration.ofSeconds(1), Duration.ofSeconds(10), Optional.of("pace"), terms);
  }

  /// The ticks that are to come: `schedule 3s due 3.5s`.
  private List<String> coming(VigyId id, int count) {
    Resident resident = hand.resident(id);
    long now = hand.clock.millis();
    long until =
        resident
            .vigy()
            .pause()
            .flatMap(pause -> pause.until().map(Instant::toEpochMilli))
            .orElse(now);
    return Edits.coming(resident, now, 0, until, count).stream().map(SchedulesTest::text).toList();
  }

  private static String text(Timing.Coming coming) {
    return coming.trigger().text()
        + " "
        + (coming.nominal().isPresent() ? seconds(coming.nominal().getAsLong()) : "-")
        + " due "
        + seconds(coming.due());
  }

  private static String seconds(long at) {
    return HandEngine.seconds(Instant.ofEpochMilli(at));
  }

  /// An outcome that acts, or not, and leaves a hint, or not.
  private static Outcome outcome(boolean acts, Optional<Long> pace, Optional<Long> nextIn) {
    Outcome plain =
        HandEngine.outcome(
            pace.map(ms -> new KvChange("pace", Optional.of(new Json.Int(ms)))).stream().toList());
    return new Outcome(
        plain.value(),
        plain.failure(),
        false,
        1,
        List.of(
            new Action(
                acts ? ReconcileKind.RESTART : ReconcileKind.NOOP,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())),
        plain.kvChanges(),
        plain.desired(),
        plain.observed(),
        List.of(),
        plain.said(),
        List.of(),
        nextIn,
        0,
        0);
  }

  private static TickResult quiet(TickInput input) {
    return outcome(false, Optional.empty(), Optional.empty());
  }

  @Test
  void a_start_to_come_is_where_the_grid_begins() {
    Terms terms = Terms.DEFAULT.withStart(HandEngine.START.plusMillis(2_500));
    VigyId id = hand.register("v", every(Duration.ofSeconds(1), terms), HandEngine::nothing);
    hand.advance(Duration.ofSeconds(4));
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 2.5s ok", "#2 schedule 3.5s ok");
    assertThat(hand.ledgerLines(id)).containsExactly("ran 2.5s..3.5s x2 #1..#2");
  }

  @Test
  void a_start_that_is_over_changes_nothing() {
    Terms terms = Terms.DEFAULT.withStart(HandEngine.START.minusMillis(2_500));
    VigyId id = hand.register("v", every(Duration.ofSeconds(1), terms), HandEngine::nothing);
    hand.settle();
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok");
  }

  @Test
  void nothing_comes_after_the_end_and_an_instant_at_the_end_still_runs() {
    Terms terms = Terms.DEFAULT.withEnd(HandEngine.START.plusSeconds(3));
    VigyId id = hand.register("v", every(Duration.ofSeconds(1), terms), HandEngine::nothing);
    assertThat(coming(id, 9))
        .containsExactly(
            "schedule 0s due 0s", "schedule 1s due 1s", "schedule 2s due 2s", "schedule 3s due 3s");
    hand.advance(Duration.ofHours(1));
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..3s x4 #1..#4");
    assertThat(hand.state(id).due()).isEmpty();
    assertThat(coming(id, 9)).isEmpty();
    hand.restart();
    hand.advance(Duration.ofHours(1));
    assertThat(hand.runs(id)).hasSize(4);
  }

  @Test
  void what_a_program_asks_for_beyond_the_end_never_comes() {
    Terms terms = Terms.DEFAULT.withEnd(HandEngine.START.plusSeconds(3));
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofSeconds(2), terms),
            input -> outcome(false, Optional.empty(), Optional.of(3_500L)));
    hand.advance(Duration.ofHours(1));
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 schedule 2s ok");
  }

  @Test
  void a_failure_at_the_end_is_not_tried_again() {
    Terms terms = Terms.DEFAULT.withEnd(HandEngine.START.plusSeconds(2));
    VigyId id = hand.register("v", every(Duration.ofSeconds(2), terms), HandEngine::fail);
    hand.advance(Duration.ofHours(1));
    assertThat(hand.runLines(id))
        .as("the next retry would come after the end: the last instant comes in its place")
        .containsExactly("#1 schedule 0s failed", "#2 retry 1s failed", "#3 schedule 2s failed");
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..2s x2 #1..#3");
  }

  @Test
  void a_backoff_that_reaches_beyond_the_end_waits_for_the_last_instant() {
    Terms terms = Terms.DEFAULT.withEnd(HandEngine.START.plusMillis(40_050));
    VigyId id = hand.register("v", every(Duration.ofMillis(100), terms), HandEngine::fail);
    hand.advance(Duration.ofHours(1));
    assertThat(hand.runLines(id).subList(5, 7))
        .containsExactly("#6 retry 31s failed", "#7 schedule 40s failed");
    assertThat(hand.runs(id)).hasSize(7);
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..0s x1 #1..#1", "skipped 0.1s..39.9s x399 backoff", "ran 40s..40s x1 #7..#7");
  }

  @Test
  void closed_instants_are_skipped_and_never_caught_up() {
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofMinutes(1), windows(window(Rule.FORBID, "", "00:03-00:06"))),
            HandEngine::nothing);
    hand.advance(Duration.ofSeconds(270));
    assertThat(hand.ledgerLines(id))
        .as("also to whoever looks meanwhile")
        .containsExactly("ran 0s..120s x3 #1..#3", "skipped 180s..240s x2 window");
    hand.advance(Duration.ofSeconds(200));
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..120s x3 #1..#3", "skipped 180s..300s x3 window", "ran 360s..420s x2 #4..#5");
    assertThat(hand.runLines(id).getLast()).isEqualTo("#5 schedule 420s ok");
  }

  @Test
  void a_vigy_sleeps_through_closed_time() {
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofSeconds(1), windows(window(Rule.ALLOW, "mon-fri", "08:00-18:00"))),
            HandEngine::nothing);
    hand.settle();
    assertThat(hand.state(id).due()).hasValue(Instant.parse("2026-01-01T08:00:00Z"));
    hand.sleep(Duration.ofHours(8));
    hand.settle();
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 28800s ok");
    assertThat(hand.ledgerLines(id))
        .containsExactly("skipped 0s..28799s x28800 window", "ran 28800s..28800s x1 #1..#1");
  }

  @Test
  void a_pause_says_paused_of_closed_instants_too() {
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofMinutes(1), windows(window(Rule.FORBID, "", "00:03-00:06"))),
            HandEngine::nothing);
    hand.advance(Duration.ofMinutes(4));
    hand.pause(id);
    hand.advance(Duration.ofMinutes(3));
    hand.resume(id);
    hand.advance(Duration.ofMinutes(1));
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..120s x3 #1..#3",
            "skipped 180s..240s x2 window",
            "skipped 300s..420s x3 paused",
            "ran 480s..480s x1 #4..#4");
  }

  @Test
  void an_outage_over_closed_time_catches_up_what_was_open() {
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofMinutes(1), windows(window(Rule.FORBID, "", "00:03-00:06"))),
            HandEngine::nothing);
    hand.advance(Duration.ofMinutes(1));
    hand.sleep(Duration.ofSeconds(390));
    hand.restart();
    hand.settle();
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..60s x2 #1..#2",
            "coalesced 120s..120s x1 #3..#3",
            "skipped 180s..300s x3 window",
            "coalesced 360s..360s x1 #3..#3",
            "ran 420s..420s x1 #3..#3");
  }

  @Test
  void an_outage_that_ends_in_closed_time_catches_up_the_newest_open_instant() {
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofMinutes(1), windows(window(Rule.FORBID, "", "00:03-00:06"))),
            HandEngine::nothing);
    hand.advance(Duration.ofMinutes(1));
    hand.sleep(Duration.ofSeconds(200));
    hand.restart();
    hand.settle();
    assertThat(hand.runLines(id).getLast()).isEqualTo("#3 catch-up 260s ok");
    assertThat(hand.ledgerLines(id))
        .containsExactly("ran 0s..120s x3 #1..#3", "skipped 180s..240s x2 window");
  }

  @Test
  void a_retry_does_not_fall_into_closed_time() {
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofMinutes(1), windows(window(Rule.FORBID, "", "00:01-00:03"))),
            input ->
                input.startMs() < HandEngine.START.toEpochMilli() + 60_000
                    ? HandEngine.fail(input)
                    : HandEngine.nothing(input));
    hand.sleep(Duration.ofMillis(59_500));
    hand.advance(Duration.ofMinutes(2));
    hand.advance(Duration.ofSeconds(30));
    assertThat(hand.runLines(id))
        .containsExactly("#1 schedule 59.5s failed", "#2 schedule 180s ok");
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..0s x1 #1..#1", "skipped 60s..120s x2 window", "ran 180s..180s x1 #2..#2");
  }

  @Test
  void what_a_program_asks_for_waits_for_the_opening() {
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofHours(1), windows(window(Rule.FORBID, "", "00:01-00:03"))),
            input ->
                outcome(
                    false,
                    Optional.empty(),
                    input.tickCount() == 1 ? Optional.of(90_000L) : Optional.empty()));
    hand.settle();
    assertThat(coming(id, 2)).containsExactly("asked - due 180s", "schedule 3600s due 3600s");
    hand.advance(Duration.ofHours(1));
    assertThat(hand.runLines(id))
        .containsExactly("#1 schedule 0s ok", "#2 asked 180s ok", "#3 schedule 3600s ok");
  }

  @Test
  void instants_that_came_while_a_tick_ran_are_an_overlap_where_nothing_is_caught_up() {
    VigyId id =
        hand.register(
            "v",
            every(Duration.ofSeconds(1), Terms.DEFAULT.withCatchUp(CatchUp.NONE)),
            input -> {
              if (input.tickCount() == 2) {
                hand.clock.advance(Duration.ofMillis(3_200));
              }
              return HandEngine.nothing(input);
            });
    hand.settle();
    hand.sleep(Duration.ofSeconds(1));
    hand.settle();
    hand.sleep(Duration.ofSeconds(2));
    hand.settle();
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..1s x2 #1..#2",
            "skipped 2s..3s x2 overlap",
            "ran 4s..4s x1 #3..#3",
            "skipped 5s..5s x1 catch-up-none",
            "ran 6s..6s x1 #4..#4");
  }

  @Test
  void an_adaptive_pause_doubles_while_nothing_is_done_and_falls_when_something_is() {
    var acts = new ArrayDeque<>(List.of(false, false, false, true, false, false));
    VigyId id =
        hand.register(
            "v",
            adaptive(Terms.DEFAULT),
            input ->
                outcome(!acts.isEmpty() && acts.removeFirst(), Optional.empty(), Optional.empty()));
    hand.advance(Duration.ofSeconds(40));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s ok",
            "#2 schedule 1s ok",
            "#3 schedule 3s ok",
            "#4 schedule 7s ok",
            "#5 schedule 8s ok",
            "#6 schedule 10s ok",
            "#7 schedule 14s ok",
            "#8 schedule 22s ok",
            "#9 schedule 32s ok");
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..32s x9 #1..#9");
    assertThat(coming(id, 5)).containsExactly("schedule 42s due 42s");
  }

  @Test
  void a_hint_says_the_pause_within_its_limits() {
    var hints = new ArrayDeque<>(List.of(2_500L, 5L, 1_000_000L));
    VigyId id =
        hand.register(
            "v",
            adaptive(Terms.DEFAULT),
            input -> outcome(true, Optional.ofNullable(hints.pollFirst()), Optional.empty()));
    hand.advance(Duration.ofSeconds(24));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s ok",
            "#2 schedule 2.5s ok",
            "#3 schedule 3.5s ok",
            "#4 schedule 13.5s ok",
            "#5 schedule 23.5s ok");
  }

  @Test
  void jitter_of_an_adaptive_schedule_does_not_add_up() {
    VigyId id =
        hand.register(
            "v",
            adaptive(Terms.DEFAULT.withJitter(Duration.ofMillis(700))),
            input -> outcome(true, Optional.of(2_000L), Optional.empty()));
    hand.advance(Duration.ofSeconds(7));
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..6s x4 #1..#4");
    long offset =
        Duration.between(HandEngine.START, hand.runs(id).getFirst().startedAt()).toMillis();
    assertThat(offset).isBetween(1L, 699L);
    assertThat(hand.runs(id))
        .extracting(run -> run.startedAt().toEpochMilli() % 1_000)
        .containsOnly(offset);
  }

  @Test
  void a_forced_tick_that_acts_brings_an_adaptive_vigy_back_sooner_and_the_named_instant_stays() {
    VigyId id = hand.register("v", adaptive(Terms.DEFAULT), SchedulesTest::quiet);
    hand.advance(Duration.ofSeconds(26));
    assertThat(hand.runLines(id).getLast()).isEqualTo("#6 schedule 25s ok");
    hand.reconcilers.put("v", input -> outcome(true, Optional.empty(), Optional.empty()));
    hand.tick(id);
    hand.reconcilers.put("v", SchedulesTest::quiet);
    hand.advance(Duration.ofSeconds(10));
    assertThat(hand.runLines(id).subList(6, hand.runLines(id).size()))
        .containsExactly(
            "#7 forced 26s ok",
            "#8 asked 27s ok",
            "#9 asked 29s ok",
            "#10 asked 33s ok",
            "#11 schedule 35s ok");
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..35s x7 #1..#11");
  }

  @Test
  void an_adaptive_vigy_that_fails_retries_and_names_its_next_instant_after_that() {
    VigyId id =
        hand.register(
            "v",
            adaptive(Terms.DEFAULT),
            input ->
                input.startMs() - HandEngine.START.toEpochMilli() == 3_000
                    ? HandEngine.fail(input)
                    : quiet(input));
    hand.advance(Duration.ofSeconds(9));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s ok",
            "#2 schedule 1s ok",
            "#3 schedule 3s failed",
            "#4 retry 4s ok",
            "#5 schedule 5s ok");
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..5s x4 #1..#5");
    assertThat(coming(id, 1)).containsExactly("schedule 13s due 13s");
  }

  @Test
  void an_adaptive_instant_in_a_pause_is_skipped_and_the_line_begins_anew() {
    VigyId id = hand.register("v", adaptive(Terms.DEFAULT), SchedulesTest::quiet);
    hand.advance(Duration.ofSeconds(8));
    hand.pause(id);
    hand.advance(Duration.ofHours(1));
    assertThat(hand.ledgerLines(id))
        .containsExactly("ran 0s..7s x4 #1..#4", "skipped 15s..15s x1 paused");
    hand.resume(id);
    hand.advance(Duration.ofMillis(3_500));
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..7s x4 #1..#4", "skipped 15s..15s x1 paused", "ran 3609s..3611s x2 #5..#6");
  }

  @Test
  void an_adaptive_instant_is_never_named_in_closed_time() {
    VigyId id =
        hand.register(
            "v",
            new Schedule.Adaptive(
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Optional.empty(),
                windows(window(Rule.FORBID, "", "00:03-00:30"))),
            SchedulesTest::quiet);
    hand.advance(Duration.ofMinutes(31));
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..1800s x4 #1..#4");
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 schedule 0s ok",
            "#2 schedule 30s ok",
            "#3 schedule 90s ok",
            "#4 schedule 1800s ok");
  }

  @Test
  void an_adaptive_vigy_is_caught_up_after_an_outage_and_missed_after_a_long_one() {
    VigyId id = hand.register("v", adaptive(Terms.DEFAULT), SchedulesTest::quiet);
    hand.advance(Duration.ofSeconds(1));
    hand.sleep(Duration.ofMinutes(5));
    hand.restart();
    hand.advance(Duration.ofSeconds(4));
    assertThat(hand.runLines(id).subList(2, 4))
        .containsExactly("#3 catch-up 301s ok", "#4 schedule 305s ok");
    hand.sleep(Duration.ofHours(5));
    hand.restart();
    hand.advance(Duration.ofSeconds(2));
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..305s x4 #1..#4", "missed 313s..313s x1 down", "ran 18306s..18306s x1 #5..#5");
  }

  @Test
  void an_adaptive_vigy_goes_on_after_a_restart() {
    VigyId id = hand.register("v", adaptive(Terms.DEFAULT), SchedulesTest::quiet);
    hand.advance(Duration.ofSeconds(4));
    hand.restart();
    assertThat(coming(id, 3)).containsExactly("schedule 7s due 7s");
    hand.advance(Duration.ofSeconds(12));
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..15s x5 #1..#5");
  }

  @Test
  void a_clock_that_goes_back_makes_an_adaptive_vigy_name_another_instant() {
    VigyId id = hand.register("v", adaptive(Terms.DEFAULT), SchedulesTest::quiet);
    hand.advance(Duration.ofSeconds(8));
    hand.clock.set(HandEngine.START.minusSeconds(100));
    hand.settle();
    hand.advance(Duration.ofMillis(500));
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..7s x4 #1..#4", "skipped 15s..15s x1 clock", "ran -100s..-100s x1 #5..#5");
  }

  @Test
  void next_knows_of_jitter_windows_and_a_pause_that_ends() {
    VigyId id =
        hand.register(
            "v",
            every(
                Duration.ofMinutes(1),
                windows(window(Rule.FORBID, "", "00:03-00:06"))
                    .withEnd(HandEngine.START.plusSeconds(500))),
            HandEngine::nothing);
    hand.advance(Duration.ofMillis(500));
    assertThat(coming(id, 4))
        .containsExactly(
            "schedule 60s due 60s",
            "schedule 120s due 120s",
            "schedule 360s due 360s",
            "schedule 420s due 420s");
    hand.pauseUntil(id, HandEngine.START.plusSeconds(420));
    assertThat(coming(id, 4)).containsExactly("schedule 420s due 420s", "schedule 480s due 480s");
  }

  @Test
  void next_shows_a_retry_first() {
    VigyId id = hand.every("v", Duration.ofSeconds(5), HandEngine::fail);
    hand.settle();
    assertThat(coming(id, 2)).containsExactly("retry - due 1s", "schedule 5s due 5s");
    hand.advance(Duration.ofSeconds(4));
    assertThat(coming(id, 3))
        .as("what the retry passes over does not come")
        .containsExactly("retry - due 7s", "schedule 10s due 10s", "schedule 15s due 15s");
  }

  @Test
  void a_vigy_without_schedule_that_asks_for_its_next_tick_is_retried_when_it_fails() {
    VigyId id =
        hand.register(
            "v",
            new Schedule.Manual(),
            input ->
                input.startMs() - HandEngine.START.toEpochMilli() == 2_000
                    ? HandEngine.fail(input)
                    : outcome(false, Optional.empty(), Optional.of(1_000L)));
    hand.advance(Duration.ofSeconds(1));
    assertThat(hand.runs(id)).isEmpty();
    hand.tick(id);
    hand.advance(Duration.ofMillis(2_500));
    assertThat(hand.runLines(id))
        .containsExactly("#1 forced 1s ok", "#2 asked 2s failed", "#3 retry 3s ok");
    assertThat(coming(id, 3)).containsExactly("asked - due 4s");
    hand.pause(id);
    hand.advance(Duration.ofSeconds(10));
    hand.resume(id);
    hand.settle();
    assertThat(hand.runs(id)).extracting(Run::seq).hasSize(4);
  }
}
