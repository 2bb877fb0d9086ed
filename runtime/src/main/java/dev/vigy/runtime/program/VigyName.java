package dev.vigy.runtime.program;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a vigy may be called: 1 to 253 bytes, no control characters, no blank at either end.
public final class VigyName {
  private static final int MAX_BYTES = 253;

  private VigyName() {}

  /// What is wrong with a name, in one sentence; empty for a good one.
  public static Optional<String> complaint(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_BYTES) {
      return Optional.of("a name has 1 to " + MAX_BYTES + " bytes, this one has " + bytes);
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of("a name has no control characters");
    }
    if (!name.strip().equals(name)) {
      return Optional.of("a name neither begins nor ends with a blank");
    }
    return Optional.empty();
  }
}
