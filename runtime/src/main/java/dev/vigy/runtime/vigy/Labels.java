package dev.vigy.runtime.vigy;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What the labels of a vigy may be (contracts 1.5). Values may be anything.
public final class Labels {
  /// Labels under this prefix are an admin's to set.
  public static final String RESERVED_PREFIX = "vigy.dev/";

  private static final int LONGEST_KEY = 253;

  private Labels() {}

  /// @throws IllegalArgumentException `invalid label key "…": must be 1..=253 chars`, or `…: only
  ///   [A-Za-z0-9-_./] allowed`
  public static void checkKey(String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "invalid label key " + Quoted.of(key) + ": must be 1..=253 chars");
    }
    for (int i = 0; i < key.length(); i++) {
      if (!isKeyChar(key.charAt(i))) {
        throw new IllegalArgumentException(
            "invalid label key " + Quoted.of(key) + ": only [A-Za-z0-9-_./] allowed");
      }
    }
  }

  /// Checks every key of `labels`; see [#checkKey].
  public static void check(Map<String, String> labels) {
    labels.keySet().forEach(Labels::checkKey);
  }

  static boolean isKeyChar(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '/';
  }
}
