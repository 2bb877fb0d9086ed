package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.tree.NativeNodes.Known;

/// `+`, `-` and `*` of two integers in place; everything else, overflow included, is left to the
/// native.
final class ArithmeticNodes {
  private ArithmeticNodes() {}

  static final class Add extends Known {
    private final Node first;
    private final Node second;

    Add(NativeFunction function, Rebinding rebinding, Node first, Node second, Span span) {
      super(function, rebinding, span);
      this.first = first;
      this.second = second;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object a = first.execute(world, frame);
      Object b = second.execute(world, frame);
      begin(world);
      if (a instanceof Long x && b instanceof Long y) {
        long sum = x + y;
        if (((x ^ sum) & (y ^ sum)) >= 0) {
          world.memory += Cost.BOX;
          return sum;
        }
      }
      return call(world, a, b);
    }
  }

  /// The sum with a constant, or the difference: then the constant is negated, and never the
  /// smallest integer.
  static final class AddConstant extends Known {
    private final Node first;
    private final long summand;
    private final Object written;

    /// @param written the constant as the native gets it
    AddConstant(
        NativeFunction function,
        Rebinding rebinding,
        Node first,
        long summand,
        Object written,
        Span span) {
      super(function, rebinding, span);
      this.first = first;
      this.summand = summand;
      this.written = written;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object a = first.execute(world, frame);
      begin(world);
      if (a instanceof Long x) {
        long sum = x + summand;
        if (((x ^ sum) & (summand ^ sum)) >= 0) {
          world.memory += Cost.BOX;
          return sum;
        }
      }
      return call(world, a, written);
    }
  }

  static final class Subtract extends Known {
    private final Node first;
    private final Node second;

    Subtract(NativeFunction function, Rebinding rebinding, Node first, Node second, Span span) {
      super(function, rebinding, span);
      this.first = first;
      this.second = second;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object a = first.execute(world, frame);
      Object b = second.execute(world, frame);
      begin(world);
      if (a instanceof Long x && b instanceof Long y) {
        long difference = x - y;
        if (((x ^ y) & (x ^ difference)) >= 0) {
          world.memory += Cost.BOX;
          return difference;
        }
      }
      return call(world, a, b);
    }
  }

  static final class Multiply extends Known {
    private final Node first;
    private final Node second;

    Multiply(NativeFunction function, Rebinding rebinding, Node first, Node second, Span span) {
      super(function, rebinding, span);
      this.first = first;
      this.second = second;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object a = first.execute(world, frame);
      Object b = second.execute(world, frame);
      begin(world);
      if (a instanceof Long x && b instanceof Long y) {
        long high = Math.multiplyHigh(x, y);
        long low = x * y;
        if (high == low >> 63) {
          world.memory += Cost.BOX;
          return low;
        }
      }
      return call(world, a, b);
    }
  }

  /// `=`, `<`, `>`, `<=`, `>=` of two numbers.
  static final class Compare extends Known {
    private final Comparison comparison;
    private final Node first;
    private final Node second;

    Compare(
        NativeFunction function,
        Rebinding rebinding,
        Comparison comparison,
        Node first,
        Node second,
        Span span) {
      super(function, rebinding, span);
      this.comparison = comparison;
      this.first = first;
      this.second = second;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return isRebound(world) ? callRebound(world, frame) : compare(world, frame);
    }

    @Override
    boolean test(World world, Object[] frame) {
      return isRebound(world) ? isTrue(callRebound(world, frame)) : compare(world, frame);
    }

    private boolean compare(World world, Object[] frame) {
      Object a = first.execute(world, frame);
      Object b = second.execute(world, frame);
      begin(world);
      return (a instanceof Long x && b instanceof Long y)
          ? comparison.holds(x, y)
          : isTrue(call(world, a, b));
    }
  }

  /// The same with a constant on the right.
  static final class CompareConstant extends Known {
    private final Comparison comparison;
    private final Node first;
    private final long constant;
    private final Object boxed;

    CompareConstant(
        NativeFunction function,
        Rebinding rebinding,
        Comparison comparison,
        Node first,
        long constant,
        Span span) {
      super(function, rebinding, span);
      this.comparison = comparison;
      this.first = first;
      this.constant = constant;
      this.boxed = constant;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return isRebound(world) ? callRebound(world, frame) : compare(world, frame);
    }

    @Override
    boolean test(World world, Object[] frame) {
      return isRebound(world) ? isTrue(callRebound(world, frame)) : compare(world, frame);
    }

    private boolean compare(World world, Object[] frame) {
      Object a = first.execute(world, frame);
      begin(world);
      return a instanceof Long x ? comparison.holds(x, constant) : isTrue(call(world, a, boxed));
    }
  }

  enum Comparison {
    EQUAL,
    LESS,
    GREATER,
    LESS_OR_EQUAL,
    GREATER_OR_EQUAL;

    boolean holds(long a, long b) {
      return switch (this) {
        case EQUAL -> a == b;
        case LESS -> a < b;
        case GREATER -> a > b;
        case LESS_OR_EQUAL -> a <= b;
        case GREATER_OR_EQUAL -> a >= b;
      };
    }
  }
}
