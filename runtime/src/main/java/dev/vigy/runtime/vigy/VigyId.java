package dev.vigy.runtime.vigy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The identity of a vigy: 16 lower-case hex digits, computed when it is first registered and kept
/// for life (contracts 1.2).
public record VigyId(String hex) implements Comparable<VigyId> {
  /// @throws IllegalArgumentException `invalid id "…": must be 16 lowercase hex chars`
  public VigyId {
    if (!isValid(hex)) {
      throw new IllegalArgumentException(
          "invalid id " + Quoted.of(hex) + ": must be 16 lowercase hex chars");
    }
  }

  /// The id of a vigy that is registered for the first time: the first 8 bytes of BLAKE3 over name,
  /// a zero byte and program.
  public static VigyId of(String name, String program) {
    return hashed(name + '\0' + program);
  }

  /// The id of a program in another language, as older stores computed it.
  ///
  /// @param language such as `blue`; with [Vigy#LANGUAGE] it is [#of(String, String)]
  public static VigyId of(String name, String program, String language) {
    return language.equals(Vigy.LANGUAGE)
        ? of(name, program)
        : hashed(name + '\0' + program + '\0' + language);
  }

  private static VigyId hashed(String text) {
    byte[] hash = Blake3.hash(text.getBytes(StandardCharsets.UTF_8));
    return new VigyId(HexFormat.of().formatHex(Arrays.copyOf(hash, 8)));
  }

  /// Whether `text` has the form of an id; if not, it can only be a name.
  public static boolean isValid(String text) {
    if (text.length() != 16) {
      return false;
    }
    for (int i = 0; i < 16; i++) {
      char c = text.charAt(i);
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
