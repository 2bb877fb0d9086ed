package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.List;

/// Comparing numbers, equality, and the order of scalars (language reference 6.2).
enum Comparison {
  EQUAL("=", "Whether all are equal, as numbers.", "(= 1 1.0 1) => #t"),
  LESS("<", "Whether each is less than the next.", "(< 1 2 3) => #t"),
  GREATER(">", "Whether each is greater than the next.", "(> 3 2 2) => #f"),
  LESS_OR_EQUAL("<=", "Whether none is greater than the next.", "(<= 1 1 2) => #t"),
  GREATER_OR_EQUAL(">=", "Whether none is less than the next.", "(>= 3 2 2) => #t");

  private final String symbol;
  private final String doc;
  private final String example;

  Comparison(String symbol, String doc, String example) {
    this.symbol = symbol;
    this.doc = doc;
    this.example = example;
  }

  static List<LibraryEntry> entries() {
    Table table = new Table("Comparison");
    for (Comparison comparison : values()) {
      table
          .add(comparison.function(), "a b more…", comparison.doc, comparison.example)
          .fails(
              "("
                  + comparison.symbol
                  + " 1 \"x\") => :type-mismatch type mismatch: expected number, got string");
    }
    return table
        .add(
            NativeFunction.of2(
                "eq?",
                (run, a, b) -> {
                  Work.longText(run, a);
                  return Value.identical(a, b);
                }),
            "a b",
            "Whether both are the same: scalars by content, lists, maps and everything else by identity.",
            "(eq? \"ab\" \"ab\") => #t")
        .add(
            NativeFunction.of2("equal?", (run, a, b) -> Work.equal(run, a, b)),
            "a b",
            "Whether both have the same content. An Int never equals a Float.",
            "(equal? '(1 (2)) (list 1 (list 2))) => #t")
        .library(
            NativeFunction.of2("not=", (run, a, b) -> !Work.equal(run, a, b)),
            "a b",
            "Whether they are not `equal?`.",
            "(not= 1 1.0) => #t")
        .add(
            NativeFunction.of2(
                "compare",
                (run, a, b) -> {
                  Work.longText(run, a);
                  return (long) order(a, b);
                }),
            "a b",
            "-1, 0 or 1 as the first stands before, beside or after the second: two numbers, strings, symbols or keywords.",
            "(compare \"a\" \"b\") => -1")
        .fails(
            "(compare 5 \"b\") => :type-mismatch type mismatch: expected comparable values of the same kind, got int vs string")
        .entries();
  }

  private NativeFunction function() {
    return NativeFunction.of(
        symbol,
        Arity.atLeast(2),
        (run, xs) -> {
          for (int i = 1; i < xs.length; i++) {
            if (!holds(xs[i - 1], xs[i])) {
              return false;
            }
          }
          return true;
        },
        (run, a) -> true,
        (run, a, b) -> holds(a, b));
  }

  boolean holds(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      int order = Long.compare(x, y);
      return switch (this) {
        case EQUAL -> order == 0;
        case LESS -> order < 0;
        case GREATER -> order > 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
    double x = Arguments.number(a);
    double y = Arguments.number(b);
    return switch (this) {
      case EQUAL -> x == y;
      case LESS -> x < y;
      case GREATER -> x > y;
      case LESS_OR_EQUAL -> x <= y;
      case GREATER_OR_EQUAL -> x >= y;
    };
  }

  /// The order of `compare`.
  static int order(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof Number x && b instanceof Number y && isNumber(a) && isNumber(b)) {
      double first = x.doubleValue();
      double second = y.doubleValue();
      return first < second ? -1 : first > second ? 1 : 0;
    }
    if (a instanceof String x && b instanceof String y) {
      return Value.compare(x, y);
    }
    if (a instanceof Symbol x && b instanceof Symbol y) {
      return Value.compare(x.name(), y.name());
    }
    if (a instanceof Keyword x && b instanceof Keyword y) {
      return Value.compare(x.name(), y.name());
    }
    throw LispError.typeMismatch(
        "comparable values of the same kind", Value.typeName(a) + " vs " + Value.typeName(b));
  }

  private static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double;
  }
}
