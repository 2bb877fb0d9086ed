package dev.vigy.runtime.vigy;

/// The identity of a vigy: 16 lower-case hex digits, computed when it is first registered and kept
/// for life (contracts 1.2).
public record VigyId(String hex) implements Comparable<VigyId> {
  /// @throws IllegalArgumentException `invalid id "…": must be 16 lowercase hex chars`
  public VigyId {
    if (!isValid(hex)) {
      throw new IllegalArgumentException(
          "invalid id \"" + hex + "\": must be 16 lowercase hex chars");
    }
  }

  private static boolean isValid(String hex) {
    if (hex.length() != 16) {
      return false;
    }
    for (int i = 0; i < 16; i++) {
      char c = hex.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(VigyId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
