package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import java.util.Arrays;
import java.util.List;

/// Everyday functions on numbers (everyday library 3).
final class NumberFunctions {
  private NumberFunctions() {}

  static List<LibraryEntry> entries() {
    return new Table("Numbers")
        .add(
            NativeFunction.of2("quotient", NumberFunctions::quotient),
            "a b",
            "a divided by b, towards zero; both Ints.",
            "(quotient -7 2) => -3")
        .fails(
            "(quotient \"x\" 2) => :type-mismatch type mismatch: expected integer, got string",
            "(quotient 1 0) => :division-by-zero division by zero",
            "(quotient -9223372036854775808 -1) => :integer-overflow integer overflow in `quotient`")
        .add(
            NativeFunction.of("ratio", Arity.range(2, 3), NumberFunctions::ratio),
            "part whole [default]",
            "part divided by whole as a Float; default, or 0.0, where whole is 0 or one of them is Nil.",
            "(ratio 1 4) => 0.25")
        .fails("(ratio \"x\" 4) => :type-mismatch type mismatch: expected number, got string")
        .add(
            NativeFunction.of3("clamp", NumberFunctions::clamp),
            "x low high",
            "x, but not below low and not above high.",
            "(clamp 12 0 10) => 10")
        .fails(
            "(clamp \"x\" 0 10) => :type-mismatch type mismatch: expected number, got string",
            "(clamp 12 0 -1) => :native-fn in native `clamp`: low is greater than high")
        .add(
            NativeFunction.of1(
                "average",
                (run, list) -> {
                  double[] numbers = numbers(run, list);
                  return numbers.length == 0
                      ? Nil.NIL
                      : Arithmetic.boxed(run, Arrays.stream(numbers).sum() / numbers.length);
                }),
            "list",
            "The mean, a Float; Nil of nothing.",
            "(average '(1 2 6)) => 3")
        .fails(
            "(average 5) => :type-mismatch type mismatch: expected list, got int",
            "(average '(\"x\")) => :type-mismatch type mismatch: expected number, got string")
        .add(
            NativeFunction.of2("percentile", NumberFunctions::percentile),
            "list p",
            "The number below which p percent of the list lie, a Float, by straight lines between neighbours; Nil of nothing.",
            "(percentile '(4 1 3 2) 50) => 2.5")
        .fails(
            "(percentile 5 50) => :type-mismatch type mismatch: expected list, got int",
            "(percentile '(4 1 3 2) \"x\") => :type-mismatch type mismatch: expected number, got string",
            "(percentile '(4 1 3 2) -1) => :native-fn in native `percentile`: expected 0 to 100 percent")
        .add(
            NativeFunction.of1(
                "sum",
                (run, list) -> {
                  Object total = 0L;
                  for (Object number : Arguments.list(list)) {
                    run.step(1);
                    total = Arithmetic.add(total, number);
                  }
                  return Arithmetic.boxed(run, total);
                }),
            "list",
            "The sum of a list, as `+` adds.",
            "(sum '(1 2 3.5)) => 6.5")
        .fails(
            "(sum 5) => :type-mismatch type mismatch: expected list, got int",
            "(sum '(\"x\")) => :type-mismatch type mismatch: expected number, got string",
            "(sum '(9223372036854775807 1)) => :integer-overflow integer overflow in `+`")
        .entries();
  }

  private static Object quotient(Activation run, Object a, Object b) {
    long x = Arguments.integer(a);
    long y = Arguments.integer(b);
    if (y == 0) {
      throw LispError.divisionByZero();
    }
    if (x == Long.MIN_VALUE && y == -1) {
      throw LispError.overflow("quotient");
    }
    return Arithmetic.boxed(run, x / y);
  }

  private static Object ratio(Activation run, Object[] xs) {
    Object otherwise = xs.length == 3 ? xs[2] : (Object) 0.0;
    if (xs[0] == Nil.NIL || xs[1] == Nil.NIL) {
      return otherwise;
    }
    double part = Arguments.number(xs[0]);
    double whole = Arguments.number(xs[1]);
    return whole == 0 ? otherwise : Arithmetic.boxed(run, part / whole);
  }

  private static Object clamp(Activation run, Object x, Object low, Object high) {
    Arguments.number(x);
    if (Comparison.GREATER.holds(low, high)) {
      throw LispError.nativeFn("clamp", "low is greater than high");
    }
    return Comparison.LESS.holds(x, low) ? low : Comparison.GREATER.holds(x, high) ? high : x;
  }

  private static double[] numbers(Activation run, Object list) {
    LispList elements = Arguments.list(list);
    run.step(elements.length());
    run.allocate(elements.length() * Cost.SLOT);
    double[] numbers = new double[elements.length()];
    int at = 0;
    for (Object element : elements) {
      numbers[at] = Arguments.number(element);
      at++;
    }
    return numbers;
  }

  private static Object percentile(Activation run, Object list, Object p) {
    double[] numbers = numbers(run, list);
    double percent = Arguments.number(p);
    if (!(percent >= 0 && percent <= 100)) {
      throw LispError.nativeFn("percentile", "expected 0 to 100 percent");
    }
    if (numbers.length == 0) {
      return Nil.NIL;
    }
    run.step(numbers.length * (32L - Integer.numberOfLeadingZeros(numbers.length)));
    Arrays.sort(numbers);
    double place = percent / 100 * (numbers.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, numbers.length - 1);
    double share = place - below;
    double value =
        share == 0 ? numbers[below] : numbers[below] + share * (numbers[above] - numbers[below]);
    return Arithmetic.boxed(run, value);
  }
}
