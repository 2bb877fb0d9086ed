package dev.vigy.lisp.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, 250",
    "30s, 30000",
    "5m, 300000",
    "1h30m, 5400000",
    "2d, 172800000",
    "1d1h1m1s1ms, 90061001",
    "0s, 0",
    "90m, 5400000",
  })
  void durations_are_read(String text, long millis) {
    assertThat(Durations.parse(text)).hasValue(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "m",
        "1.5s",
        "-5s",
        "5 s",
        "5S",
        "30m1h",
        "1h1h",
        "5x",
        "1h30",
        "1w",
        "s5",
        "9223372036854775807d",
        "106751991168d",
        "\u0665s",
        "1d99999999999999999h"
      })
  void other_texts_are_no_durations(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s, 0s",
    "2130000, 35m30s, 35m30s",
    "90061001, 1d1h1m1s1ms, 1d1h",
    "86700000, 1d5m, 1d5m",
    "1500, 1s500ms, 1s500ms",
    "-5400000, -1h30m, -1h30m",
    "-9223372036854775808, -106751991167d7h12m55s808ms, -106751991167d7h",
  })
  void durations_print(long millis, String exact, String brief) {
    assertThat(Durations.print(millis)).isEqualTo(exact);
    assertThat(Durations.brief(millis)).isEqualTo(brief);
  }

  @Test
  void what_prints_reads_back() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      long millis = random.nextLong() >>> (1 + random.nextInt(60));
      assertThat(Durations.parse(Durations.print(millis))).hasValue(millis);
      long instant = random.nextLong(Instants.MIN, Instants.MAX + 1);
      assertThat(Instants.parse(Instants.print(instant))).hasValue(instant);
      assertThat(Instants.parse(Instants.print(instant, ZoneId.of("Asia/Kolkata"))))
          .hasValue(instant);
      assertThat(Instant.parse(Instants.print(instant)).toEpochMilli()).isEqualTo(instant);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-21T12:34:56.789Z, 1779366896789",
    "2026-05-21T12:34:56Z, 1779366896000",
    "2026-05-21t12:34:56.7z, 1779366896700",
    "2026-05-21 14:34:56.789999+02:00, 1779366896789",
    "2026-05-21T12:34:56-00:00, 1779366896000",
    "1970-01-01, 0",
    "2024-02-29, 1709164800000",
    "2016-12-31T23:59:60Z, 1483228800000",
  })
  void instants_are_read(String text, long millis) {
    assertThat(Instants.parse(text)).hasValue(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "2026-5-21",
        "2026-02-29",
        "2026-13-01",
        "2026-05-21T12:34Z",
        "2026-05-21T12:34:56",
        "2026-05-21T24:00:00Z",
        "2026-05-21T12:60:00Z",
        "2026-05-21T12:34:61Z",
        "2026-05-21T12:34:56.Z",
        "2026-05-21T12:34:56+2:00",
        "2026-05-21T12:34:56+24:00",
        "2026-05-21T12:34:56Zx",
        "20260521",
        "2026-05-21x",
        "+2026-05-21",
        "2026-05-21T12:34:56 Z"
      })
  void other_texts_are_no_instants(String text) {
    assertThat(Instants.parse(text)).isEmpty();
  }

  @Test
  void instants_print_with_the_offset_of_a_zone() {
    assertThat(Instants.print(1_779_366_896_789L)).isEqualTo("2026-05-21T12:34:56.789Z");
    assertThat(Instants.print(1_779_366_896_000L, ZoneId.of("Europe/Berlin")))
        .isEqualTo("2026-05-21T14:34:56.000+02:00");
    assertThat(Instants.print(0, ZoneId.of("America/St_Johns")))
        .isEqualTo("1969-12-31T20:30:00.000-03:30");
    assertThat(Instants.print(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
    assertThat(Instants.print(Instants.MAX)).isEqualTo("9999-12-31T23:59:59.999Z");
    assertThat(Instants.print(Instants.MIN)).isEqualTo("0000-01-01T00:00:00.000Z");
    assertThatThrownBy(() -> Instants.print(Instants.MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void zones_have_iana_names() {
    assertThat(Instants.zone("Europe/Berlin")).isPresent();
    assertThat(Instants.zone("UTC")).isPresent();
    assertThat(Instants.zone("+02:00")).isEmpty();
    assertThat(Instants.zone("Nowhere/City")).isEmpty();
    assertThat(Instants.zone("")).isEmpty();
  }
}
