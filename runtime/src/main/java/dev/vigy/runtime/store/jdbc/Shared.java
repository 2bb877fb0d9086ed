package dev.vigy.runtime.store.jdbc;

import java.util.HashMap;
import java.util.Map;

/// Makes equal values one object while a store is read: programs, schedules, names of keys are the
/// same in many vigies, and a million of them stay in memory.
final class Shared {
  /// Beyond so many different values, sharing is given up: they are not alike.
  private static final int MOST = 100_000;

  private final Map<Object, Object> known = new HashMap<>();

  /// The first value seen that is equal to this one.
  @SuppressWarnings("unchecked") // equal values of these types are of one type
  <T> T of(T value) {
    Object first = known.get(value);
    if (first != null) {
      return (T) first;
    }
    if (known.size() < MOST) {
      known.put(value, value);
    }
    return value;
  }
}
