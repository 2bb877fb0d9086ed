package dev.vigy.lisp.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LispMapTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void any_mix_of_operations_agrees_with_a_linked_hash_map(long seed) {
    Random random = new Random(seed);
    LispMap map = LispMap.EMPTY;
    Map<Object, Object> model = new LinkedHashMap<>();
    int keys = seed % 2 == 0 ? 12 : 3_000;
    for (int step = 0; step < 20_000; step++) {
      Object key = key(random, keys);
      if (random.nextInt(3) == 0) {
        map = map.without(key);
        model.remove(key);
      } else {
        map = map.with(key, (long) step);
        model.put(key, (long) step);
      }
      assertThat(map.count()).isEqualTo(model.size());
      assertThat(map.get(key).orElse(null)).isEqualTo(model.get(key));
      if (step % 500 == 0) {
        check(map, model);
      }
    }
    check(map, model);
  }

  private static Object key(Random random, int keys) {
    long number = random.nextInt(keys);
    return switch ((int) (number % 6)) {
      case 0 -> number;
      case 1 -> (double) number;
      case 2 -> "key " + number;
      case 3 -> new Symbol("key " + number);
      case 4 -> new Keyword("key " + number);
      // All of these have one hash.
      default -> colliding(number);
    };
  }

  private static String colliding(long number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 16; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  private static void check(LispMap map, Map<Object, Object> model) {
    assertThat(map.keys().toJavaList()).isEqualTo(List.copyOf(model.keySet()));
    assertThat(map.values().toJavaList()).isEqualTo(List.copyOf(model.values()));
    assertThat(map).isEqualTo(LispMap.copyOf(model));
    assertThat(map.hashCode()).isEqualTo(LispMap.copyOf(model).hashCode());
  }

  @Test
  void old_versions_stay_as_they_were() {
    List<LispMap> versions = new ArrayList<>();
    versions.add(LispMap.EMPTY);
    for (long i = 0; i < 2_000; i++) {
      versions.add(versions.getLast().with(i, i));
    }
    for (int i = 0; i < versions.size(); i += 111) {
      assertThat(versions.get(i).count()).isEqualTo(i);
      assertThat(versions.get(i).has((long) i)).isFalse();
      assertThat(versions.get(i).keys().length()).isEqualTo(i);
    }
  }

  @Test
  void keys_that_collide_make_a_low_tree() {
    MapTrie trie = MapTrie.of(new LispMap.Entry(colliding(0), 0L, 0));
    for (long i = 1; i < 65_536; i++) {
      trie = MapTrie.with(trie, new MapTrie.Insertion(colliding(i), i, i));
    }
    MapTrie at = trie;
    while (at instanceof MapTrie.Table(_, Object[] slots)) {
      assertThat(slots).hasSize(1);
      at = (MapTrie) slots[0];
    }
    assertThat(at)
        .isInstanceOfSatisfying(
            MapTrie.Colliding.class, tree -> assertThat(tree.height()).isLessThan(24));
    LispMap.Entry found = MapTrie.find(trie, colliding(77));
    assertThat(found).isNotNull();
    assertThat(found.value()).isEqualTo(77L);
  }

  @Test
  void keys_of_different_types_differ() {
    LispMap map = LispMap.of(1L, "int", 1.0, "float", "1", "string", new Symbol("1"), "symbol");
    assertThat(map.with(new Keyword("1"), "keyword").with(Nil.NIL, "nil").with(true, "bool"))
        .hasToString(
            "{1 \"int\", 1 \"float\", \"1\" \"string\", 1 \"symbol\", :1 \"keyword\", () \"nil\", #t \"bool\"}");
    assertThat(LispMap.of(0.0, 1L).has(-0.0)).isFalse();
    assertThat(LispMap.of(Double.NaN, 1L).has(Double.longBitsToDouble(0x7ff8000000000001L)))
        .isTrue();
  }

  @Test
  void a_removed_key_comes_back_at_the_end_and_an_updated_one_keeps_its_place() {
    LispMap map = LispMap.of("a", 1L, "b", 2L, "c", 3L);
    assertThat(map.with("a", 9L)).hasToString("{\"a\" 9, \"b\" 2, \"c\" 3}");
    assertThat(map.without("a").with("a", 9L)).hasToString("{\"b\" 2, \"c\" 3, \"a\" 9}");
    assertThat(map.merge(LispMap.of("z", 0L, "b", 9L)))
        .hasToString("{\"a\" 1, \"b\" 9, \"c\" 3, \"z\" 0}");
  }

  @Test
  void many_removals_do_not_change_the_order() {
    LispMap map = LispMap.EMPTY;
    for (long i = 0; i < 20_000; i++) {
      map = map.with(i, i);
      if (i >= 100) {
        map = map.without(i - 100);
      }
    }
    assertThat(map.keys().first()).isEqualTo(19_900L);
    assertThat(map.keys().nth(99)).isEqualTo(19_999L);
    assertThat(map.count()).isEqualTo(100);
  }

  @Test
  void a_list_is_no_key() {
    assertThatThrownBy(() -> LispMap.EMPTY.with(LispList.EMPTY, 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a list can't be a key");
  }
}
