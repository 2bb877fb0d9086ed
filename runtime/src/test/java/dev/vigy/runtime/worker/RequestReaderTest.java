package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.Request;
import dev.vigy.testkit.SettableClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
  private final MoodyStore store =
      new MoodyStore(MemoryStore.create(SettableClock.at(HandEngine.START)));
  private final List<Long> handedOver = new ArrayList<>();
  private final RequestReader reader =
      new RequestReader(store, (Request request) -> handedOver.add(request.number()), () -> {});

  private void answer(long number) {
    store.commit(new Batch(List.of(), List.of(new Batch.RequestAnswer(number, "done"))));
    reader.answered(number);
  }

  @Test
  void a_request_is_handed_over_once_and_again_if_the_store_failed_under_it() {
    long first = store.request("one");
    long second = store.request("two");
    reader.look();
    reader.look();
    reader.again(first);
    reader.look();
    assertThat(handedOver).containsExactly(first, second, first);
  }

  @Test
  void one_that_is_answered_between_reading_the_list_and_taking_it_is_not_handed_over_twice() {
    long first = store.request("one");
    long second = store.request("two");
    reader.look();
    reader.again(first);
    store.afterRequests = () -> answer(second);
    reader.look();
    assertThat(handedOver).containsExactly(first, second, first);
  }
}
