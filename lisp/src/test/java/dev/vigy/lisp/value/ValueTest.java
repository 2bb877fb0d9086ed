package dev.vigy.lisp.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTest {
  private static final Procedure NOTHING =
      new Procedure() {
        @Override
        public String name() {
          return "<closure>";
        }

        @Override
        public String printed() {
          return "#<closure>";
        }

        @Override
        public String typeName() {
          return "closure";
        }
      };

  private static LispList nested(int depth) {
    LispList list = LispList.of(1L);
    for (int i = 0; i < depth; i++) {
      list = i % 2 == 0 ? LispList.of(list) : LispList.of(list, 2L);
    }
    return list;
  }

  @Test
  void values_nested_a_million_deep_print_compare_and_hash() {
    LispList a = nested(1_000_000);
    LispList b = nested(1_000_000);
    assertThat(Value.equal(a, b)).isTrue();
    assertThat(Value.equal(a, nested(1_000_001))).isFalse();
    assertThat(Value.hash(a)).isEqualTo(Value.hash(b));
    String printed = Value.print(a);
    assertThat(printed.length()).isEqualTo(2 * 1_000_001 + 1 + 2 * 500_000);
    assertThat(printed.substring(printed.length() - 8)).isEqualTo("2)) 2)) 2)".substring(2));
  }

  @Test
  void a_list_that_doubles_at_every_level_is_stopped_by_its_charge() {
    LispList list = LispList.of(1L);
    for (int i = 0; i < 64; i++) {
      list = LispList.of(list, list);
    }
    LispList doubled = list;
    Charge charge = new Bounded(1_000_000);
    assertThatThrownBy(() -> Value.print(doubled, new StringBuilder(), charge))
        .hasMessage("enough");
    assertThatThrownBy(() -> Value.equal(doubled, doubled, new Bounded(1_000_000)))
        .hasMessage("enough");
    assertThatThrownBy(() -> Value.hash(doubled, new Bounded(1_000_000))).hasMessage("enough");
  }

  private static final class Bounded implements Charge {
    private long left;

    Bounded(long most) {
      left = most;
    }

    @Override
    public void work(long amount) {
      left -= amount;
      if (left < 0) {
        throw new IllegalStateException("enough");
      }
    }
  }

  @Test
  void strings_print_with_escapes() {
    assertThat(Value.print("it's \"q\" \\ \n\r\t\0"))
        .isEqualTo("\"it's \\\"q\\\" \\\\ \\n\\r\\t\\0\"");
    assertThat(Value.print("a\u0301 \u00a0\u200b\u2028\ue000\u0378\u007f é λ 😀 \u0d3e"))
        .isEqualTo(
            "\"a\\u{301} \\u{a0}\\u{200b}\\u{2028}\\u{e000}\\u{378}\\u{7f} é λ 😀 \\u{d3e}\"");
    assertThat(Value.print("\ud800")).isEqualTo("\"\\u{d800}\"");
  }

  @Test
  void every_kind_of_value_prints() {
    assertThat(
            Value.print(
                LispList.of(
                    Nil.NIL,
                    true,
                    1L,
                    2.0,
                    "s",
                    new Symbol("a b"),
                    new Keyword("k"),
                    LispList.EMPTY)))
        .isEqualTo("(() #t 1 2 \"s\" a b :k ())");
    assertThat(LispMap.of(new Keyword("a"), LispMap.of("b", 1L), 2L, LispList.of(3L)))
        .hasToString("{:a {\"b\" 1}, 2 (3)}");
    assertThat(new ErrorValue("my tag", "m")).hasToString("#<error :my tag \"m\">");
    assertThat(new ErrorValue("a", "b", LispList.of(new Keyword("k"), 1L, new Keyword("j"), "s")))
        .hasToString("#<error :a \"b\" {:k 1 :j \"s\"}>");
    assertThat(Value.print(new Foreign("x"))).isEqualTo("#<foreign>");
    assertThat(Value.print(new Object())).isEqualTo("#<foreign>");
    assertThat(new Promise(NOTHING)).hasToString("#<promise pending>");
    assertThat(Promise.forced(3L)).hasToString("#<promise 3>");
  }

  @Test
  void a_promise_that_contains_itself_prints() {
    Promise promise = new Promise(NOTHING);
    promise.complete(LispList.of(promise, promise, 1L));
    assertThat(promise).hasToString("#<promise (#<promise …> #<promise …> 1)>");
  }

  @Test
  void equality_is_by_content_for_data_and_by_identity_for_the_rest() {
    assertThat(Value.equal(1L, 1.0)).isFalse();
    assertThat(Value.equal(0.0, -0.0)).isTrue();
    assertThat(Value.equal(Double.NaN, Double.NaN)).isFalse();
    assertThat(Value.equal(Nil.NIL, LispList.EMPTY)).isFalse();
    assertThat(Value.equal(LispList.of(1L, LispList.of(2L)), LispList.of(1L, LispList.of(2L))))
        .isTrue();
    LispMap map = LispMap.of("a", LispList.of(1L), "b", 2L);
    LispMap other = LispMap.of("b", 2L, "a", LispList.of(1L));
    assertThat(Value.equal(map, other)).isTrue();
    assertThat(Value.hash(map)).isEqualTo(Value.hash(other));
    assertThat(Value.identical(map, other)).isFalse();
    assertThat(Value.identical(map, map)).isTrue();
    ErrorValue error = new ErrorValue("t", "m");
    assertThat(Value.equal(error, error)).isTrue();
    assertThat(Value.equal(error, new ErrorValue("t", "m"))).isFalse();
    assertThat(Value.equal(NOTHING, NOTHING)).isTrue();
    assertThat(Value.identical(LispList.EMPTY, LispList.EMPTY)).isTrue();
  }

  @Test
  void strings_are_ordered_by_code_point() {
    assertThat(Value.compare("a", "b")).isEqualTo(-1);
    assertThat(Value.compare("\uffff", "😀")).isEqualTo(-1);
    assertThat(Value.compare("😀", "\uffff")).isEqualTo(1);
    assertThat(Value.compare("ab", "a")).isEqualTo(1);
    assertThat(Value.compare("", "")).isZero();
  }

  private enum Mood {
    VERY_GOOD
  }

  private record Order(String customer, int itemCount, Mood mood) {}

  @Test
  void java_values_become_lisp_values() {
    assertThat(Value.of(null)).isEqualTo(Nil.NIL);
    assertThat(Value.of(7)).isEqualTo(7L);
    assertThat(Value.of(1.5f)).isEqualTo(1.5);
    assertThat(Value.of(Optional.empty())).isEqualTo(Nil.NIL);
    assertThat(Value.of(Optional.of("x"))).isEqualTo("x");
    assertThat(Value.of(List.of(1, "a"))).hasToString("(1 \"a\")");
    assertThat(Value.of(new int[] {1, 2})).hasToString("(1 2)");
    assertThat(Value.of(Map.of("k", 1))).hasToString("{\"k\" 1}");
    assertThat(Value.of(Instant.ofEpochMilli(5))).isEqualTo(5L);
    assertThat(Value.of(Duration.ofSeconds(2))).isEqualTo(2_000L);
    assertThat(Value.of(new Order("Ann", 3, Mood.VERY_GOOD)))
        .hasToString("{:customer \"Ann\", :item-count 3, :mood :very-good}");
    Object opaque = new Object();
    assertThat(Value.of(opaque)).isSameAs(opaque);
    assertThat(Value.typeName(opaque)).isEqualTo("foreign");
  }
}
