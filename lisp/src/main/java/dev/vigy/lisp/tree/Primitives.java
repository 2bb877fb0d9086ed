package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.tree.ArithmeticNodes.Comparison;
import java.util.Optional;

/// Which natives of the language have nodes of their own.
final class Primitives {
  private Primitives() {}

  static Optional<Node> of(
      NativeFunction function, Rebinding rebinding, Node[] arguments, Span span) {
    return switch (arguments.length) {
      case 1 -> unary(function, rebinding, arguments[0], span);
      case 2 -> binary(function, rebinding, arguments[0], arguments[1], span);
      default -> Optional.empty();
    };
  }

  private static Optional<Node> unary(
      NativeFunction function, Rebinding rebinding, Node a, Span span) {
    return Optional.ofNullable(
        switch (function.boundName()) {
          case "car" -> new ListNodes.First(function, rebinding, a, span);
          case "null?" -> new ListNodes.IsNull(function, rebinding, a, span);
          default -> null;
        });
  }

  private static Optional<Node> binary(
      NativeFunction function, Rebinding rebinding, Node a, Node b, Span span) {
    return Optional.ofNullable(
        switch (function.boundName()) {
          case "+" ->
              b instanceof ConstantNode constant && constant.value instanceof Long summand
                  ? new ArithmeticNodes.AddConstant(
                      function, rebinding, a, summand, constant.value, span)
                  : new ArithmeticNodes.Add(function, rebinding, a, b, span);
          case "-" ->
              b instanceof ConstantNode constant
                      && constant.value instanceof Long subtrahend
                      && subtrahend != Long.MIN_VALUE
                  ? new ArithmeticNodes.AddConstant(
                      function, rebinding, a, -subtrahend, constant.value, span)
                  : new ArithmeticNodes.Subtract(function, rebinding, a, b, span);
          case "*" -> new ArithmeticNodes.Multiply(function, rebinding, a, b, span);
          case "=" -> compare(Comparison.EQUAL, function, rebinding, a, b, span);
          case "<" -> compare(Comparison.LESS, function, rebinding, a, b, span);
          case ">" -> compare(Comparison.GREATER, function, rebinding, a, b, span);
          case "<=" -> compare(Comparison.LESS_OR_EQUAL, function, rebinding, a, b, span);
          case ">=" -> compare(Comparison.GREATER_OR_EQUAL, function, rebinding, a, b, span);
          default -> null;
        });
  }

  private static Node compare(
      Comparison comparison,
      NativeFunction function,
      Rebinding rebinding,
      Node a,
      Node b,
      Span span) {
    return b instanceof ConstantNode node && node.value instanceof Long constant
        ? new ArithmeticNodes.CompareConstant(function, rebinding, comparison, a, constant, span)
        : new ArithmeticNodes.Compare(function, rebinding, comparison, a, b, span);
  }
}
