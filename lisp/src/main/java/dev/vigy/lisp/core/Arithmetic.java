package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Numbers;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Numbers (language reference 6.1): integers stay exact and fail when they overflow, the first
/// float turns the rest of a sum into floats.
final class Arithmetic {
  private static final long BIGGEST_EXPONENT = 0xffff_ffffL;

  private Arithmetic() {}

  static List<LibraryEntry> entries() {
    return Fractions.add(
            whole(
                new Table("Arithmetic")
                    .add(
                        NativeFunction.of(
                            "+",
                            Arity.atLeast(0),
                            (run, xs) -> boxed(run, sum(xs)),
                            (run, a) -> sum(new Object[] {a}),
                            (run, a, b) -> boxed(run, add(a, b))),
                        "number…",
                        "The sum; 0 of nothing.",
                        "(+ 1 2.5) => 3.5")
                    .fails(
                        "(+ \"x\" 2.5) => :type-mismatch type mismatch: expected number, got string",
                        "(+ 9223372036854775807 1) => :integer-overflow integer overflow in `+`")
                    .add(
                        NativeFunction.of(
                            "-",
                            Arity.atLeast(1),
                            (run, xs) -> boxed(run, difference(xs)),
                            (run, a) -> boxed(run, negated(a)),
                            (run, a, b) -> boxed(run, subtract(a, b))),
                        "number more…",
                        "The first minus the others; of one number the negative.",
                        "(- 10 3 2) => 5")
                    .fails(
                        "(- \"x\" 3 2) => :type-mismatch type mismatch: expected number, got string",
                        "(- -9223372036854775808 1) => :integer-overflow integer overflow in `-`")
                    .add(
                        NativeFunction.of(
                            "*",
                            Arity.atLeast(0),
                            (run, xs) -> boxed(run, product(xs)),
                            (run, a) -> product(new Object[] {a}),
                            (run, a, b) -> boxed(run, multiply(a, b))),
                        "number…",
                        "The product; 1 of nothing.",
                        "(* 2 3 4) => 24")
                    .fails(
                        "(* \"x\" 3 4) => :type-mismatch type mismatch: expected number, got string",
                        "(* 9223372036854775807 2) => :integer-overflow integer overflow in `*`")
                    .add(
                        NativeFunction.of(
                            "/", Arity.atLeast(1), (run, xs) -> boxed(run, quotient(xs))),
                        "number more…",
                        "The first divided by the others: an Int where it comes out even, else a Float. Of one number the reciprocal, always a Float.",
                        "(/ 10 4) => 2.5")
                    .fails(
                        "(/ \"x\" 4) => :type-mismatch type mismatch: expected number, got string",
                        "(/ 1 0) => :division-by-zero division by zero",
                        "(/ -9223372036854775808 -1) => :integer-overflow integer overflow in `/`")))
        .entries();
  }

  private static Table whole(Table table) {
    return table
        .add(
            NativeFunction.of2("modulo", (run, a, b) -> boxed(run, modulo(a, b))),
            "a b",
            "The Euclidean remainder of two Ints, never negative.",
            "(modulo -7 3) => 2")
        .fails(
            "(modulo \"x\" 3) => :type-mismatch type mismatch: expected integer, got string",
            "(modulo 1 0) => :division-by-zero division by zero")
        .add(
            NativeFunction.of1("abs", (run, a) -> boxed(run, magnitude(a))),
            "number",
            "The absolute value.",
            "(abs -5.5) => 5.5")
        .fails(
            "(abs \"x\") => :type-mismatch type mismatch: expected number, got string",
            "(abs -9223372036854775808) => :integer-overflow integer overflow in `abs`")
        .add(
            NativeFunction.of("min", Arity.atLeast(1), (run, xs) -> boxed(run, extreme(xs, -1))),
            "number more…",
            "The smallest; a Float if any of them is one. NaN is ignored.",
            "(min 3 1.5) => 1.5")
        .fails("(min \"x\" 1.5) => :type-mismatch type mismatch: expected number, got string")
        .add(
            NativeFunction.of("max", Arity.atLeast(1), (run, xs) -> boxed(run, extreme(xs, 1))),
            "number more…",
            "The largest; a Float if any of them is one. NaN is ignored.",
            "(max 3 7 5) => 7")
        .fails("(max \"x\" 7 5) => :type-mismatch type mismatch: expected number, got string")
        .add(
            NativeFunction.of2("expt", (run, a, b) -> boxed(run, power(a, b))),
            "base exponent",
            "The power: exact for Ints with an exponent that is not negative, else a Float.",
            "(expt 2 10) => 1024")
        .fails(
            "(expt \"x\" 10) => :type-mismatch type mismatch: expected number, got string",
            "(expt 2 64) => :integer-overflow integer overflow in `expt`")
        .add(
            NativeFunction.of("gcd", Arity.atLeast(0), (run, xs) -> boxed(run, gcd(xs))),
            "integer…",
            "The greatest common divisor; 0 of nothing.",
            "(gcd 12 18 8) => 2")
        .fails("(gcd \"x\" 18 8) => :type-mismatch type mismatch: expected integer, got string")
        .add(
            NativeFunction.of("lcm", Arity.atLeast(0), (run, xs) -> boxed(run, lcm(xs))),
            "integer…",
            "The least common multiple; 1 of nothing.",
            "(lcm 4 6 10) => 60")
        .fails(
            "(lcm \"x\" 6 10) => :type-mismatch type mismatch: expected integer, got string",
            "(lcm 9223372036854775807 2) => :integer-overflow integer overflow in `lcm`")
        .add(
            NativeFunction.of(
                "wrapping-add",
                Arity.atLeast(0),
                (run, xs) -> {
                  long total = 0;
                  for (Object x : xs) {
                    total += Arguments.integer(x);
                  }
                  return boxed(run, total);
                }),
            "integer…",
            "The sum modulo 2^64.",
            "(wrapping-add 9223372036854775807 1) => -9223372036854775808")
        .fails(
            "(wrapping-add \"x\" 1) => :type-mismatch type mismatch: expected integer, got string")
        .add(
            NativeFunction.of(
                "wrapping-mul",
                Arity.atLeast(0),
                (run, xs) -> {
                  long total = 1;
                  for (Object x : xs) {
                    total *= Arguments.integer(x);
                  }
                  return boxed(run, total);
                }),
            "integer…",
            "The product modulo 2^64.",
            "(wrapping-mul 9223372036854775807 3) => 9223372036854775805")
        .fails(
            "(wrapping-mul \"x\" 3) => :type-mismatch type mismatch: expected integer, got string")
        .add(
            NativeFunction.of(
                "wrapping-sub",
                Arity.atLeast(1),
                (run, xs) -> {
                  long total = Arguments.integer(xs[0]);
                  if (xs.length == 1) {
                    return boxed(run, -total);
                  }
                  for (int i = 1; i < xs.length; i++) {
                    total -= Arguments.integer(xs[i]);
                  }
                  return boxed(run, total);
                }),
            "integer more…",
            "The first minus the others modulo 2^64; of one number the negative.",
            "(wrapping-sub -9223372036854775808 1) => 9223372036854775807")
        .fails(
            "(wrapping-sub \"x\" 1) => :type-mismatch type mismatch: expected integer, got string")
        .library(
            NativeFunction.of1("inc", (run, x) -> boxed(run, add(x, 1L))),
            "x",
            "One more.",
            "(inc 1.5) => 2.5")
        .fails(
            "(inc \"x\") => :type-mismatch type mismatch: expected number, got string",
            "(inc 9223372036854775807) => :integer-overflow integer overflow in `+`")
        .library(
            NativeFunction.of1("dec", (run, x) -> boxed(run, subtract(x, 1L))),
            "x",
            "One less.",
            "(dec 5) => 4")
        .fails(
            "(dec \"x\") => :type-mismatch type mismatch: expected number, got string",
            "(dec -9223372036854775808) => :integer-overflow integer overflow in `-`")
        .library(
            NativeFunction.of1("zero?", (run, x) -> Comparison.EQUAL.holds(x, 0L)),
            "x",
            "Whether it is 0.",
            "(zero? 0.0) => #t")
        .fails("(zero? \"x\") => :type-mismatch type mismatch: expected number, got string")
        .library(
            NativeFunction.of1("positive?", (run, x) -> Comparison.GREATER.holds(x, 0L)),
            "x",
            "Whether it is greater than 0.",
            "(positive? 3) => #t")
        .fails("(positive? \"x\") => :type-mismatch type mismatch: expected number, got string")
        .library(
            NativeFunction.of1("negative?", (run, x) -> Comparison.LESS.holds(x, 0L)),
            "x",
            "Whether it is less than 0.",
            "(negative? 3) => #f")
        .fails("(negative? \"x\") => :type-mismatch type mismatch: expected number, got string")
        .library(
            NativeFunction.of1("even?", (run, x) -> modulo(x, 2L) == 0),
            "x",
            "Whether an Int is even.",
            "(even? 0) => #t")
        .fails("(even? \"x\") => :type-mismatch type mismatch: expected integer, got string")
        .library(
            NativeFunction.of1("odd?", (run, x) -> modulo(x, 2L) == 1),
            "x",
            "Whether an Int is odd.",
            "(odd? -3) => #t")
        .fails("(odd? \"x\") => :type-mismatch type mismatch: expected integer, got string");
  }

  /// Charges a new number.
  static Object boxed(Activation run, Object number) {
    run.allocate(Cost.BOX);
    return number;
  }

  // --- The four operations -----------------------------------------------------------------------

  static Object add(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      long sum = x + y;
      if (((x ^ sum) & (y ^ sum)) < 0) {
        throw LispError.overflow("+");
      }
      return sum;
    }
    return Arguments.number(a) + Arguments.number(b);
  }

  static Object subtract(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      long difference = x - y;
      if (((x ^ y) & (x ^ difference)) < 0) {
        throw LispError.overflow("-");
      }
      return difference;
    }
    return Arguments.number(a) - Arguments.number(b);
  }

  static Object multiply(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      try {
        return Math.multiplyExact(x, y);
      } catch (ArithmeticException overflow) {
        throw LispError.overflow("*");
      }
    }
    return Arguments.number(a) * Arguments.number(b);
  }

  private static Object sum(Object[] xs) {
    Object total = 0L;
    for (Object x : xs) {
      total = add(total, x);
    }
    return total;
  }

  private static Object product(Object[] xs) {
    Object total = 1L;
    for (Object x : xs) {
      total = multiply(total, x);
    }
    return total;
  }

  private static Object difference(Object[] xs) {
    if (xs.length == 1) {
      return negated(xs[0]);
    }
    Object total = xs[0];
    for (int i = 1; i < xs.length; i++) {
      total = subtract(total, xs[i]);
    }
    return total;
  }

  private static Object negated(Object a) {
    if (a instanceof Long x) {
      if (x == Long.MIN_VALUE) {
        throw LispError.overflow("-");
      }
      return -x;
    }
    return -Arguments.number(a);
  }

  private static Object quotient(Object[] xs) {
    if (xs.length == 1) {
      double divisor = Arguments.number(xs[0]);
      if (divisor == 0) {
        throw LispError.divisionByZero();
      }
      return 1 / divisor;
    }
    Object total = xs[0];
    Arguments.number(total);
    for (int i = 1; i < xs.length; i++) {
      total = divide(total, xs[i]);
    }
    return total;
  }

  private static Object divide(Object a, Object b) {
    double divisor = Arguments.number(b);
    if (divisor == 0) {
      throw LispError.divisionByZero();
    }
    if (a instanceof Long x && b instanceof Long y) {
      if (x == Long.MIN_VALUE && y == -1) {
        throw LispError.overflow("/");
      }
      if (x % y == 0) {
        return x / y;
      }
    }
    return Arguments.number(a) / divisor;
  }

  private static long modulo(Object a, Object b) {
    long x = Arguments.integer(a);
    long y = Arguments.integer(b);
    if (y == 0) {
      throw LispError.divisionByZero();
    }
    if (x == Long.MIN_VALUE && y == -1) {
      throw LispError.overflow("modulo");
    }
    long remainder = x % y;
    // The magnitude of the smallest divisor is itself when taken modulo 2^64, which comes out
    // right.
    return remainder < 0 ? remainder + Math.abs(y) : remainder;
  }

  private static Object magnitude(Object a) {
    if (a instanceof Long x) {
      if (x == Long.MIN_VALUE) {
        throw LispError.overflow("abs");
      }
      return Math.abs(x);
    }
    return Math.abs(Arguments.number(a));
  }

  /// @param sign 1 for the largest, -1 for the smallest
  private static Object extreme(Object[] xs, int sign) {
    Object best = xs[0];
    Arguments.number(best);
    for (int i = 1; i < xs.length; i++) {
      Object x = xs[i];
      if (best instanceof Long a && x instanceof Long b) {
        best = Long.compare(b, a) * sign > 0 ? x : best;
        continue;
      }
      double a = Arguments.number(best);
      double b = Arguments.number(x);
      boolean better = Double.isNaN(a) || (sign > 0 ? b > a : b < a);
      best = better ? b : a;
    }
    return best;
  }

  private static Object power(Object base, Object exponent) {
    if (base instanceof Long b && exponent instanceof Long e && e >= 0) {
      return exactPower(b, e);
    }
    double b = Arguments.number(base);
    double e = Arguments.number(exponent);
    // Where C and IEEE say 1, Java says NaN.
    if (b == 1 || (b == -1 && Double.isInfinite(e))) {
      return 1.0;
    }
    return StrictMath.pow(b, e);
  }

  private static long exactPower(long base, long exponent) {
    if (exponent > BIGGEST_EXPONENT) {
      throw LispError.overflow("expt");
    }
    if (base == 0 || base == 1 || base == -1) {
      return exponent == 0 ? 1 : base == -1 && exponent % 2 == 0 ? 1 : base;
    }
    long power = 1;
    // At least doubled each time, so this ends soon.
    for (long i = 0; i < exponent; i++) {
      try {
        power = Math.multiplyExact(power, base);
      } catch (ArithmeticException overflow) {
        throw LispError.overflow("expt");
      }
    }
    return power;
  }

  private static long magnitude(Object x, String name) {
    long number = Arguments.integer(x);
    if (number == Long.MIN_VALUE) {
      throw LispError.overflow(name);
    }
    return Math.abs(number);
  }

  private static Object gcd(Object[] xs) {
    long divisor = 0;
    for (Object x : xs) {
      divisor = gcd(divisor, magnitude(x, "gcd"));
    }
    return divisor;
  }

  private static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }

  private static Object lcm(Object[] xs) {
    long multiple = 1;
    for (Object x : xs) {
      long number = magnitude(x, "lcm");
      if (multiple == 0 || number == 0) {
        multiple = 0;
        continue;
      }
      try {
        multiple = Math.multiplyExact(multiple / gcd(multiple, number), number);
      } catch (ArithmeticException overflow) {
        throw LispError.overflow("lcm");
      }
    }
    return multiple;
  }

  /// Rounding and the functions of analysis.
  private static final class Fractions {
    static Table add(Table table) {
      rounding(table);
      return table
          .add(
              function("sqrt", StrictMath::sqrt),
              "number",
              "The square root; NaN of a negative number.",
              "(sqrt 16) => 4")
          .fails("(sqrt \"x\") => :type-mismatch type mismatch: expected number, got string")
          .add(function("sin", StrictMath::sin), "number", "The sine.", "(sin 0) => 0")
          .fails("(sin \"x\") => :type-mismatch type mismatch: expected number, got string")
          .add(function("cos", StrictMath::cos), "number", "The cosine.", "(cos 0) => 1")
          .fails("(cos \"x\") => :type-mismatch type mismatch: expected number, got string")
          .add(function("tan", StrictMath::tan), "number", "The tangent.", "(tan 0) => 0")
          .fails("(tan \"x\") => :type-mismatch type mismatch: expected number, got string")
          .add(function("exp", Exponential::of), "number", "e to this power.", "(exp 0) => 1")
          .fails("(exp \"x\") => :type-mismatch type mismatch: expected number, got string")
          .add(
              inside("asin", StrictMath::asin),
              "number",
              "The inverse sine, in radians.",
              "(asin 1) => 1.5707963267948966")
          .fails(
              "(asin 5) => :native-fn in native `asin`: 5 is outside [-1, 1]",
              "(asin \"x\") => :type-mismatch type mismatch: expected number, got string",
              "(asin 1.5) => :native-fn in native `asin`: 1.5 is outside [-1, 1]")
          .add(
              inside("acos", StrictMath::acos),
              "number",
              "The inverse cosine, in radians.",
              "(acos -1) => 3.141592653589793")
          .fails(
              "(acos 5) => :native-fn in native `acos`: 5 is outside [-1, 1]",
              "(acos \"x\") => :type-mismatch type mismatch: expected number, got string",
              "(acos 1.5) => :native-fn in native `acos`: 1.5 is outside [-1, 1]")
          .add(
              function("atan", StrictMath::atan),
              "number",
              "The inverse tangent, in radians.",
              "(atan inf) => 1.5707963267948966")
          .fails("(atan \"x\") => :type-mismatch type mismatch: expected number, got string")
          .add(
              NativeFunction.of2(
                  "atan2",
                  (run, y, x) -> {
                    double first = Arguments.number(y);
                    return boxed(run, StrictMath.atan2(first, Arguments.number(x)));
                  }),
              "y x",
              "The angle of the point (x, y), in radians.",
              "(atan2 1 1) => 0.7853981633974483")
          .fails("(atan2 \"x\" 1) => :type-mismatch type mismatch: expected number, got string")
          .add(
              NativeFunction.of2(
                  "hypot",
                  (run, x, y) -> {
                    double first = Arguments.number(x);
                    return boxed(run, StrictMath.hypot(first, Arguments.number(y)));
                  }),
              "x y",
              "The distance of the point (x, y) from the origin.",
              "(hypot 3 4) => 5")
          .fails("(hypot \"x\" 4) => :type-mismatch type mismatch: expected number, got string")
          .add(
              NativeFunction.of(
                  "log",
                  Arity.range(1, 2),
                  (run, xs) -> {
                    double log = StrictMath.log(Arguments.number(xs[0]));
                    return boxed(
                        run, xs.length == 1 ? log : log / StrictMath.log(Arguments.number(xs[1])));
                  }),
              "number [base]",
              "The logarithm, natural unless a base is given.",
              "(log 8 2) => 3")
          .fails("(log \"x\" 2) => :type-mismatch type mismatch: expected number, got string");
    }

    private static void rounding(Table table) {
      table
          .add(
              rounded("floor", StrictMath::floor),
              "number",
              "Rounded down to an Int.",
              "(floor -1.5) => -2")
          .fails(
              "(floor \"x\") => :type-mismatch type mismatch: expected number, got string",
              "(floor 1e300) => :integer-overflow integer overflow in `floor`")
          .add(
              rounded("ceiling", StrictMath::ceil),
              "number",
              "Rounded up to an Int.",
              "(ceiling -1.5) => -1")
          .fails(
              "(ceiling \"x\") => :type-mismatch type mismatch: expected number, got string",
              "(ceiling inf) => :integer-overflow integer overflow in `ceiling`")
          .add(
              rounded("truncate", Fractions::truncate),
              "number",
              "Rounded towards zero to an Int.",
              "(truncate -1.7) => -1")
          .fails(
              "(truncate \"x\") => :type-mismatch type mismatch: expected number, got string",
              "(truncate nan) => :integer-overflow integer overflow in `truncate`")
          .add(
              rounded("round", Fractions::round),
              "number",
              "Rounded to the nearest Int, halves away from zero.",
              "(round 2.5) => 3")
          .fails(
              "(round \"x\") => :type-mismatch type mismatch: expected number, got string",
              "(round 1e19) => :integer-overflow integer overflow in `round`");
    }

    private static double truncate(double number) {
      return number < 0 ? Math.ceil(number) : Math.floor(number);
    }

    private static double round(double number) {
      double whole = truncate(number);
      return Math.abs(number - whole) >= 0.5 ? whole + Math.signum(number) : whole;
    }

    private static NativeFunction rounded(String name, DoubleUnaryOperator rounding) {
      return NativeFunction.of1(
          name,
          (run, x) -> {
            if (x instanceof Long) {
              return x;
            }
            double rounded = rounding.applyAsDouble(Arguments.number(x));
            if (!(rounded >= -0x1p63 && rounded < 0x1p63)) {
              throw LispError.overflow(name);
            }
            return boxed(run, (long) rounded);
          });
    }

    private static NativeFunction function(String name, DoubleUnaryOperator function) {
      return NativeFunction.of1(
          name, (run, x) -> boxed(run, function.applyAsDouble(Arguments.number(x))));
    }

    /// A function of numbers from -1 to 1.
    private static NativeFunction inside(String name, DoubleUnaryOperator function) {
      return NativeFunction.of1(
          name,
          (run, x) -> {
            double number = Arguments.number(x);
            if (!(number >= -1 && number <= 1)) {
              throw LispError.nativeFn(name, Numbers.print(number) + " is outside [-1, 1]");
            }
            return boxed(run, function.applyAsDouble(number));
          });
    }
  }
}
