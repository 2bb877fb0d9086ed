package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Ticks that ask the world.
class QuestionsTest {
  private final HandEngine hand = new HandEngine();
  private final List<String> asked = new ArrayList<>();

  private static Question question(String name) {
    return new Question(List.of(new Json.Text(name)), List.of());
  }

  private static Answer answer(Question question, long value) {
    return new Answer(question.call(), new Answer.Result.Data(new Json.Int(value)));
  }

  /// Asks a, then b and c at once, then keeps the sum.
  private static TickResult sum(TickInput input) {
    return switch (input.answers().size()) {
      case 0 -> new TickResult.Ask(List.of(question("a")), 0, 0);
      case 1 -> new TickResult.Ask(List.of(question("b"), question("c")), 0, 0);
      default -> {
        long sum = 0;
        for (Answer answer : input.answers()) {
          if (answer.result() instanceof Answer.Result.Data(Json.Int(long value))) {
            sum += value;
          }
        }
        yield HandEngine.outcome(List.of(new KvChange("sum", Optional.of(new Json.Int(sum)))));
      }
    };
  }

  @Test
  void every_question_is_asked_once_and_the_tick_is_evaluated_again_with_the_answers() {
    hand.asker =
        (vigy, question, longest) -> {
          asked.add(question.verb());
          return answer(question, asked.size());
        };
    VigyId id = hand.register("v", new Schedule.Manual(), QuestionsTest::sum);
    hand.tick(id);
    assertThat(asked).containsExactly("a", "b", "c");
    assertThat(hand.resident(id).kv().row("sum").orElseThrow().value()).isEqualTo(new Json.Int(6));
  }

  @Test
  void now_is_the_start_of_the_tick_in_every_pass() {
    List<Long> starts = new ArrayList<>();
    hand.asker =
        (vigy, question, longest) -> {
          hand.clock.advance(Duration.ofSeconds(1));
          return answer(question, 1);
        };
    VigyId id =
        hand.register(
            "v",
            new Schedule.Manual(),
            input -> {
              starts.add(input.startMs());
              return sum(input);
            });
    Run run = hand.tick(id);
    assertThat(starts).hasSize(3).containsOnly(HandEngine.START.toEpochMilli());
    assertThat(Duration.between(run.startedAt(), run.endedAt())).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void an_edit_while_the_world_is_asked_begins_the_tick_anew() {
    VigyId id = hand.register("v", new Schedule.Manual(), QuestionsTest::sum);
    hand.asker =
        (vigy, question, longest) -> {
          asked.add(question.verb());
          if (asked.size() == 2) {
            hand.set(id, "k", 1);
          }
          return answer(question, 1);
        };
    hand.tick(id);
    assertThat(asked).containsExactly("a", "b", "c", "a", "b", "c");
    assertThat(hand.runs(id)).hasSize(1);
  }

  @Test
  void whoever_asks_badly_raises_an_error_in_the_program_and_harms_nobody() {
    hand.asker =
        (vigy, question, longest) -> {
          throw new IllegalStateException("no luck");
        };
    VigyId id = hand.register("v", new Schedule.Manual(), QuestionsTest::sum);
    hand.tick(id);
    assertThat(hand.resident(id).kv().row("sum").orElseThrow().value()).isEqualTo(new Json.Int(0));
  }
}
