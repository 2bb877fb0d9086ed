package dev.vigy.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2025-12-31T23:59:57.000Z, 3s ago",
    "2026-01-01T00:00:27.000Z, in 27s",
    "2026-01-01T00:00:00.400Z, now",
    "2025-12-31T21:55:00.000Z, 2h 5m ago",
    "2025-12-29T00:00:00.000Z, 3d ago",
    "yesterday, ''"
  })
  void instants_are_told_relative_to_now(String instant, String expected) {
    assertThat(Times.relative(instant, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100ms",
    "1000, 1s",
    "1500, 1s500ms",
    "90000, 1m30s",
    "5400000, 1h30m",
    "90061000, 1d1h1m1s"
  })
  void intervals_are_written_as_in_a_program_file(long millis, String expected) {
    assertThat(Times.interval(millis)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"850, 850µs", "1000, 1ms", "1234, 1.2ms", "123456, 123ms", "3450000, 3.5s"})
  void times_taken_have_two_or_three_digits(long micros, String expected) {
    assertThat(Times.micros(micros)).isEqualTo(expected);
  }

  @Test
  void spans_have_two_units() {
    assertThat(Times.span(Duration.ofSeconds(3661))).isEqualTo("1h 1m");
    assertThat(Times.span(Duration.ofSeconds(60))).isEqualTo("1m");
  }

  @Test
  void columns_line_up_and_no_line_ends_in_blanks() {
    String text =
        Table.of(3, 1).row("a", "1", "").row("long", "1000", "x").row("ü", "22", "yy").text("  ");

    assertThat(text).isEqualTo("  a        1\n  long  1000  x\n  ü       22  yy\n");
  }

  @Test
  void colours_take_no_room() {
    var coloured = new Style(true);

    String text =
        Table.of(2)
            .row(new Table.Cell("ok", coloured.green("ok")), Table.Cell.of("x"))
            .row("failed", "y")
            .text("");

    assertThat(text).isEqualTo("\u001b[32mok\u001b[0m      x\nfailed  y\n");
  }

  @Test
  void what_programs_say_can_not_steer_the_terminal() {
    assertThat(Style.visible("a\u001b[2Jb\nc\td\u202ee")).isEqualTo("a\\u001b[2Jb\\nc\\td\\u202ee");
  }
}
