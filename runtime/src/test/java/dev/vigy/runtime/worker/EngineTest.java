package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Duration;
import java.util.Optional;
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
}
