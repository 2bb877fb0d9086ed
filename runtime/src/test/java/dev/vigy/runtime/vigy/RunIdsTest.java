package dev.vigy.runtime.vigy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunIdsTest {
  private final SettableClock clock = SettableClock.at("2026-05-21T12:34:56.789Z");
  private final RunIds ids = new RunIds(clock, new SplittableRandom(1));

  @Test
  void are_uuids_of_version_7_that_carry_the_time() {
    String id = ids.next();

    assertThat(id)
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .startsWith("019e4a");
    assertThat(RunIds.millis(id)).isEqualTo(clock.millis());
  }

  @Test
  void ascend_within_a_millisecond_and_when_the_clock_goes_back() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next());
    }
    clock.advance(Duration.ofSeconds(-10));
    made.add(ids.next());
    clock.advance(Duration.ofSeconds(20));
    made.add(ids.next());

    assertThat(made).isSorted().doesNotHaveDuplicates();
    assertThat(RunIds.millis(made.getLast())).isEqualTo(clock.millis());
  }

  @Test
  void are_kept_in_lower_case_and_refused_if_malformed() {
    assertThat(RunIds.canonical("019E4A97-1234-7ABC-8DEF-0123456789AB"))
        .isEqualTo("019e4a97-1234-7abc-8def-0123456789ab");
    assertThatThrownBy(() -> RunIds.canonical("1-2-3-4-5"))
        .hasMessage("invalid id \"1-2-3-4-5\": must be a uuid");
    assertThatThrownBy(() -> RunIds.canonical("019e4a97-1234-7abc-8def-0123456789ax"))
        .hasMessage("invalid id \"019e4a97-1234-7abc-8def-0123456789ax\": must be a uuid");
  }
}
