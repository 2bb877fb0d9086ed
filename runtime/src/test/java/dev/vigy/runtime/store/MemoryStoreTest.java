package dev.vigy.runtime.store;

import static dev.vigy.runtime.store.Samples.vigy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.vigy.Run;
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
    store = MemoryStore.keeping(4, () -> Samples.START);
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
}
