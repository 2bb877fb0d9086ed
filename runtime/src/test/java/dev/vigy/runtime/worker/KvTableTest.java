package dev.vigy.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.KvSize;
import dev.vigy.runtime.vigy.Run.KvChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KvTableTest {
  @Test
  void after_any_changes_a_table_is_what_a_map_is_and_knows_its_size() {
    Random random = new Random(7);
    KvTable table = KvTable.EMPTY;
    Map<String, Json> plain = new TreeMap<>();
    for (int round = 0; round < 2_000; round++) {
      List<KvChange> changes = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        String key = "k" + random.nextInt(20);
        Optional<Json> value =
            random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(new Json.Text("x".repeat(random.nextInt(100))));
        changes.removeIf(change -> change.key().equals(key));
        changes.add(new KvChange(key, value));
        value.ifPresentOrElse(to -> plain.put(key, to), () -> plain.remove(key));
      }
      table = table.with(changes, round);
      assertThat(table.values()).isEqualTo(plain);
      long bytes = 0;
      for (Map.Entry<String, Json> entry : plain.entrySet()) {
        bytes += KvSize.of(entry.getKey(), entry.getValue());
      }
      assertThat(table.bytes()).isEqualTo(bytes);
    }
  }
}
