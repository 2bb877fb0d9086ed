package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.VigyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The hand engine has a heap of 1 GiB and two workers: a quarter is 256 MiB, a tick may build 32
/// MiB without asking, and 192 MiB are for those that need more.
class MemoryShareTest {
  private static final long MIB = 1 << 20;

  private final HandEngine hand = new HandEngine();
  private final List<Long> limits = new ArrayList<>();

  /// A tick that builds so much, and fails as a program does when its limit is less.
  private Reconciler builds(long bytes) {
    return input -> {
      long limit = input.budget().memoryBytes();
      limits.add(limit / MIB);
      return bytes <= limit
          ? HandEngine.count(input)
          : HandEngine.outcome(
              Optional.of(
                  HandEngine.error("limit", "memory limit of " + limit + " bytes exceeded")),
              List.of());
    };
  }

  @Test
  void a_light_tick_asks_nobody() {
    VigyId id = hand.register("v", new Schedule.Manual(), builds(10 * MIB));
    assertThat(hand.tick(id).ok()).isTrue();
    assertThat(limits).containsExactly(32L);
  }

  @Test
  void a_heavy_tick_is_evaluated_again_with_its_full_limit() {
    VigyId id = hand.register("v", new Schedule.Manual(), builds(100 * MIB));
    assertThat(hand.tick(id).ok()).isTrue();
    assertThat(limits).containsExactly(32L, 192L);
  }

  @Test
  void one_that_builds_more_than_all_may_fails_with_the_limit_that_counts() {
    VigyId id = hand.register("v", new Schedule.Manual(), builds(1_000 * MIB));
    Run run = hand.tick(id);
    assertThat(run.failure().orElseThrow().message())
        .isEqualTo("memory limit of 201326592 bytes exceeded");
    assertThat(limits).containsExactly(32L, 192L);
  }

  @Test
  void heavy_ticks_take_their_turn() {
    MemoryShare share = new MemoryShare(1L << 30, 2);
    Attempt first = attempt();
    Attempt second = attempt();
    Attempt third = attempt();
    assertThat(share.take(first, 150 * MIB)).isTrue();
    assertThat(share.take(second, 100 * MIB)).isFalse();
    assertThat(share.take(third, 10 * MIB)).as("nobody overtakes").isFalse();
    assertThat(share.release(first)).isSameAs(second);
    assertThat(share.release(null)).isSameAs(third);
    assertThat(share.release(null)).isNull();
    assertThat(share.take(third, 10 * MIB)).isTrue();
    share.release(second);
    share.release(third);
    assertThat(share.take(first, 192 * MIB)).isTrue();
  }

  private Attempt attempt() {
    VigyId id = hand.register("w", new Schedule.Manual(), HandEngine::nothing);
    return new Attempt(
        new Line(id), hand.resident(id), Trigger.FORCED, OptionalLong.empty(), 0, null, null, 0, 0);
  }
}
