package dev.vigy.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.schedule.Timing.Decision;
import dev.vigy.runtime.vigy.LedgerRange;
import dev.vigy.runtime.vigy.Schedule.CatchUp;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Golden cases. A grid of one second from 0, a window of ten; the engine runs since the beginning
/// unless said.
class TimingTest {
  private static final long WINDOW = 10_000;

  private static Timing onTime(long open) {
    Grid grid = new Grid(0, 1_000, 0);
    return timing(grid, CatchUp.ONE, WINDOW, open, grid.due(open), false, false);
  }

  private static Timing failing(long open, long due, boolean retry) {
    return timing(new Grid(0, 1_000, 0), CatchUp.ONE, WINDOW, open, due, retry, true);
  }

  private static Timing timing(
      Instants instants,
      CatchUp catchUp,
      long window,
      long open,
      long due,
      boolean retry,
      boolean failing) {
    return new Timing(
        instants,
        new Timing.Rules(Openings.ALWAYS, -1, catchUp, window),
        new Timing.Standing(
            open <= instants.first()
                ? OptionalLong.empty()
                : OptionalLong.of(instants.before(open)),
            open,
            due,
            retry,
            failing,
            -1));
  }

  /// One line for a decision: `wait 5000`, `tick schedule 5000 | coalesced 3000..4000 x2 into 7`.
  private static String said(Decision decision) {
    return switch (decision) {
      case Decision.Wait(long until) -> "wait " + until;
      case Decision.Tick(var trigger, OptionalLong nominal, long instant, var passed) ->
          "tick "
              + trigger.text()
              + " "
              + (nominal.isPresent() ? nominal.getAsLong() : "- due " + instant)
              + said(passed.ranges());
      case Decision.Pass(var passed) -> "pass to " + passed.open() + said(passed.ranges());
    };
  }

  private static String said(List<LedgerRange> ranges) {
    return ranges.stream()
        .map(
            range ->
                " | %s %d..%d x%d%s%s"
                    .formatted(
                        range.fate().text(),
                        range.from().toEpochMilli(),
                        range.to().toEpochMilli(),
                        range.count(),
                        range.reason().map(reason -> " " + reason).orElse(""),
                        range.toSeq() > 0 ? " into " + range.toSeq() : ""))
        .collect(Collectors.joining());
  }

  private static String decide(Timing timing, long now, long runningSince) {
    return said(timing.decide(now, runningSince, 7));
  }

  @Test
  void the_first_tick_comes_at_once() {
    assertThat(decide(onTime(0), 0, 0)).isEqualTo("tick schedule 0");
  }

  @Test
  void before_its_time_a_tick_waits() {
    assertThat(decide(onTime(5_000), 4_999, 0)).isEqualTo("wait 5000");
    assertThat(decide(onTime(5_000), 5_000, 0)).isEqualTo("tick schedule 5000");
    assertThat(decide(onTime(5_000), 5_999, 0)).isEqualTo("tick schedule 5000");
  }

  @Test
  void instants_passed_over_become_one_tick_at_the_newest() {
    assertThat(decide(onTime(5_000), 8_200, 0))
        .isEqualTo("tick catch-up 8000 | coalesced 5000..7000 x3 into 7");
  }

  @Test
  void instants_beyond_the_window_are_missed_as_late_or_down() {
    assertThat(decide(onTime(5_000), 30_500, 0))
        .isEqualTo(
            "tick catch-up 30000 | missed 5000..20000 x16 late | coalesced 21000..29000 x9 into 7");
    assertThat(decide(onTime(5_000), 30_500, 30_400))
        .isEqualTo(
            "tick catch-up 30000 | missed 5000..20000 x16 down | coalesced 21000..29000 x9 into 7");
    assertThat(decide(onTime(5_000), 30_500, 10_000))
        .isEqualTo(
            "tick catch-up 30000 | missed 5000..9000 x5 down | missed 10000..20000 x11 late"
                + " | coalesced 21000..29000 x9 into 7");
  }

  @Test
  void an_instant_that_was_due_while_the_engine_was_down_is_caught_up() {
    assertThat(decide(onTime(5_000), 5_400, 5_300)).isEqualTo("tick catch-up 5000");
  }

  @Test
  void a_daily_job_that_was_missed_by_hours_waits_for_its_next_instant() {
    Grid daily = new Grid(0, 86_400_000, 0);
    Timing timing = timing(daily, CatchUp.ONE, 3_600_000, 86_400_000, 86_400_000, false, false);
    assertThat(said(timing.decide(86_400_000 + 7_200_000, 86_400_000 + 7_100_000, 7)))
        .isEqualTo("pass to 172800000 | missed 86400000..86400000 x1 down");
  }

  private static String decide(CatchUp catchUp, long open, long now, long runningSince) {
    Grid grid = new Grid(0, 1_000, 0);
    return decide(
        timing(grid, catchUp, 200_000, open, grid.due(open), false, false), now, runningSince);
  }

  @Test
  void catching_up_all_ticks_one_after_the_other_and_a_hundred_at_most() {
    assertThat(decide(CatchUp.ALL, 5_000, 5_010, 0)).isEqualTo("tick schedule 5000");
    assertThat(decide(CatchUp.ALL, 5_000, 8_500, 0)).isEqualTo("tick catch-up 5000");
    assertThat(decide(CatchUp.ALL, 6_000, 8_500, 0)).isEqualTo("tick catch-up 6000");
    assertThat(decide(CatchUp.ALL, 5_000, 150_000, 0))
        .isEqualTo("tick catch-up 51000 | missed 5000..50000 x46 late");
    assertThat(decide(CatchUp.ALL, 5_000, 150_000, 140_000))
        .isEqualTo("tick catch-up 51000 | missed 5000..50000 x46 down");
    assertThat(decide(CatchUp.ALL, 5_000, 300_000, 290_000))
        .isEqualTo("tick catch-up 201000 | missed 5000..200000 x196 down");
  }

  @Test
  void catching_up_none_ticks_only_what_is_due_while_the_engine_runs() {
    assertThat(decide(CatchUp.NONE, 5_000, 5_010, 0)).isEqualTo("tick schedule 5000");
    assertThat(decide(CatchUp.NONE, 5_000, 8_500, 0))
        .isEqualTo("tick schedule 8000 | skipped 5000..7000 x3 catch-up-none");
    assertThat(decide(CatchUp.NONE, 5_000, 8_500, 8_400))
        .isEqualTo("pass to 9000 | skipped 5000..8000 x4 catch-up-none");
    assertThat(decide(CatchUp.NONE, 5_000, 300_000, 0))
        .isEqualTo(
            "tick schedule 300000 | missed 5000..99000 x95 late"
                + " | skipped 100000..299000 x200 catch-up-none");
  }

  @Test
  void a_retry_comes_at_its_own_time_and_skips_what_lies_before_it() {
    assertThat(decide(failing(5_000, 8_000, true), 7_999, 0)).isEqualTo("wait 8000");
    assertThat(decide(failing(5_000, 8_000, true), 8_000, 0))
        .isEqualTo("tick retry - due 8000 | skipped 5000..8000 x4 backoff");
    assertThat(decide(failing(5_000, 8_500, true), 8_500, 0))
        .isEqualTo("tick retry - due 8500 | skipped 5000..8000 x4 backoff");
  }

  @Test
  void a_retry_before_the_own_next_instant_skips_nothing() {
    assertThat(decide(failing(5_000, 4_200, true), 4_200, 0)).isEqualTo("tick retry - due 4200");
  }

  @Test
  void after_many_failures_a_far_own_instant_runs_as_usual() {
    assertThat(decide(failing(5_000, 36_000, false), 36_000, 0))
        .isEqualTo("tick schedule 36000 | skipped 5000..35000 x31 backoff");
  }

  @Test
  void a_forced_tick_meanwhile_accounts_for_what_the_backoff_has_passed_over_so_far() {
    assertThat(said(failing(5_000, 36_000, false).passedOver(7_500).ranges()))
        .isEqualTo(" | skipped 5000..7000 x3 backoff");
    assertThat(onTime(5_000).passedOver(7_500).ranges()).isEmpty();
  }

  @Test
  void backoff_is_1_2_4_8_16_seconds_after_the_instant_and_then_an_own_one_30_away() {
    Timing timing = onTime(5_000);
    assertThat(timing.afterFailure(5_000, 4_000, 1, 4_010)).isEqualTo(new Timing.Next(5_000, true));
    assertThat(timing.afterFailure(5_000, 4_000, 2, 4_010)).isEqualTo(new Timing.Next(6_000, true));
    assertThat(timing.afterFailure(5_000, 4_000, 3, 4_010)).isEqualTo(new Timing.Next(8_000, true));
    assertThat(timing.afterFailure(5_000, 4_000, 4, 4_010))
        .isEqualTo(new Timing.Next(12_000, true));
    assertThat(timing.afterFailure(5_000, 4_000, 5, 4_010))
        .isEqualTo(new Timing.Next(20_000, true));
    assertThat(timing.afterFailure(5_000, 4_000, 6, 4_010))
        .isEqualTo(new Timing.Next(34_000, false));
    assertThat(timing.afterFailure(5_000, 4_000, 60, 4_010))
        .isEqualTo(new Timing.Next(34_000, false));
  }

  @Test
  void a_daily_job_is_retried_five_times_and_then_waits_for_tomorrow() {
    Grid daily = new Grid(0, 86_400_000, 500);
    Timing timing = timing(daily, CatchUp.ONE, 3_600_000, 86_400_000, 86_400_500, false, false);
    assertThat(timing.afterFailure(86_400_000, 500, 5, 600))
        .isEqualTo(new Timing.Next(16_500, true));
    assertThat(timing.afterFailure(86_400_000, 16_500, 6, 16_600))
        .isEqualTo(new Timing.Next(86_400_500, false));
  }

  @Test
  void retries_of_a_tick_that_came_late_do_not_come_all_at_once() {
    assertThat(onTime(5_000).afterFailure(5_000, 4_000, 1, 60_000))
        .isEqualTo(new Timing.Next(61_000, true));
  }

  @Test
  void a_tick_that_was_asked_for_earlier_leaves_the_grid_alone_and_a_later_one_skips() {
    Timing earlier = timing(new Grid(0, 1_000, 0), CatchUp.ONE, WINDOW, 5_000, 4_300, false, false);
    assertThat(decide(earlier, 4_300, 0)).isEqualTo("tick asked - due 4300");
    Timing later = timing(new Grid(0, 1_000, 0), CatchUp.ONE, WINDOW, 5_000, 7_300, false, false);
    assertThat(decide(later, 7_300, 0))
        .isEqualTo("tick asked - due 7300 | skipped 5000..7000 x3 next-in");
  }

  @Test
  void a_grid_that_is_left_accounts_for_what_it_still_owed_and_its_next_instant() {
    assertThat(said(onTime(5_000).abandoned(7_500, "clock").ranges()))
        .isEqualTo(" | skipped 5000..8000 x4 clock");
    assertThat(said(onTime(5_000).abandoned(4_500, "clock").ranges()))
        .isEqualTo(" | skipped 5000..5000 x1 clock");
  }

  @Test
  void with_an_offset_the_nominal_instant_stays_on_the_grid() {
    Grid grid = new Grid(0, 1_000, 250);
    Timing timing = timing(grid, CatchUp.ONE, WINDOW, 5_000, 5_250, false, false);
    assertThat(decide(timing, 5_249, 0)).isEqualTo("wait 5250");
    assertThat(decide(timing, 5_250, 0)).isEqualTo("tick schedule 5000");
    assertThat(decide(timing, 7_100, 0))
        .isEqualTo("tick catch-up 6000 | coalesced 5000..5000 x1 into 7");
  }
}
