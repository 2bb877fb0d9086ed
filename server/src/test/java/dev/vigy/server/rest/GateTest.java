package dev.vigy.server.rest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.server.operation.OperationException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private final Gate gate = new Gate(Set.of("vigy.example"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:38821",
        "127.0.0.1:38821",
        "192.168.1.20",
        "[::1]:38821",
        "VIGY.example:1"
      })
  void calls_by_address_or_known_name_pass(String host) {
    assertThatCode(() -> gate.check(true, host, null, null, "http")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:38821",
        "localhost.evil.example",
        "1.2.3.4.evil.example",
        "1.2.3"
      })
  void a_page_that_rebound_its_name_is_refused(String host) {
    assertThatThrownBy(() -> gate.check(false, host, null, null, "http"))
        .isInstanceOf(OperationException.class)
        .hasMessageEndingWith("are not answered here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://evil.example", "null", "http://localhost:1", "https://localhost:38821"})
  void a_page_from_elsewhere_is_refused(String origin) {
    assertThatThrownBy(() -> gate.check(false, "localhost:38821", origin, null, "http"))
        .hasMessage("requests from pages of `" + origin + "` are not answered here");
  }

  @Test
  void our_own_page_passes() {
    assertThatCode(
            () ->
                gate.check(
                    true, "localhost:38821", "http://localhost:38821", "same-origin", "http"))
        .doesNotThrowAnyException();
  }

  @Test
  void what_the_browser_marks_as_foreign_changes_nothing() {
    assertThatThrownBy(() -> gate.check(true, "localhost", null, "cross-site", "http"))
        .hasMessage("requests from pages of other sites are not answered here");
    assertThatCode(() -> gate.check(false, "localhost", null, "cross-site", "http"))
        .doesNotThrowAnyException();
  }
}
