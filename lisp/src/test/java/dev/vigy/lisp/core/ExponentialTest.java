package dev.vigy.lisp.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  private static final MathContext DIGITS = new MathContext(60);

  /// By the plain series, in decimal.
  private static double exact(double x) {
    // Halved until it is small, and squared again as often.
    BigDecimal small = new BigDecimal(x).divide(new BigDecimal(1 << 12), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 40; n++) {
      term = term.multiply(small, DIGITS).divide(new BigDecimal(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < 12; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum.doubleValue();
  }

  @Test
  void it_is_rounded_correctly() {
    Random random = new Random(2);
    for (int i = 0; i < 3_000; i++) {
      double x = (random.nextDouble() - 0.5) * (i % 2 == 0 ? 3 : 1_400);
      if (x > -700) {
        assertThat(Exponential.of(x)).as("exp " + x).isEqualTo(exact(x));
      }
    }
    assertThat(Exponential.of(1)).isEqualTo(Math.E);
  }

  @Test
  void its_ends_are_those_of_the_doubles() {
    assertThat(Exponential.of(0)).isEqualTo(1);
    assertThat(Exponential.of(1e-300)).isEqualTo(1);
    assertThat(Exponential.of(709.782712893384)).isEqualTo(1.7976931348622732e308);
    assertThat(Exponential.of(710)).isInfinite();
    assertThat(Exponential.of(-745.1)).isEqualTo(Double.MIN_VALUE);
    assertThat(Exponential.of(-746)).isZero();
    assertThat(Exponential.of(Double.POSITIVE_INFINITY)).isInfinite();
    assertThat(Exponential.of(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.of(Double.NaN)).isNaN();
  }
}
