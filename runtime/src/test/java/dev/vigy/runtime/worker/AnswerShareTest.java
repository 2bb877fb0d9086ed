package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.VigyId;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AnswerShareTest {
  private final HandEngine hand = new HandEngine();
  private final AnswerShare share = new AnswerShare(1_600);

  private Attempt attempt() {
    VigyId id = hand.register("v", new Schedule.Manual(), HandEngine::nothing);
    return new Attempt(
        new Line(id), hand.resident(id), Trigger.FORCED, OptionalLong.empty(), 0, null, null, 0, 0);
  }

  @Test
  void who_begins_to_ask_waits_while_others_hold_too_much() {
    Attempt first = attempt();
    Attempt second = attempt();
    assertThat(share.enter(first)).isTrue();
    share.holds(first, 101);
    assertThat(share.enter(second)).isFalse();
    assertThat(share.release(first)).isSameAs(second);
    assertThat(share.release(null)).isNull();
  }

  @Test
  void who_holds_answers_may_ask_on() {
    Attempt first = attempt();
    Attempt second = attempt();
    share.enter(first);
    share.enter(second);
    share.holds(first, 500);
    share.holds(second, 500);
    first.answers.add(
        new Answer(List.of(new Json.Text("q")), new Answer.Result.Data(Json.Null.NULL)));
    assertThat(share.enter(first)).isTrue();
  }
}
