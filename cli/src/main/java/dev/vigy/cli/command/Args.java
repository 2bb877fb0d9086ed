package dev.vigy.cli.command;

import dev.vigy.lisp.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Builds the arguments of an operation.
final class Args {
  private final Map<String, Json> members = new LinkedHashMap<>();

  static Args of() {
    return new Args();
  }

  static Args vigy(String ref) {
    return of().text("vigy", ref);
  }

  Args text(String name, String value) {
    return json(name, new Json.Text(value));
  }

  Args text(String name, Optional<String> value) {
    value.ifPresent(text -> text(name, text));
    return this;
  }

  Args integer(String name, Optional<Long> value) {
    value.ifPresent(number -> json(name, new Json.Int(number)));
    return this;
  }

  Args flag(String name, boolean value) {
    return value ? json(name, new Json.Bool(true)) : this;
  }

  Args json(String name, Json value) {
    members.put(name, value);
    return this;
  }

  Json.Object object() {
    return new Json.Object(members);
  }
}
