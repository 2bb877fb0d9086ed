package dev.vigy.runtime.extension;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// The keys that verbs make of their prefix and a program's name, remembered: programs ask for the
/// same few in each tick, and a key that is there already has its hash, too.
///
/// A table without chains, in which the last one wins. It holds at most [#ROOM] keys of the length
/// that kv allows, for the whole process.
final class PrefixedKeys {
  private static final int ROOM = 4_096;

  /// Longer names are rare, and would cost memory for ever.
  private static final int LONGEST = 64;

  private static final AtomicReferenceArray<Known> KNOWN = new AtomicReferenceArray<>(ROOM);

  private record Known(String prefix, String name, String key) {}

  private PrefixedKeys() {}

  static String of(String prefix, String name) {
    if (name.length() > LONGEST) {
      return prefix + name;
    }
    int hash = 31 * prefix.hashCode() + name.hashCode();
    int at = (hash ^ (hash >>> 16)) & (ROOM - 1);
    Known known = KNOWN.getAcquire(at);
    if (known != null && known.name.equals(name) && known.prefix.equals(prefix)) {
      return known.key;
    }
    String key = prefix + name;
    KNOWN.setRelease(at, new Known(prefix, name, key));
    return key;
  }
}
