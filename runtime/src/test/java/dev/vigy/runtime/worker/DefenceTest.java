package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.tick.ProgramValue;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Run.Said;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.testkit.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What one vigy does must not stop the others, whatever it is.
class DefenceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SettableClock clock = SettableClock.at(HandEngine.START);

  @Test
  void a_next_tick_asked_for_in_a_million_years_comes_in_a_hundred() {
    try (HandEngine hand = new HandEngine(clock)) {
      VigyId id =
          hand.every(
              "far", SECOND, input -> outcome(List.of(), List.of(), Optional.of(Long.MAX_VALUE)));
      hand.advance(Duration.ofMinutes(1));
      assertThat(hand.runs(id)).hasSize(1);
      assertThat(hand.state(id).due().orElseThrow())
          .isEqualTo(HandEngine.START.plus(Schedule.LONGEST));
    }
  }

  @Test
  void spans_that_would_overflow_are_refused() {
    assertThatThrownBy(() -> Schedule.Fixed.every(Duration.ofMillis(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid tick interval: must be from 0 to 36525 days, got 9223372036854775 s");
  }

  @Test
  void a_reconciler_that_throws_any_error_is_a_failed_run_and_others_go_on() {
    try (HandEngine hand = new HandEngine(clock)) {
      VigyId broken =
          hand.every(
              "broken",
              SECOND,
              input -> {
                throw new InternalError("deep inside");
              });
      VigyId well = hand.every("well", SECOND, HandEngine::count);
      hand.advance(Duration.ofSeconds(3));
      assertThat(hand.runs(well)).hasSize(4);
      assertThat(hand.runs(broken).getFirst().failure().orElseThrow().text())
          .isEqualTo("eval: the reconciler threw java.lang.InternalError: deep inside");
    }
  }

  @Test
  void an_outcome_that_the_store_refuses_is_a_failed_run_and_others_go_on() {
    Store store = refusing(MemoryStore.create(clock), "poison");
    try (HandEngine hand = new HandEngine(clock, store)) {
      VigyId poison =
          hand.every(
              "poison",
              SECOND,
              input ->
                  HandEngine.outcome(
                      List.of(new KvChange("poison", Optional.of(new Json.Int(1))))));
      VigyId well = hand.every("well", SECOND, HandEngine::count);
      hand.advance(Duration.ofSeconds(2));
      assertThat(hand.runs(well)).hasSize(3);
      Run refused = hand.runs(poison).getFirst();
      assertThat(refused.failure().orElseThrow().text())
          .isEqualTo("eval: its outcome can't be stored: IllegalArgumentException");
      assertThat(hand.runs(poison)).extracting(Run::seq).startsWith(1L, 2L);
    }
  }

  @Test
  void conditions_named_after_the_time_of_day_do_not_pile_up() {
    try (HandEngine hand = new HandEngine(clock)) {
      VigyId id = hand.every("talker", SECOND, DefenceTest::manyConditions);
      hand.advance(Duration.ofSeconds(20));
      Map<String, Condition> kept = hand.state(id).conditions();
      assertThat(kept).hasSize(1_001).containsKey("Ticking").containsKey("c20-0");
    }
  }

  private static TickResult manyConditions(TickInput input) {
    long second = (input.startMs() - HandEngine.START.toEpochMilli()) / 1_000;
    List<Condition> said =
        java.util.stream.IntStream.range(0, 200)
            .mapToObj(
                i ->
                    new Condition(
                        "c" + second + "-" + i,
                        Condition.Status.TRUE,
                        Optional.empty(),
                        Optional.empty(),
                        Instant.ofEpochMilli(input.startMs()),
                        1))
            .toList();
    return outcome(List.of(), said, Optional.empty());
  }

  private static Outcome outcome(
      List<KvChange> kv, List<Condition> conditions, Optional<Long> nextIn) {
    return new Outcome(
        ProgramValue.NONE,
        Optional.empty(),
        false,
        1,
        List.of(),
        kv,
        Map.of(),
        Map.of(),
        conditions,
        Said.NOTHING,
        List.of(),
        nextIn,
        0,
        0);
  }

  /// A store that can't take batches in which somebody sets that key.
  private static Store refusing(Store store, String key) {
    return (Store)
        Proxy.newProxyInstance(
            DefenceTest.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit") && sets((Batch) arguments[0], key)) {
                throw new IllegalArgumentException("no such key");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static boolean sets(Batch batch, String key) {
    return batch.changes().stream()
        .anyMatch(
            change ->
                change instanceof Change.Ticked(Run run, var before, var after)
                    && run.kvChanges().stream().anyMatch(kv -> kv.key().equals(key)));
  }
}
