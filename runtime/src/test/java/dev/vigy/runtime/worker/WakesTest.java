package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Schedule.Terms;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.Wakes;
import dev.vigy.runtime.vigy.Window;
import dev.vigy.runtime.vigy.Window.Rule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakesTest {
  private static final Schedule HOURLY = Schedule.Fixed.every(Duration.ofHours(1));

  private final HandEngine hand = new HandEngine();

  @AfterEach
  void close() {
    hand.close();
  }

  private void wake(VigyId id, long payload) {
    wake(id, Optional.of(new Json.Int(payload)));
  }

  /// Leaves a wake with the engine, which has not looked at it yet.
  private void wake(VigyId id, Optional<Json> payload) {
    var _ =
        hand.engine.edit(
            (registry, now) ->
                new Edit.Planned<>(
                    Optional.of(Edits.wake(registry.byId(id).orElseThrow(), payload, now)), true),
            Reply.nobody());
  }

  /// The payloads that each run was given.
  private List<List<Json>> answered(VigyId id) {
    return hand.runs(id).stream().map(Run::wakes).toList();
  }

  private static List<Json> payloads(long... numbers) {
    return java.util.Arrays.stream(numbers).mapToObj(n -> (Json) new Json.Int(n)).toList();
  }

  @Test
  void a_wake_makes_a_vigy_due_now_and_its_grid_stays() {
    VigyId id = hand.register("v", HOURLY, HandEngine::nothing);
    hand.advance(Duration.ofMinutes(7));
    hand.wake(id, Optional.of(new Json.Int(1)));
    assertThat(hand.runs(id)).as("durable before it ticks").hasSize(1);
    assertThat(hand.state(id).wakes().count()).isEqualTo(1);
    hand.advance(Duration.ofMinutes(53));
    assertThat(hand.runLines(id))
        .containsExactly("#1 schedule 0s ok", "#2 wake 420s ok", "#3 schedule 3600s ok");
    assertThat(answered(id)).containsExactly(List.of(), payloads(1), List.of());
    assertThat(hand.ledgerLines(id)).containsExactly("ran 0s..3600s x2 #1..#3");
    assertThat(hand.state(id).wakes()).isEqualTo(Wakes.NONE);
  }

  @Test
  void several_wakes_before_the_tick_are_one_and_all_payloads_are_given_in_order() {
    VigyId id = hand.register("v", HOURLY, HandEngine::nothing);
    hand.settle();
    wake(id, 1);
    wake(id, Optional.empty());
    wake(id, 2);
    hand.settle();
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 wake 0s ok");
    assertThat(answered(id).getLast()).isEqualTo(payloads(1, 2));
  }

  @Test
  void a_manual_vigy_can_be_woken_without_payload() {
    VigyId id = hand.register("v", new Schedule.Manual(), HandEngine::nothing);
    hand.settle();
    hand.wake(id, Optional.empty());
    hand.advance(Duration.ofHours(1));
    assertThat(hand.runLines(id)).containsExactly("#1 wake 0s ok");
  }

  @Test
  void whatever_tick_comes_first_answers_the_wakes() {
    VigyId id = hand.register("v", HOURLY, HandEngine::nothing);
    hand.settle();
    hand.wake(id, Optional.of(new Json.Int(1)));
    hand.sleep(Duration.ofHours(1));
    hand.settle();
    hand.wake(id, Optional.of(new Json.Int(2)));
    Run forced = hand.tick(id);
    assertThat(forced.wakes()).isEqualTo(payloads(2));
    hand.advance(Duration.ofMinutes(1));
    assertThat(hand.runLines(id))
        .containsExactly("#1 schedule 0s ok", "#2 schedule 3600s ok", "#3 forced 3600s ok");
    assertThat(answered(id).get(1)).isEqualTo(payloads(1));
  }

  @Test
  void a_wake_while_a_tick_runs_leaves_that_tick_alone_and_makes_another_one_due() {
    int[] evaluations = new int[1];
    VigyId id =
        hand.register(
            "v",
            HOURLY,
            input -> {
              evaluations[0]++;
              if (evaluations[0] == 1) {
                wakeMeanwhile();
              }
              return HandEngine.count(input);
            });
    hand.settle();
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 wake 0s ok");
    assertThat(answered(id)).containsExactly(List.of(), payloads(7));
    assertThat(evaluations[0]).as("nothing was evaluated twice").isEqualTo(2);
    assertThat(hand.resident(id).kv().values().get("n")).isEqualTo(new Json.Int(2));
  }

  /// As somebody in another thread would.
  private void wakeMeanwhile() {
    wake(VigyId.of("v", "v"), 7);
  }

  @Test
  void a_wake_while_a_tick_waits_for_answers_does_not_ask_them_again() {
    int[] asked = new int[1];
    hand.asker =
        (vigy, question, longest) -> {
          asked[0]++;
          wakeMeanwhile();
          return new Answer(question.call(), new Answer.Result.Data(new Json.Int(1)));
        };
    VigyId id =
        hand.register("v", HOURLY, input -> asked[0] == 0 ? ask() : HandEngine.nothing(input));
    hand.settle();
    assertThat(asked[0]).isEqualTo(1);
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 wake 0s ok");
  }

  private static TickResult ask() {
    return new TickResult.Ask(List.of(new Question(List.of(new Json.Text("q")), List.of())), 0, 0);
  }

  @Test
  void a_failed_tick_answers_nothing_and_the_retry_gets_the_payloads_again() {
    VigyId id =
        hand.register("v", HOURLY, input -> input.wakes().size() == 1 ? fails(input) : ok(input));
    hand.settle();
    wake(id, 1);
    hand.settle();
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 wake 0s failed");
    hand.advance(Duration.ofMillis(500));
    wake(id, 2);
    hand.advance(Duration.ofSeconds(10));
    assertThat(hand.runLines(id))
        .containsExactly("#1 schedule 0s ok", "#2 wake 0s failed", "#3 wake 0.5s ok");
    assertThat(answered(id)).containsExactly(List.of(), payloads(1), payloads(1, 2));
    assertThat(hand.state(id).wakes()).isEqualTo(Wakes.NONE);
  }

  private static TickResult fails(TickInput input) {
    return HandEngine.fail(input);
  }

  private static TickResult ok(TickInput input) {
    return HandEngine.nothing(input);
  }

  @Test
  void a_woken_manual_vigy_that_fails_is_retried_five_times_and_keeps_what_it_was_woken_with() {
    boolean[] broken = {true};
    VigyId id =
        hand.register(
            "v",
            new Schedule.Manual(),
            input -> broken[0] ? HandEngine.fail(input) : HandEngine.nothing(input));
    hand.settle();
    wake(id, 1);
    hand.advance(Duration.ofHours(1));
    assertThat(hand.runLines(id))
        .containsExactly(
            "#1 wake 0s failed",
            "#2 retry 1s failed",
            "#3 retry 3s failed",
            "#4 retry 7s failed",
            "#5 retry 15s failed",
            "#6 retry 31s failed");
    broken[0] = false;
    hand.restart();
    wake(id, 2);
    hand.settle();
    assertThat(hand.runs(id).getLast().wakes()).isEqualTo(payloads(1, 2));
    assertThat(hand.runs(id).getLast().ok()).isTrue();
  }

  @Test
  void a_wake_survives_a_restart_and_waits_for_the_end_of_a_pause() {
    VigyId id = hand.register("v", HOURLY, HandEngine::nothing);
    hand.settle();
    hand.pause(id);
    hand.wake(id, Optional.of(new Json.Int(1)));
    hand.restart();
    hand.advance(Duration.ofMinutes(10));
    assertThat(hand.runs(id)).hasSize(1);
    hand.resume(id);
    hand.settle();
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 wake 600s ok");
    assertThat(answered(id).getLast()).isEqualTo(payloads(1));
  }

  @Test
  void a_wake_waits_for_the_opening_of_the_windows() {
    Window night = Window.of(Rule.FORBID, "", "", "", "00:01-06:00", ZoneId.of("UTC"));
    VigyId id =
        hand.register(
            "v",
            new Schedule.Fixed(Duration.ofDays(1), Terms.DEFAULT.withWindows(List.of(night))),
            HandEngine::nothing);
    hand.advance(Duration.ofMinutes(5));
    wake(id, 1);
    hand.advance(Duration.ofHours(7));
    assertThat(hand.runLines(id)).containsExactly("#1 schedule 0s ok", "#2 wake 21600s ok");
  }

  @Test
  void a_tick_answers_a_hundred_payloads_and_the_rest_make_another_one_due() {
    VigyId id = hand.register("v", HOURLY, HandEngine::nothing);
    hand.settle();
    for (int i = 0; i < 150; i++) {
      wake(id, i);
    }
    hand.settle();
    assertThat(hand.runLines(id))
        .containsExactly("#1 schedule 0s ok", "#2 wake 0s ok", "#3 wake 0s ok");
    assertThat(answered(id).get(1)).hasSize(100).startsWith(new Json.Int(0));
    assertThat(answered(id).get(2)).hasSize(50).endsWith(new Json.Int(149));
  }

  @Test
  void a_wake_of_a_failing_vigy_that_succeeds_ends_the_backoff() {
    VigyId id =
        hand.register(
            "v",
            Schedule.Fixed.every(Duration.ofSeconds(1)),
            input -> input.wakes().isEmpty() ? HandEngine.fail(input) : HandEngine.nothing(input));
    hand.advance(Duration.ofSeconds(4));
    wake(id, 1);
    hand.settle();
    assertThat(hand.runLines(id).getLast()).isEqualTo("#4 wake 4s ok");
    assertThat(hand.ledgerLines(id))
        .containsExactly("ran 0s..0s x1 #1..#1", "skipped 1s..4s x4 backoff");
  }
}
