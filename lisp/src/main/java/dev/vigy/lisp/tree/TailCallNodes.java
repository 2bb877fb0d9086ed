package dev.vigy.lisp.tree;

import dev.vigy.lisp.source.Span;

/// Calls in tail position: a closure is left in the world for [World#enter] to go on with, and
/// everything else is called at once.
///
/// A closure that calls itself takes its own frame again if nothing else can hold it: loops build
/// no frames.
final class TailCallNodes {
  private TailCallNodes() {}

  /// @param self the code that the call stands in
  static Node of(Code self, Node callee, Node[] arguments, Span span) {
    return switch (arguments.length) {
      case 0 -> new Tail0(self, callee, span);
      case 1 -> new Tail1(self, callee, arguments[0], span);
      case 2 -> new Tail2(self, callee, arguments[0], arguments[1], span);
      case 3 -> new Tail3(self, callee, arguments[0], arguments[1], arguments[2], span);
      default -> new TailN(self, callee, arguments, span);
    };
  }

  /// The frame for a call of a closure whose arguments are known already; they are not in it yet.
  @SuppressWarnings("ReferenceEquality") // frames are what they are, not what is in them
  static Object[] frameFor(World world, Code self, Closure closure, Object[] running) {
    Code code = closure.code;
    if (code == self && code.reusable && closure.frame == running[0]) {
      code.clearVariables(running);
      return running;
    }
    world.memory += code.frameBytes;
    var frame = new Object[code.frameSize];
    frame[0] = closure.frame;
    return frame;
  }

  static Object leaveOrCall(World world, Object function, Object[] arguments, Span span) {
    if (function instanceof Closure closure) {
      world.tick(span);
      world.memory += closure.code.frameBytes;
      return world.leaveFor(closure.code, world.frameFor(closure, arguments, span));
    }
    return world.call(function, arguments, span);
  }

  static final class Tail0 extends Node {
    private final Code self;
    private final Node callee;
    private final Span span;

    Tail0(Code self, Node callee, Span span) {
      this.self = self;
      this.callee = callee;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object function = callee.execute(world, frame);
      if (function instanceof Closure closure && closure.code.exact == 0) {
        Code code = closure.code;
        world.tick(span);
        Object[] called = frameFor(world, self, closure, frame);
        return world.leaveFor(code, called);
      }
      return leaveOrCall(world, function, new Object[0], span);
    }
  }

  static final class Tail1 extends Node {
    private final Code self;
    private final Node callee;
    private final Node first;
    private final Span span;

    Tail1(Code self, Node callee, Node first, Span span) {
      this.self = self;
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
        world.tick(span);
        Object[] called = frameFor(world, self, closure, frame);
        called[1] = a;
        return world.leaveFor(code, called);
      }
      return leaveOrCall(world, function, new Object[] {a}, span);
    }
  }

  static final class Tail2 extends Node {
    private final Code self;
    private final Node callee;
    private final Node first;
    private final Node second;
    private final Span span;

    Tail2(Code self, Node callee, Node first, Node second, Span span) {
      this.self = self;
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
        world.tick(span);
        Object[] called = frameFor(world, self, closure, frame);
        called[1] = a;
        called[2] = b;
        return world.leaveFor(code, called);
      }
      return leaveOrCall(world, function, new Object[] {a, b}, span);
    }
  }

  static final class Tail3 extends Node {
    private final Code self;
    private final Node callee;
    private final Node first;
    private final Node second;
    private final Node third;
    private final Span span;

    Tail3(Code self, Node callee, Node first, Node second, Node third, Span span) {
      this.self = self;
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
        world.tick(span);
        Object[] called = frameFor(world, self, closure, frame);
        called[1] = a;
        called[2] = b;
        called[3] = c;
        return world.leaveFor(code, called);
      }
      return leaveOrCall(world, function, new Object[] {a, b, c}, span);
    }
  }

  static final class TailN extends Node {
    private final Code self;
    private final Node callee;
    private final Node[] arguments;
    private final Span span;

    TailN(Code self, Node callee, Node[] arguments, Span span) {
      this.self = self;
      this.callee = callee;
      this.arguments = arguments;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object function = callee.execute(world, frame);
      Object[] values = CallNodes.evaluate(arguments, world, frame);
      if (function instanceof Closure closure && closure.code.exact == values.length) {
        Code code = closure.code;
        world.tick(span);
        Object[] called = frameFor(world, self, closure, frame);
        System.arraycopy(values, 0, called, 1, values.length);
        return world.leaveFor(code, called);
      }
      return leaveOrCall(world, function, values, span);
    }
  }
}
