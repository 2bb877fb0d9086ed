package dev.vigy.runtime.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonOutTest {
  private static String text(JsonOut out) {
    return new String(out.toBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "1e16, 1e+16",
    "1e15, 1000000000000000.0",
    "1e-5, 0.00001",
    "1e-6, 1e-6",
    "-0.0, -0.0",
    "0.0, 0.0",
    "2.0, 2.0",
    "0.001, 0.001",
    "-12345.678, -12345.678",
    "9999999.5, 9999999.5",
    "1e7, 10000000.0",
    "123456789012345678, 1.2345678901234568e+17",
    "NaN, null",
    "Infinity, null"
  })
  void floats_are_spelt_as_the_contracts_say(double value, String expected) {
    assertThat(text(new JsonOut(9).number(value))).isEqualTo(expected);
  }

  @Test
  void floats_come_back() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      byte[] bytes = new JsonOut(9).number(value).toBytes();
      double back = new JsonIn(bytes).real();
      assertThat(Double.compare(back, Double.isFinite(value) ? value : Double.NaN)).isZero();
    }
  }

  @Test
  void what_programs_say_has_its_keys_sorted_by_code_point() {
    Map<String, Json> inner = new LinkedHashMap<>();
    inner.put("\ud83d\ude00", new Json.Int(4));
    inner.put("\uff21", new Json.Int(3));
    inner.put("b", new Json.Int(2));
    inner.put("a", new Json.Int(1));
    Json value = new Json.Array(List.of(new Json.Object(Map.of("z", new Json.Object(inner)))));

    assertThat(text(new JsonOut(9).sorted(value)))
        .isEqualTo("[{\"z\":{\"a\":1,\"b\":2,\"\uff21\":3,\"\ud83d\ude00\":4}}]");
    assertThat(text(new JsonOut(9).value(value)))
        .isEqualTo("[{\"z\":{\"\ud83d\ude00\":4,\"\uff21\":3,\"b\":2,\"a\":1}}]");
  }
}
