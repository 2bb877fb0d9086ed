package dev.vigy.runtime.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallMapTest {
  @Test
  void it_is_a_linked_hash_map_but_for_speed() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      int names = 1 + random.nextInt(40);
      Map<String, Integer> plain = new LinkedHashMap<>();
      Map<String, Integer> small = new SmallMap<>();
      for (int i = 0; i < 300; i++) {
        String name = "n" + random.nextInt(names);
        switch (random.nextInt(10)) {
          case 0 -> assertThat(small.remove(name)).isEqualTo(plain.remove(name));
          case 1 -> {
            assertThat(small.entrySet().removeIf(entry -> entry.getKey().equals(name)))
                .isEqualTo(plain.entrySet().removeIf(entry -> entry.getKey().equals(name)));
          }
          case 2 -> {
            if (random.nextInt(20) == 0) {
              small.clear();
              plain.clear();
            }
          }
          case 3 -> {
            small.replaceAll((key, value) -> value + 1);
            plain.replaceAll((key, value) -> value + 1);
          }
          default -> assertThat(small.put(name, i)).isEqualTo(plain.put(name, i));
        }
        assertThat(small.get(name)).isEqualTo(plain.get(name));
        assertThat(small.containsKey(name)).isEqualTo(plain.containsKey(name));
        assertThat(small).hasSize(plain.size());
      }
      assertThat(new ArrayList<>(small.entrySet())).isEqualTo(new ArrayList<>(plain.entrySet()));
      assertThat(small).isEqualTo(plain);
      assertThat(small.hashCode()).isEqualTo(plain.hashCode());
    }
  }
}
