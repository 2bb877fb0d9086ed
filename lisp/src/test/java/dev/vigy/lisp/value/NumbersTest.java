package dev.vigy.lisp.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  /// The recipe of the language reference, appendix D, as it stands there.
  private static String recipe(double number) {
    for (int n = 1; n <= 17; n++) {
      BigDecimal rounded = new BigDecimal(number).round(new MathContext(n, RoundingMode.HALF_UP));
      if (rounded.doubleValue() == number) {
        return rounded.stripTrailingZeros().toPlainString();
      }
    }
    throw new AssertionError(number);
  }

  @Test
  void floats_print_by_the_recipe() {
    Random random = new Random(11);
    for (int i = 0; i < 30_000; i++) {
      double number =
          switch (i % 6) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextDouble() * 1e6;
            // Where exact ties live.
            case 2 -> random.nextLong() / 0x1p14;
            case 3 -> random.nextInt(1 << 30) * 0x1p-20 + random.nextInt(1 << 22);
            case 4 -> Double.longBitsToDouble(random.nextLong() & 0xfffffffffffffL);
            default -> Math.rint(random.nextDouble() * 1e9) / 1e4;
          };
      if (Double.isFinite(number) && number != 0) {
        assertThat(Numbers.print(number)).isEqualTo(recipe(number));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100.0, 100",
    "0.1, 0.1",
    "-0.0, -0",
    "0.0, 0",
    "1e21, 1000000000000000000000",
    "1e-7, 0.0000001",
    "233891771783429.625, 233891771783429.63",
    "9007199254740993, 9007199254740992",
    "4.9e-324, 0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000005",
  })
  void floats_print_positional(double number, String printed) {
    assertThat(Numbers.print(number)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "42, 42",
    "+42, 42",
    "-0, 0",
    "00012, 12",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
  })
  void integers_are_read(String text, long number) {
    assertThat(Numbers.parse(text)).contains(number);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    "1., 1",
    ".5, 0.5",
    "+.5, 0.5",
    "1.e5, 100000",
    "1e3, 1000",
    "1.5e-3, 0.0015",
    "1e400, Infinity",
    "-inf, -Infinity",
    "iNfInItY, Infinity",
    "NaN, NaN",
    "-nan, NaN",
    "9223372036854775808, 9223372036854775808",
  })
  void floats_are_read(String text, double number) {
    assertThat(Numbers.parse(text)).contains(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        ".",
        "1e",
        "e5",
        ".e5",
        "1.2.3",
        "1e5.0",
        "0x10",
        "1_000",
        "1/2",
        "1f",
        "1d",
        "--1",
        "1e+",
        "\u0661",
        "infinit",
        "\u0130nf",
        "+-1",
        "1 ",
        "0x1p3",
        "\u017fin"
      })
  void other_words_are_symbols(String text) {
    assertThat(Numbers.parse(text)).isEmpty();
  }
}
