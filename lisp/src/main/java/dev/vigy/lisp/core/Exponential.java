package dev.vigy.lisp.core;

/// e to a power, rounded correctly but for the rarest of arguments, and the same on every machine.
///
/// [StrictMath#exp] is off by one digit already at 1, [Math#exp] is something else on each kind of
/// processor. This one computes in pairs of doubles (Dekker, "A floating-point technique for
/// extending the available precision", 1971): the power is k ln 2 + r, and e^r a Taylor sum.
final class Exponential {
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877E-10;

  /// 0.35^23 / 23! is below the last bit of a pair.
  private static final int TERMS = 23;

  private static final double TOO_BIG = 709.8;
  private static final double TOO_SMALL = -745.2;

  private Exponential() {}

  static double of(double x) {
    if (Double.isNaN(x) || x > TOO_BIG || x < TOO_SMALL || Math.abs(x) < 0x1p-54) {
      return StrictMath.exp(x);
    }
    double k = Math.rint(x / (LN2_HIGH + LN2_LOW));
    // The first difference is exact: the high part has 21 zeros at its end.
    double near = x - k * LN2_HIGH;
    double product = k * LN2_LOW;
    double productRest = Math.fma(k, LN2_LOW, -product);
    double high = near - product;
    double moved = high - near;
    double low = (near - (high - moved)) - (product + moved) - productRest;
    double sumHigh = 1;
    double sumLow = 0;
    for (int n = TERMS; n >= 1; n--) {
      // sum = 1 + r / n * sum
      double scaledHigh = high / n;
      double scaledLow = (Math.fma(-scaledHigh, n, high) + low) / n;
      double termHigh = scaledHigh * sumHigh;
      double termLow =
          Math.fma(scaledHigh, sumHigh, -termHigh) + scaledHigh * sumLow + scaledLow * sumHigh;
      sumHigh = 1 + termHigh;
      sumLow = (termHigh - (sumHigh - 1)) + termLow;
    }
    return Math.scalb(sumHigh + sumLow, (int) k);
  }
}
