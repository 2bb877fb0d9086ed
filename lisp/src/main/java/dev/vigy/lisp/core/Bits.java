package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.NativeFunction;
import java.util.List;
import java.util.function.LongBinaryOperator;

/// Integers as 64 bits (language reference 6.3).
final class Bits {
  private Bits() {}

  static List<LibraryEntry> entries() {
    return new Table("Bits")
        .add(
            folded("bit-and", -1, (a, b) -> a & b),
            "integer…",
            "The bits that all have; -1 of nothing.",
            "(bit-and 12 10) => 8")
        .fails("(bit-and \"x\" 10) => :type-mismatch type mismatch: expected integer, got string")
        .add(
            folded("bit-or", 0, (a, b) -> a | b),
            "integer…",
            "The bits that any has; 0 of nothing.",
            "(bit-or 12 10) => 14")
        .fails("(bit-or \"x\" 10) => :type-mismatch type mismatch: expected integer, got string")
        .add(
            folded("bit-xor", 0, (a, b) -> a ^ b),
            "integer…",
            "The bits that an odd number of them have; 0 of nothing.",
            "(bit-xor 12 10) => 6")
        .fails("(bit-xor \"x\" 10) => :type-mismatch type mismatch: expected integer, got string")
        .add(
            NativeFunction.of1("bit-not", (run, a) -> Arithmetic.boxed(run, ~Arguments.integer(a))),
            "integer",
            "All bits turned.",
            "(bit-not 5) => -6")
        .fails("(bit-not \"x\") => :type-mismatch type mismatch: expected integer, got string")
        .add(
            NativeFunction.of2(
                "bit-shift-left",
                (run, a, b) -> {
                  long bits = Arguments.integer(a);
                  // Java takes the count modulo 64, as the language does.
                  return Arithmetic.boxed(run, bits << Arguments.integer(b));
                }),
            "integer count",
            "Shifted left; the count is taken modulo 64.",
            "(bit-shift-left 1 4) => 16")
        .fails(
            "(bit-shift-left \"x\" 4) => :type-mismatch type mismatch: expected integer, got string")
        .add(
            NativeFunction.of2(
                "bit-shift-right",
                (run, a, b) -> {
                  long bits = Arguments.integer(a);
                  return Arithmetic.boxed(run, bits >> Arguments.integer(b));
                }),
            "integer count",
            "Shifted right, keeping the sign; the count is taken modulo 64.",
            "(bit-shift-right -16 2) => -4")
        .fails(
            "(bit-shift-right \"x\" 2) => :type-mismatch type mismatch: expected integer, got string")
        .entries();
  }

  private static NativeFunction folded(String name, long ofNothing, LongBinaryOperator operator) {
    return NativeFunction.of(
        name,
        Arity.atLeast(0),
        (run, xs) -> {
          long bits = ofNothing;
          for (Object x : xs) {
            bits = operator.applyAsLong(bits, Arguments.integer(x));
          }
          return Arithmetic.boxed(run, bits);
        });
  }
}
