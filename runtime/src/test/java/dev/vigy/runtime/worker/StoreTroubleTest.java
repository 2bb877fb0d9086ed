package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.testkit.SettableClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// A store that can't be written for a while.
class StoreTroubleTest {
  private final SettableClock clock = SettableClock.at(HandEngine.START);
  private final MoodyStore store = new MoodyStore(MemoryStore.create(clock));
  private final HandEngine hand = new HandEngine(clock, store);

  private static void isToldOfTheStore(CompletableFuture<?> done) {
    assertThat(done)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .extracting(Throwable::getCause)
        .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo("the disk is full"));
  }

  @Test
  void ticking_pauses_and_goes_on_by_itself_without_loss_or_double() {
    int[] evaluations = {0};
    VigyId id =
        hand.every(
            "v",
            Duration.ofSeconds(1),
            input -> {
              evaluations[0]++;
              return HandEngine.count(input);
            });
    hand.advance(Duration.ofSeconds(2));
    store.fails = () -> true;
    hand.advance(Duration.ofSeconds(3));

    assertThat(hand.engine.trouble()).isPresent();
    assertThat(hand.runs(id)).hasSize(3);
    assertThat(hand.state(id).seq()).isEqualTo(3);
    assertThat(evaluations[0])
        .as("a full disk is no reason to evaluate again and again")
        .isEqualTo(4);

    store.fails = () -> false;
    hand.advance(Duration.ofSeconds(5));
    assertThat(hand.engine.trouble()).isEmpty();
    assertThat(hand.runs(id))
        .extracting(Run::seq)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(hand.resident(id).kv().row("n").orElseThrow().value()).isEqualTo(new Json.Int(9));
    assertThat(hand.ledgerLines(id))
        .containsExactly(
            "ran 0s..3s x4 #1..#4", "coalesced 4s..5s x2 #5..#5", "ran 6s..10s x5 #5..#9");
  }

  @Test
  void edits_and_forced_ticks_are_told_and_nothing_of_them_is_there() {
    VigyId id = hand.register("v", new Schedule.Manual(), HandEngine::count);
    store.fails = () -> true;
    CompletableFuture<Boolean> edit =
        hand.engine.edit(
            (registry, now) ->
                new Edit.Planned<>(
                    Optional.of(
                        Edits.kv(
                            registry.byId(id).orElseThrow(),
                            "k",
                            Optional.of(new Json.Int(1)),
                            hand.audit("kv set"))),
                    true),
            Reply.nobody());
    CompletableFuture<Run> tick = hand.force(id);
    hand.settle();
    isToldOfTheStore(edit);
    isToldOfTheStore(tick);
    isToldOfTheStore(hand.force(id));

    store.fails = () -> false;
    hand.advance(Duration.ofSeconds(10));
    assertThat(hand.resident(id).kv().size()).isZero();
    assertThat(hand.runs(id)).isEmpty();
    assertThat(hand.tick(id).seq()).isEqualTo(1);
  }

  @Test
  void a_pause_that_ends_while_the_store_fails_is_over_once_it_works() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::count);
    hand.settle();
    hand.pauseUntil(id, HandEngine.START.plusMillis(1_500));
    store.fails = () -> true;
    hand.advance(Duration.ofSeconds(12));
    assertThat(hand.runs(id)).hasSize(1);
    store.fails = () -> false;
    hand.advance(Duration.ofSeconds(8));
    assertThat(hand.resident(id).vigy().pause()).isEmpty();
    assertThat(hand.ledgerLines(id).getFirst()).isEqualTo("ran 0s..0s x1 #1..#1");
    assertThat(hand.ledgerLines(id).get(1)).isEqualTo("skipped 1s..1s x1 paused");
    assertThat(hand.runs(id).getLast().nominalAt()).hasValue(HandEngine.START.plusSeconds(20));
  }

  @Test
  void a_clock_that_goes_back_while_the_store_fails_begins_a_new_grid_once_it_works() {
    VigyId id = hand.every("v", Duration.ofMinutes(10), HandEngine::count);
    hand.advance(Duration.ofMinutes(61));
    store.fails = () -> true;
    clock.set(HandEngine.START.plusSeconds(5));
    hand.settle();
    hand.advance(Duration.ofSeconds(12));
    store.fails = () -> false;
    hand.advance(Duration.ofSeconds(10));
    assertThat(hand.runs(id)).hasSize(8);
    assertThat(hand.runs(id).getLast().startedAt()).isBefore(HandEngine.START.plusSeconds(28));
    assertThat(hand.ledgerLines(id)).contains("skipped 4200s..4200s x1 clock");
  }

  @Test
  void an_edit_finds_out_at_once_that_the_store_works_again() {
    VigyId id = hand.every("v", Duration.ofSeconds(1), HandEngine::count);
    store.fails = () -> true;
    hand.settle();
    store.fails = () -> false;
    hand.set(id, "k", 7);
    hand.settle();
    assertThat(hand.engine.trouble()).isEmpty();
    assertThat(hand.runs(id)).hasSize(1);
    assertThat(hand.resident(id).kv().row("k").orElseThrow().value()).isEqualTo(new Json.Int(7));
  }
}
