package dev.vigy.lisp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembersTest {
  @Test
  void an_object_of_any_size_is_an_unchangeable_copy_in_the_same_order() {
    for (int size = 0; size < 20; size++) {
      Map<String, Json> given = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        given.put("k" + (size - i), new Json.Int(i));
      }
      Map<String, Json> expected = new LinkedHashMap<>(given);
      Map<String, Json> members = new Json.Object(given).members();
      given.put("late", Json.Null.NULL);
      assertThat(members).isEqualTo(expected).hasSize(size).doesNotContainKey("late");
      assertThat(expected).isEqualTo(members);
      assertThat(members.hashCode()).isEqualTo(expected.hashCode());
      assertThat(new ArrayList<>(members.keySet())).isEqualTo(new ArrayList<>(expected.keySet()));
      List<String> seen = new ArrayList<>();
      members.forEach((name, value) -> seen.add(name + value));
      List<String> wanted = new ArrayList<>();
      expected.forEach((name, value) -> wanted.add(name + value));
      assertThat(seen).isEqualTo(wanted);
      expected.forEach((name, value) -> assertThat(members.get(name)).isEqualTo(value));
      assertThat(members.get("absent")).isNull();
      assertThat(members.containsKey("absent")).isFalse();
      assertThatThrownBy(() -> members.put("x", Json.Null.NULL))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
