package dev.vigy.runtime.vigy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void may_have_plain_keys_and_any_values() {
    assertThatCode(() -> Labels.check(Map.of("vigy.dev/tier_1-A", "any thing, even = this")))
        .doesNotThrowAnyException();
    assertThatCode(() -> Labels.checkKey("k".repeat(253))).doesNotThrowAnyException();
  }

  @Test
  void may_not_have_other_keys() {
    assertThatThrownBy(() -> Labels.checkKey(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid label key \"\": must be 1..=253 chars");
    assertThatThrownBy(() -> Labels.checkKey("k".repeat(254)))
        .hasMessage("invalid label key \"" + "k".repeat(254) + "\": must be 1..=253 chars");
    assertThatThrownBy(() -> Labels.check(Map.of("te am", "web")))
        .hasMessage("invalid label key \"te am\": only [A-Za-z0-9-_./] allowed");
    assertThatThrownBy(() -> Labels.checkKey("é"))
        .hasMessage("invalid label key \"é\": only [A-Za-z0-9-_./] allowed");
  }
}
