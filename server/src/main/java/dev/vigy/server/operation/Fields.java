package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.time.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Builds a JSON object member by member; what is absent is left out.
final class Fields {
  private final Map<String, Json> members = new LinkedHashMap<>();

  Fields put(String name, Json value) {
    members.put(name, value);
    return this;
  }

  Fields put(String name, String value) {
    return put(name, new Json.Text(value));
  }

  Fields put(String name, long value) {
    return put(name, new Json.Int(value));
  }

  Fields put(String name, boolean value) {
    return put(name, new Json.Bool(value));
  }

  Fields put(String name, Instant value) {
    return put(name, text(value));
  }

  /// A count that is left out where there is none.
  Fields some(String name, long count) {
    return count == 0 ? this : put(name, count);
  }

  Fields text(String name, Optional<String> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  Fields instant(String name, Optional<Instant> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  Fields json(String name, Optional<Json> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  <T> Fields list(String name, List<T> items, Function<T, Json> shape) {
    return put(name, array(items, shape));
  }

  Fields map(String name, Map<String, Json> value) {
    return put(name, new Json.Object(value));
  }

  Json.Object object() {
    return new Json.Object(members);
  }

  static <T> Json array(List<T> items, Function<T, Json> shape) {
    List<Json> shaped = new ArrayList<>(items.size());
    for (T item : items) {
      shaped.add(shape.apply(item));
    }
    return new Json.Array(shaped);
  }

  /// RFC 3339 in UTC with exactly three decimals: `2026-05-21T12:34:56.789Z`.
  static String text(Instant instant) {
    return Instants.print(instant.toEpochMilli());
  }
}
