package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The engine with its threads.
class CrewTest {
  private static final InstantSource CLOCK = Clock.tickMillis(ZoneOffset.UTC);

  private final MoodyStore store = new MoodyStore(MemoryStore.create(CLOCK));

  private Engine start(Reconciler reconciler, Asker asker) {
    return Engine.start(
        new Engine.Parts(
            store,
            new Time(CLOCK, System::nanoTime),
            vigy -> Optional.of(reconciler),
            asker,
            new RunIds(CLOCK, new Random(1)),
            vigy -> true,
            Budget.DEFAULT,
            1L << 30,
            2,
            (to, request) -> {},
            false));
  }

  private static void register(Engine engine, String name, Schedule schedule, Instant anchor) {
    Vigy vigy = HandEngine.vigy(name, schedule, anchor);
    engine
        .edit(
            (registry, now) ->
                new Edit.Planned<>(
                    Optional.of(
                        Edits.create(
                                vigy,
                                0,
                                new Change.Audit(now, "test", "register", Optional.empty()))
                            .change()),
                    true),
            Reply.nobody())
        .join();
  }

  @Test
  void a_thousand_vigies_due_at_once_are_committed_in_at_most_fifty_transactions()
      throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1_000);
    try (Engine engine = start(HandEngine::count, Asker.nobody())) {
      Instant due = CLOCK.instant().plusSeconds(2);
      for (int i = 0; i < 1_000; i++) {
        register(engine, "v" + i, Schedule.Fixed.every(Duration.ofHours(1)), due);
      }
      int before = store.batches.size();
      engine.subscribe(0, run -> true, run -> ran.countDown());
      assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(store.batches.size() - before).isLessThanOrEqualTo(50);
      assertThat(store.batches.subList(before, store.batches.size()))
          .allSatisfy(batch -> assertThat(batch.changes().size()).isLessThanOrEqualTo(1_000));
    }
  }

  @Test
  void never_two_ticks_of_one_vigy_at_once_and_none_before_the_last_is_durable()
      throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger worst = new AtomicInteger();
    Reconciler watched =
        input -> {
          worst.accumulateAndGet(inside.incrementAndGet(), Math::max);
          long n = input.kv().get("n") instanceof Json.Int(long old) ? old : 0;
          inside.decrementAndGet();
          assertThat(n + 1).isEqualTo(input.tickCount());
          return HandEngine.count(input);
        };
    try (Engine engine = start(watched, Asker.nobody())) {
      register(engine, "v", Schedule.Fixed.every(Duration.ofMillis(100)), CLOCK.instant());
      VigyId id = VigyId.of("v", "v");
      List<CompletableFuture<Run>> forced = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        forced.add(engine.tick(id, Reply.nobody()));
      }
      forced.forEach(run -> assertThat(run.join().ok()).isTrue());
      assertThat(worst.get()).isEqualTo(1);
      assertThat(engine.registry().byId(id).orElseThrow().state().seq())
          .isGreaterThanOrEqualTo(500);
    }
  }

  @Test
  void a_thousand_ticks_that_wait_for_the_world_hold_no_thread() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(1_000);
    Reconciler asking =
        input ->
            input.answers().isEmpty()
                ? new TickResult.Ask(
                    List.of(new Question(List.of(new Json.Text("wait")), List.of())), 0, 0)
                : HandEngine.count(input);
    Asker together =
        (vigy, question, longest) -> {
          all.countDown();
          // Nobody is answered before all have asked.
          all.await();
          return new Answer(question.call(), new Answer.Result.Data(new Json.Int(1)));
        };
    CountDownLatch ran = new CountDownLatch(1_000);
    try (Engine engine = start(asking, together)) {
      engine.subscribe(0, run -> true, run -> ran.countDown());
      for (int i = 0; i < 1_000; i++) {
        register(engine, "v" + i, Schedule.Fixed.every(Duration.ofHours(1)), CLOCK.instant());
      }
      assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_question_that_takes_too_long_is_answered_timeout() {
    Budget impatient =
        new Budget(1_000, 1_000, Duration.ofSeconds(1), 1 << 20, 10, Duration.ofMillis(50));
    Reconciler asking =
        input ->
            input.answers().isEmpty()
                ? new TickResult.Ask(
                    List.of(new Question(List.of(new Json.Text("wait")), List.of())), 0, 0)
                : HandEngine.outcome(
                    List.of(
                        new Run.KvChange("answer", input.answers().getFirst().probe().answer())));
    CountDownLatch never = new CountDownLatch(1);
    try (Engine engine =
        Engine.start(
            new Engine.Parts(
                store,
                new Time(CLOCK, System::nanoTime),
                vigy -> Optional.of(asking),
                (vigy, question, longest) -> {
                  never.await();
                  return new Answer(question.call(), new Answer.Result.Data(Json.Null.NULL));
                },
                new RunIds(CLOCK, new Random(1)),
                vigy -> true,
                impatient,
                1L << 30,
                1,
                (to, request) -> {},
                false))) {
      register(engine, "v", new Schedule.Manual(), CLOCK.instant());
      Run run = engine.tick(VigyId.of("v", "v"), Reply.nobody()).join();
      assertThat(run.kvChanges().getFirst().value()).hasValue(Questioning.TIMEOUT_ANSWER);
    }
  }

  @Test
  void closing_interrupts_what_runs_commits_what_finished_and_tells_it() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Reconciler mixed =
        input -> {
          if (!input.vigy().name().equals("stuck")) {
            return HandEngine.count(input);
          }
          stuck.countDown();
          while (!input.interrupt().isRequested()) {
            Thread.onSpinWait();
          }
          return HandEngine.count(input);
        };
    BlockingQueue<Run> heard = new LinkedBlockingQueue<>();
    Engine engine = start(mixed, Asker.nobody());
    engine.subscribe(0, run -> true, heard::add);
    register(engine, "stuck", new Schedule.Manual(), CLOCK.instant());
    register(engine, "v", new Schedule.Manual(), CLOCK.instant());
    CompletableFuture<Run> lost = engine.tick(VigyId.of("stuck", "stuck"), Reply.nobody());
    stuck.await();
    Run run = engine.tick(VigyId.of("v", "v"), Reply.nobody()).join();

    long began = System.nanoTime();
    engine.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(heard).containsExactly(run);
    assertThat(lost).isCompletedExceptionally();
    assertThat(store.load().vigies())
        .extracting(record -> record.state().seq())
        .containsExactly(0L, 1L);
  }
}
