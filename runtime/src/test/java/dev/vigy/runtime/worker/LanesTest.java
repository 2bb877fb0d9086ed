package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Ticks that need long are evaluated apart, and make nobody wait but their like.
class LanesTest {
  private static final Duration NEEDS = Duration.ofMillis(50);

  private final HandEngine hand = new HandEngine();
  private final List<Long> limits = new ArrayList<>();
  private Duration needs = NEEDS;

  /// A tick that needs so much CPU time, and fails as a program does when its limit is less.
  private TickResult works(TickInput input) {
    Duration limit = input.budget().time();
    limits.add(limit.toMillis());
    Outcome outcome =
        needs.compareTo(limit) > 0
            ? HandEngine.outcome(
                Optional.of(
                    HandEngine.error(
                        "limit", "time limit of " + limit.toMillis() + " ms exceeded")),
                List.of())
            : HandEngine.outcome(List.of());
    Duration used = needs.compareTo(limit) > 0 ? limit : needs;
    return new Outcome(
        outcome.value(),
        outcome.failure(),
        false,
        1,
        List.of(),
        List.of(),
        outcome.desired(),
        outcome.observed(),
        List.of(),
        outcome.said(),
        List.of(),
        Optional.empty(),
        used.toNanos(),
        0);
  }

  @Test
  void a_tick_that_takes_longer_than_a_slice_is_evaluated_again_apart_with_its_full_limit() {
    VigyId id = hand.register("v", new Schedule.Manual(), this::works);
    assertThat(hand.tick(id).ok()).isTrue();
    assertThat(limits).containsExactly(5L, 1_000L);
    assertThat(hand.runs(id)).hasSize(1);
  }

  @Test
  void one_that_passes_its_own_limit_fails_with_that() {
    needs = Duration.ofSeconds(2);
    VigyId id = hand.register("v", new Schedule.Manual(), this::works);
    assertThat(hand.tick(id).failure().orElseThrow().message())
        .isEqualTo("time limit of 1000 ms exceeded");
  }

  @Test
  void whoever_needed_long_stays_apart_until_a_tick_is_short() {
    VigyId id = hand.register("v", new Schedule.Manual(), this::works);
    hand.tick(id);
    limits.clear();
    hand.tick(id);
    assertThat(limits).containsExactly(1_000L);
    needs = Duration.ofMillis(1);
    limits.clear();
    hand.tick(id);
    hand.tick(id);
    assertThat(limits).containsExactly(1_000L, 5L);
  }

  private Line line(String name, String kind) {
    VigyId id = hand.register(name, new Schedule.Manual(), HandEngine::nothing);
    Line line = new Line(id);
    line.show(hand.resident(id));
    if (!kind.equals("new")) {
      line.seen(hand.resident(id).vigy(), kind.equals("quick"));
    }
    return line;
  }

  @Test
  void each_worker_takes_what_is_for_it() throws InterruptedException {
    ReadyQueue queue = new ReadyQueue(2);
    Line newcomer = line("newcomer", "new");
    Line quick = line("quick", "quick");
    Line slow = line("slow", "long");
    Line another = line("another", "new");
    List.of(slow, newcomer, quick, another).forEach(queue::add);
    assertThat(queue.forTheQuick().take()).isSameAs(quick);
    assertThat(queue.forTheLong().take()).isSameAs(newcomer);
    assertThat(queue.forTheLong().take()).isSameAs(another);
    assertThat(queue.forTheLong().take()).isSameAs(slow);
  }

  @Test
  void one_worker_is_left_for_those_that_are_known_to_be_quick() throws InterruptedException {
    ReadyQueue queue = new ReadyQueue(2);
    ReadyQueue.Taker first = queue.forTheQuick();
    ReadyQueue.Taker second = queue.forTheQuick();
    Line newcomer = line("newcomer", "new");
    Line another = line("another", "new");
    Line quick = line("quick", "quick");
    queue.add(newcomer);
    queue.add(another);
    assertThat(first.take()).isSameAs(newcomer);
    queue.add(quick);
    assertThat(second.take()).as("not the other newcomer").isSameAs(quick);
    assertThat(first.take()).as("it is done with the first").isSameAs(another);
  }

  @Test
  void a_changed_vigy_is_a_newcomer_again() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::nothing);
    Line line = new Line(id);
    line.show(hand.resident(id));
    line.seen(hand.resident(id).vigy(), true);
    assertThat(line.lane()).isEqualTo(ReadyQueue.Lane.QUICK);
    hand.reschedule(id, Duration.ofSeconds(2));
    line.show(hand.resident(id));
    assertThat(line.lane()).isEqualTo(ReadyQueue.Lane.NEW);
  }
}
