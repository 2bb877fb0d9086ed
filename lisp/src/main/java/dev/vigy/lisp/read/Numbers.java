package dev.vigy.lisp.read;

import java.util.Locale;
import java.util.Optional;

/// The number literals of the language (language reference 1.3), which are narrower than what Java
/// parses.
public final class Numbers {
  private Numbers() {}

  /// The Long or Double that an atom with this text is, or nothing if it is no number.
  public static Optional<Object> parse(String text) {
    int start = startsWithSign(text) ? 1 : 0;
    int digits = digitsFrom(text, start);
    if (digits > start && digits == text.length()) {
      return Optional.of(integer(text));
    }
    if (isFloat(text, start, digits)) {
      return Optional.of(Double.parseDouble(text));
    }
    return word(text, start);
  }

  /// An integer that does not fit 64 bits silently becomes a float.
  private static Object integer(String text) {
    if (text.length() <= 18) {
      return Long.parseLong(text);
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooBig) {
      return Double.parseDouble(text);
    }
  }

  private static boolean isFloat(String text, int start, int endOfDigits) {
    int at = endOfDigits;
    int count = endOfDigits - start;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digitsFrom(text, at + 1);
      count += end - at - 1;
      at = end;
    }
    if (count == 0) {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < text.length() && isSign(text.charAt(exponent))) {
        exponent++;
      }
      int end = digitsFrom(text, exponent);
      return end > exponent && end == text.length();
    }
    return at == text.length();
  }

  private static Optional<Object> word(String text, int start) {
    if (start == text.length()
        || "iInN".indexOf(text.charAt(start)) < 0
        || text.length() - start > 8) {
      return Optional.empty();
    }
    boolean negative = start == 1 && text.charAt(0) == '-';
    return switch (text.substring(start).toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" ->
          Optional.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      case "nan" -> Optional.of(Double.NaN);
      default -> Optional.empty();
    };
  }

  private static boolean startsWithSign(String text) {
    return !text.isEmpty() && isSign(text.charAt(0));
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  private static int digitsFrom(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
