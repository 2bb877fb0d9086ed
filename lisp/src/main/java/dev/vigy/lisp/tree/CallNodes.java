package dev.vigy.lisp.tree;

import dev.vigy.lisp.source.Span;

/// Calls of whatever the operator turns out to be, not in tail position.
final class CallNodes {
  private CallNodes() {}

  static Node of(Node callee, Node[] arguments, Span span) {
    return switch (arguments.length) {
      case 0 -> new Call0(callee, span);
      case 1 -> new Call1(callee, arguments[0], span);
      case 2 -> new Call2(callee, arguments[0], arguments[1], span);
      case 3 -> new Call3(callee, arguments[0], arguments[1], arguments[2], span);
      default -> new CallN(callee, arguments, span);
    };
  }

  static final class Call0 extends Node {
    private final Node callee;
    private final Span span;

    Call0(Node callee, Span span) {
      this.callee = callee;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object function = callee.execute(world, frame);
      if (function instanceof Closure closure && closure.code.exact == 0) {
        Code code = closure.code;
        var called = new Object[code.frameSize];
        called[0] = closure.frame;
        return world.enter(code, called, span);
      }
      return world.call(function, new Object[0], span);
    }
  }

  static final class Call1 extends Node {
    private final Node callee;
    private final Node first;
    private final Span span;

    Call1(Node callee, Node first, Span span) {
      this.callee = callee;
      this.first = first;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object function = callee.execute(world, frame);
      Object a = first.execute(world, frame);
      if (function instanceof Closure closure && closure.code.exact == 1) {
        Code code = closure.code;
        var called = new Object[code.frameSize];
        called[0] = closure.frame;
        called[1] = a;
        return world.enter(code, called, span);
      }
      return world.call(function, new Object[] {a}, span);
    }
  }

  static final class Call2 extends Node {
    private final Node callee;
    private final Node first;
    private final Node second;
    private final Span span;

    Call2(Node callee, Node first, Node second, Span span) {
      this.callee = callee;
      this.first = first;
      this.second = second;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object function = callee.execute(world, frame);
      Object a = first.execute(world, frame);
      Object b = second.execute(world, frame);
      if (function instanceof Closure closure && closure.code.exact == 2) {
        Code code = closure.code;
        var called = new Object[code.frameSize];
        called[0] = closure.frame;
        called[1] = a;
        called[2] = b;
        return world.enter(code, called, span);
      }
      return world.call(function, new Object[] {a, b}, span);
    }
  }

  static final class Call3 extends Node {
    private final Node callee;
    private final Node first;
    private final Node second;
    private final Node third;
    private final Span span;

    Call3(Node callee, Node first, Node second, Node third, Span span) {
      this.callee = callee;
      this.first = first;
      this.second = second;
      this.third = third;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object function = callee.execute(world, frame);
      Object a = first.execute(world, frame);
      Object b = second.execute(world, frame);
      Object c = third.execute(world, frame);
      if (function instanceof Closure closure && closure.code.exact == 3) {
        Code code = closure.code;
        var called = new Object[code.frameSize];
        called[0] = closure.frame;
        called[1] = a;
        called[2] = b;
        called[3] = c;
        return world.enter(code, called, span);
      }
      return world.call(function, new Object[] {a, b, c}, span);
    }
  }

  static final class CallN extends Node {
    private final Node callee;
    private final Node[] arguments;
    private final Span span;

    CallN(Node callee, Node[] arguments, Span span) {
      this.callee = callee;
      this.arguments = arguments;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object function = callee.execute(world, frame);
      return world.call(function, evaluate(arguments, world, frame), span);
    }
  }

  /// The values of the arguments, from left to right.
  static Object[] evaluate(Node[] arguments, World world, Object[] frame) {
    var values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Node.valueOf(arguments[i], world, frame);
    }
    return values;
  }
}
