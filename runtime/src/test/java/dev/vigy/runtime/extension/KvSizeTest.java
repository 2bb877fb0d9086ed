package dev.vigy.runtime.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonPrinter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvSizeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "9",
        "10",
        "-1",
        "-10",
        "999999999999999999",
        "1000000000000000000",
        "9223372036854775807",
        "-9223372036854775808",
        "-9223372036854775807",
        "1.5",
        "1e300",
        "-0.0",
        "\"\"",
        "\"aü€😀\"",
        "\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001/\"",
        "[]",
        "[1]",
        "[1,2,[3]]",
        "{}",
        "{\"a\":1}",
        "{\"ä\":[null,{\"b\":{}}],\"c\":\"x\"}"
      })
  void it_is_the_length_of_the_printed_text(String text) {
    Json json = JsonParser.parse(text);
    assertThat(KvSize.of(json))
        .isEqualTo(JsonPrinter.print(json).getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void keys_count_as_their_text() {
    assertThat(KvSize.of("aü", new Json.Int(10))).isEqualTo(5);
    assertThat(KvSize.of(Map.of("a", new Json.Int(1), "b", new Json.Text("x")))).isEqualTo(6);
  }
}
