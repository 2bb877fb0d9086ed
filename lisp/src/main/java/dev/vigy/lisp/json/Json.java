package dev.vigy.lisp.json;

import java.util.List;
import java.util.Map;

/// A JSON value. Integers that fit 64 bits are [Int], every other number is [Real].
public sealed interface Json {
  /// `null`.
  enum Null implements Json {
    NULL
  }

  record Bool(boolean value) implements Json {}

  record Int(long value) implements Json {}

  /// A finite double; NaN and infinities are [Null] in JSON.
  record Real(double value) implements Json {}

  record Text(String value) implements Json {}

  record Array(List<Json> items) implements Json {
    public Array {
      items = List.copyOf(items);
    }
  }

  /// An object in the order in which its members were given.
  record Object(Map<String, Json> members) implements Json {
    public static final Object EMPTY = new Object(Map.of());

    public Object {
      members = Members.copyOf(members);
    }
  }
}
