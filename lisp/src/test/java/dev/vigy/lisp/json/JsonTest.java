package dev.vigy.lisp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "{}",
        "[1,-2,3.5,\"x\",[],{}]",
        "{\"b\":1,\"a\":{\"c\":[null,false]}}",
        "\"\\\" \\\\ \\b\\f\\n\\r\\t\\u0001\\u001f é 😀 \u007f\"",
        "9223372036854775807",
        "-9223372036854775808",
        "9.223372036854775e+18",
        "-0.0",
        "1e-6",
        "0.00001",
        "1000000000000000.0",
        "1e+16",
        "1.2345678901234568e+17"
      })
  void compact_text_comes_back_as_it_was(String text) {
    assertThat(JsonPrinter.print(JsonParser.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      delimiterString = "=>",
      value = {
        "|  [ 1 , 2 ] | => [1,2]",
        "1.0 => 1.0",
        "1E2 => 100.0",
        "-0 => -0.0",
        "9223372036854775808 => 9.223372036854776e+18",
        "{\"a\":1,\"b\":2,\"a\":3} => {\"a\":3,\"b\":2}",
        "\"\\u00e9\\ud83d\\ude00\\/\" => \"é😀/\"",
        "1e-400 => 0.0",
      })
  void other_texts_are_normalized(String text, String printed) {
    assertThat(JsonPrinter.print(JsonParser.parse(text))).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      delimiterString = "=>",
      value = {
        "|| => expected a value at line 1, column 1",
        "|[1,]| => expected a value at line 1, column 4",
        "|[1 2]| => expected `,` or `]` at line 1, column 4",
        "|{\"a\":1,}| => expected a key in quotes at line 1, column 8",
        "|{a:1}| => expected a key in quotes at line 1, column 2",
        "|{\"a\" 1}| => expected `:` at line 1, column 6",
        "|[| => expected a value at line 1, column 2",
        "|01| => a number has no leading zeros at line 1, column 2",
        "|-| => expected a digit at line 1, column 2",
        "|1.| => expected a digit at line 1, column 3",
        "|+1| => expected a value at line 1, column 1",
        "|.5| => expected a value at line 1, column 1",
        "|NaN| => expected a value at line 1, column 1",
        "|nul| => expected a value at line 1, column 1",
        "|1e400| => the number is out of range at line 1, column 1",
        "|\"a| => the string has no end at line 1, column 1",
        "|\"\\x\"| => unknown escape at line 1, column 2",
        "|\"\\u12\"| => expected four hexadecimal digits after `\\u` at line 1, column 2",
        "|\"\\ud800\"| => half of a surrogate pair at line 1, column 2",
        "|\"\\ude00\"| => half of a surrogate pair at line 1, column 2",
        "|1 2| => expected the end of the text at line 1, column 3",
        "|// x| => expected a value at line 1, column 1",
        "|'a'| => expected a value at line 1, column 1",
        "|1 \u00a0| => expected the end of the text at line 1, column 3",
      })
  void bad_text_is_refused_with_its_place(String text, String message) {
    assertThatThrownBy(() -> JsonParser.parse(text))
        .isInstanceOf(JsonSyntaxException.class)
        .hasMessage(message);
  }

  @Test
  void a_place_counts_lines_and_characters() {
    assertThatThrownBy(() -> JsonParser.parse("{\n  \"😀\": x}"))
        .hasMessage("expected a value at line 2, column 8");
    assertThatThrownBy(() -> JsonParser.parse("\"a\nb\""))
        .hasMessage("a control character must be escaped in a string at line 1, column 3");
  }

  @Test
  void nesting_has_a_limit_in_text_and_in_values() {
    assertThat(JsonParser.parse("[".repeat(128) + "]".repeat(128))).isNotNull();
    assertThatThrownBy(() -> JsonParser.parse("[".repeat(129) + "]".repeat(129)))
        .isInstanceOfSatisfying(
            JsonSyntaxException.class,
            e -> {
              assertThat(e.isTooDeep()).isTrue();
              assertThat(e.reason()).isEqualTo("nesting exceeds the limit of 128 levels");
            });
    assertThatThrownBy(() -> JsonParser.parse("{\"a\":".repeat(1_000_000)))
        .isInstanceOf(JsonSyntaxException.class);
    Object value = 1L;
    for (int i = 0; i < 128; i++) {
      value = i % 2 == 0 ? LispList.of(value) : LispMap.of("k", value);
    }
    Object deepest = value;
    assertThat(JsonValues.fromJson(JsonValues.toJson(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> JsonValues.toJson(LispList.of(deepest)))
        .isInstanceOfSatisfying(
            LispError.class,
            e -> {
              assertThat(e.kind()).isEqualTo(LispError.Kind.LIMIT);
              assertThat(e.shortMessage()).isEqualTo("nesting exceeds the limit of 128 levels");
            });
  }

  @Test
  void every_kind_of_value_has_its_json() {
    LispMap map =
        LispMap.of(
                "s",
                1L,
                new Symbol("y"),
                Nil.NIL,
                new Keyword("k"),
                new Keyword("v"),
                2L,
                Double.NaN)
            .with(2.0, 2.0)
            .with(1e-7, new Symbol("a"))
            .with(true, false)
            .with(Nil.NIL, LispList.of(new ErrorValue("t", "m"), LispList.EMPTY, LispMap.EMPTY));
    assertThat(JsonPrinter.print(JsonValues.toJson(map)))
        .isEqualTo(
            "{\"s\":1,\"y\":null,\":k\":\":v\",\"2\":2.0,\"0.0000001\":\"a\",\"true\":false,"
                + "\"null\":[\"<error>\",[],{}]}");
  }

  @Test
  void members_are_sorted_by_code_point_where_asked() {
    Json json = JsonParser.parse("{\"😀\":1,\"\uffff\":2,\"b\":{\"d\":1,\"c\":2},\"a\":[]}");
    assertThat(JsonPrinter.printSorted(json))
        .isEqualTo("{\"a\":[],\"b\":{\"c\":2,\"d\":1},\"\uffff\":2,\"😀\":1}");
  }

  @Test
  void made_up_values_come_back_as_they_were() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      Json json = madeUp(random, 4);
      assertThat(JsonParser.parse(JsonPrinter.print(json))).isEqualTo(json);
      Object value = JsonValues.fromJson(json);
      assertThat(JsonValues.toJson(value)).isEqualTo(json);
      assertThat(Value.equal(JsonValues.fromJson(JsonValues.toJson(value)), value)).isTrue();
    }
  }

  private static Json madeUp(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> Json.Null.NULL;
      case 1 -> new Json.Bool(random.nextBoolean());
      case 2 -> new Json.Int(random.nextLong() >> random.nextInt(60));
      case 3 -> new Json.Real(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 4 -> new Json.Text("t" + (char) random.nextInt(0xd000));
      case 5 ->
          new Json.Array(
              random.ints(random.nextInt(4)).mapToObj(_ -> madeUp(random, depth - 1)).toList());
      default -> new Json.Object(Map.of("k" + random.nextInt(9), madeUp(random, depth - 1)));
    };
  }

  @Test
  void text_reads_as_lisp_values_with_string_keys() {
    assertThat(JsonValues.fromJson(JsonParser.parse("{\"a\":[1,2.0,null,true,\"x\"]}")))
        .hasToString("{\"a\" (1 2 () #t \"x\")}");
    assertThat(Value.of(List.of())).isEqualTo(LispList.EMPTY);
  }
}
