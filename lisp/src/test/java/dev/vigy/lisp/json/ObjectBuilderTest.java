package dev.vigy.lisp.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectBuilderTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 9, 40})
  void holdsWhatAMapWouldHoldInTheSameOrder(int members) {
    for (int expected : new int[] {0, 1, members, 2 * members}) {
      ObjectBuilder builder = new ObjectBuilder(expected);
      Map<String, Json> map = new LinkedHashMap<>();
      // Every third name comes twice.
      for (int i = 0; i < members + members / 3; i++) {
        String name = "m" + (i * 7 % Math.max(1, members));
        builder.put(name, new Json.Int(i));
        map.put(name, new Json.Int(i));
      }
      Json.Object built = builder.build();
      assertThat(built).isEqualTo(new Json.Object(map));
      assertThat(built.members().keySet()).containsExactlyElementsOf(map.keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 9, 30})
  void sortsByName(int members) {
    ObjectBuilder builder = new ObjectBuilder(members);
    IntStream.range(0, members).forEach(i -> builder.put("m" + (members - i), new Json.Int(i)));
    builder.sort();
    assertThat(builder.build().members().keySet())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, members).mapToObj(i -> "m" + i).sorted().toList());
  }

  @Test
  void objectsBuiltAreNotReachedByLaterPuts() {
    ObjectBuilder builder = new ObjectBuilder(1);
    builder.put("a", new Json.Int(1));
    Json.Object built = builder.build();
    builder.put("a", new Json.Int(2));
    assertThat(built.members()).isEqualTo(Map.of("a", new Json.Int(1)));
  }
}
