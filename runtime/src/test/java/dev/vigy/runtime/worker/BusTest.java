package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Listeners that are slow, that fail, or whose store fails.
class BusTest {
  private final SettableClock clock = SettableClock.at(HandEngine.START);
  private final MoodyStore store = new MoodyStore(MemoryStore.create(clock));
  private final HandEngine hand = new HandEngine(clock, store);

  /// Runs that are durable and that no ring holds any more.
  private Bus behind(int runs) {
    VigyId id = hand.register("v", new Schedule.Manual(), HandEngine::nothing);
    for (int i = 0; i < runs; i++) {
      hand.tick(id);
    }
    return new Bus(store, runs);
  }

  @Test
  void a_store_that_can_not_be_read_for_a_moment_is_asked_again() throws InterruptedException {
    Bus bus = behind(3);
    AtomicInteger failures = new AtomicInteger(2);
    store.failsToRead = () -> failures.getAndDecrement() > 0;
    BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    Bus.Subscriber subscriber = bus.subscribe(0, run -> true, run -> heard.add(run.seq()));
    subscriber.begins();
    Thread.ofVirtual().start(subscriber::run);
    for (long seq = 1; seq <= 3; seq++) {
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(seq);
    }
    bus.close();
    assertThat(bus.awaitEnd(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void after_the_end_a_store_that_can_not_be_read_is_not_asked_for_ever() {
    Bus bus = behind(3);
    store.failsToRead = () -> true;
    Bus.Subscriber subscriber = bus.subscribe(0, run -> true, run -> {});
    subscriber.begins();
    bus.close();
    Thread.ofVirtual().start(subscriber::run);
    assertThat(bus.awaitEnd(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void the_end_waits_for_a_listener_whose_thread_has_not_begun() {
    Bus bus = behind(3);
    List<Long> heard = new ArrayList<>();
    Bus.Subscriber subscriber = bus.subscribe(0, run -> true, run -> heard.add(run.seq()));
    subscriber.begins();
    bus.close();
    assertThat(bus.awaitEnd(Duration.ofMillis(1))).isFalse();
    subscriber.run();
    assertThat(heard).containsExactly(1L, 2L, 3L);
    assertThat(bus.awaitEnd(Duration.ofMillis(1))).isTrue();
  }

  @Test
  void a_listener_that_throws_hears_the_next_run_all_the_same() {
    Bus bus = behind(3);
    List<Long> heard = new ArrayList<>();
    Bus.Subscriber subscriber =
        bus.subscribe(
            0,
            run -> true,
            run -> {
              heard.add(run.seq());
              throw new IllegalStateException("no ears");
            });
    subscriber.deliver();
    assertThat(heard).containsExactly(1L, 2L, 3L);
  }
}
