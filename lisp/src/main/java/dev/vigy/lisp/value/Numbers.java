package dev.vigy.lisp.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/// Numbers as text, both ways, exactly as the language reference says (1.3, 2.6).
public final class Numbers {
  private Numbers() {}

  /// The number that the reader sees in an atom: a [Long] or a [Double], nothing if it is a symbol.
  public static Optional<Object> parse(String atom) {
    int length = atom.length();
    int start = length > 0 && (atom.charAt(0) == '+' || atom.charAt(0) == '-') ? 1 : 0;
    if (start == length) {
      return Optional.empty();
    }
    int digits = digitsFrom(atom, start);
    if (digits == length) {
      return Optional.of(integer(atom, start));
    }
    boolean negative = atom.charAt(0) == '-';
    if (digits == start && Character.isLetter(atom.charAt(start))) {
      return switch (lowerAscii(atom.substring(start))) {
        case "inf", "infinity" ->
            Optional.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        case "nan" -> Optional.of(Double.NaN);
        default -> Optional.empty();
      };
    }
    return isDecimal(atom, start, digits) ? Optional.of(Double.valueOf(atom)) : Optional.empty();
  }

  private static String lowerAscii(String word) {
    return word.length() > 8 || !word.chars().allMatch(c -> c < 128)
        ? ""
        : word.toLowerCase(Locale.ROOT);
  }

  /// The index after the ASCII digits that begin at `from`.
  private static int digitsFrom(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static Object integer(String atom, int start) {
    if (atom.length() - start <= 18) {
      return Long.parseLong(atom);
    }
    try {
      return Long.parseLong(atom);
    } catch (NumberFormatException outOfRange) {
      return Double.parseDouble(atom);
    }
  }

  private static boolean isDecimal(String atom, int start, int afterDigits) {
    int length = atom.length();
    int at = afterDigits;
    boolean any = at > start;
    if (at < length && atom.charAt(at) == '.') {
      int afterFraction = digitsFrom(atom, at + 1);
      any |= afterFraction > at + 1;
      at = afterFraction;
    }
    if (!any) {
      return false;
    }
    if (at == length) {
      return true;
    }
    if (atom.charAt(at) != 'e' && atom.charAt(at) != 'E') {
      return false;
    }
    at++;
    if (at < length && (atom.charAt(at) == '+' || atom.charAt(at) == '-')) {
      at++;
    }
    return at < length && digitsFrom(atom, at) == length;
  }

  /// A float as it prints: shortest digits that read back, positional, no point when integral;
  /// `NaN`, `inf`, `-inf`, `-0`.
  public static String print(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 0x1p53) {
      return number == 0 && 1 / number < 0 ? "-0" : Long.toString((long) number);
    }
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return shortest(number).toPlainString();
  }

  /// The decimal with the fewest digits that reads back as this finite number other than zero; the
  /// nearest of several, away from zero in a tie.
  public static BigDecimal shortest(double number) {
    // Below 2^53 and above the subnormals Java's digits are the right ones, but for ties.
    if (Math.abs(number) < 0x1p53 && Math.abs(number) > 1e-300) {
      BigDecimal shown = new BigDecimal(Double.toString(number)).stripTrailingZeros();
      if (!isTie(number, shown.scale())) {
        return shown;
      }
    }
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; digits <= 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_UP));
      if (rounded.doubleValue() == number) {
        return rounded.stripTrailingZeros();
      }
    }
    throw new IllegalStateException("no 17 digits read back as " + number);
  }

  /// Whether a number could lie exactly between two decimals of so many digits after the point:
  /// there Java takes the even one, the language the one away from zero. That needs a lowest binary
  /// digit just below the last decimal one.
  private static boolean isTie(double number, int decimals) {
    double scaled = Math.scalb(number, decimals + 1);
    return Math.abs(scaled) >= 0x1p62 || (scaled == Math.rint(scaled) && ((long) scaled & 1) == 1);
  }
}
