package dev.vigy.lisp.core;

import java.util.Map;

/// All names that a program finds bound before it defines anything.
public final class StandardLibrary {
  private StandardLibrary() {}

  /// The functions and values of the language reference, by name.
  public static Map<String, Object> language() {
    return Map.of();
  }

  /// What the everyday library adds.
  public static Map<String, Object> everyday() {
    return Map.of();
  }
}
