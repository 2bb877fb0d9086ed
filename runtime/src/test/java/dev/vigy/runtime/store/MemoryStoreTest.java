package dev.vigy.runtime.store;

import static dev.vigy.runtime.store.Samples.batch;
import static dev.vigy.runtime.store.Samples.vigy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Run;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return MemoryStore.create(() -> Samples.START);
  }

  @Override
  protected Store reopened(Store store) {
    return store;
  }

  @Test
  void forgets_the_oldest_runs_of_all() {
    store = MemoryStore.keeping(4, Long.MAX_VALUE, () -> Samples.START);
    Ticking one = new Ticking(vigy("one"));
    Ticking two = new Ticking(vigy("two"));
    Run oldest = one.tick();
    one.tick();
    for (int i = 0; i < 3; i++) {
      two.tick();
    }

    assertThat(store.run(oldest.id())).isEmpty();
    assertThat(store.runsAfter(0, 9)).extracting(Run::position).containsExactly(2L, 3L, 4L, 5L);
    assertThat(store.runs(one.vigy.id(), RunQuery.newest(9)))
        .extracting(Run::seq)
        .containsExactly(2L);
  }

  @Test
  void forgets_large_runs_sooner() {
    store = MemoryStore.keeping(1_000, 100_000, () -> Samples.START);
    Ticking one = new Ticking(vigy("one"));
    for (int i = 0; i < 20; i++) {
      one.tick(new Run.KvChange("text", Optional.of(new Json.Text("x".repeat(30_000)))));
    }
    assertThat(store.runsAfter(0, 99)).extracting(Run::seq).containsExactly(18L, 19L, 20L);

    one.tick(new Run.KvChange("text", Optional.of(new Json.Text("x".repeat(300_000)))));
    assertThat(store.runsAfter(0, 99)).extracting(Run::seq).containsExactly(21L);

    store.commit(batch(new Change.Deleted(one.vigy.id(), 21, true, Samples.audit("delete"))));
    Ticking two = new Ticking(vigy("two"));
    for (int i = 0; i < 50; i++) {
      two.tick();
    }
    assertThat(store.runsAfter(0, 99)).hasSize(50);
  }

  @Test
  void forgets_answered_requests_and_takes_no_more_than_can_wait() {
    for (int i = 0; i < 5_000; i++) {
      long number = store.request("{}");
      store.commit(new Batch(List.of(), List.of(new Batch.RequestAnswer(number, "{}"))));
    }
    assertThat(store.answer(1)).isEmpty();
    assertThat(store.answer(4_001)).contains("{}");
    assertThat(store.requestsAfter(0)).isEmpty();

    for (int i = 0; i < 10_000; i++) {
      store.request("{}");
    }
    assertThatThrownBy(() -> store.request("{}"))
        .isInstanceOf(StoreException.class)
        .hasMessage("10000 requests wait for an answer already");
    assertThat(store.requestsAfter(14_998))
        .extracting(Request::number)
        .containsExactly(14_999L, 15_000L);
  }
}
