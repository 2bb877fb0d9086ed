package dev.vigy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettableClockTest {
  @Test
  void stands_still_until_moved() {
    var clock = SettableClock.at("2026-01-01T00:00:00Z");

    assertThat(clock.instant()).isEqualTo(clock.instant());
    assertThat(clock.advance(Duration.ofSeconds(90)))
        .isEqualTo(Instant.parse("2026-01-01T00:01:30Z"))
        .isEqualTo(clock.instant());
  }

  @Test
  void goes_back_when_told() {
    var clock = SettableClock.at("2026-01-01T00:00:00Z");

    clock.set(Instant.EPOCH);

    assertThat(clock.millis()).isZero();
  }
}
