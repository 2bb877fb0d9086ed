package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Span;

/// Calls of a native that is known when the code is built, with a number of arguments that fits.
/// Each falls back on a general call where a run has given the name another meaning.
final class NativeNodes {
  private NativeNodes() {}

  /// @param standing what stands for the name where a run has redefined it
  static Node of(NativeFunction function, Rebinding standing, Node[] arguments, Span span) {
    return switch (arguments.length) {
      case 1 -> new Native1(function, standing, arguments[0], span);
      case 2 -> new Native2(function, standing, arguments[0], arguments[1], span);
      case 3 -> new Native3(function, standing, arguments[0], arguments[1], arguments[2], span);
      default -> new NativeN(function, standing, arguments, span);
    };
  }

  /// A call of a known native. Subclasses evaluate their arguments and call it.
  abstract static class Known extends Node {
    final NativeFunction function;
    final Span span;
    private final Rebinding rebinding;
    private final boolean host;

    Known(NativeFunction function, Rebinding rebinding, Span span) {
      this.function = function;
      this.rebinding = rebinding;
      this.host = function.isHost();
      this.span = span;
    }

    /// Whether this run may have given the name another meaning.
    final boolean isRebound(World world) {
      return world.shadowed && rebinding.in(world);
    }

    /// The call as it is where the name has another meaning.
    final Object callRebound(World world, Object[] frame) {
      return rebinding.call().execute(world, frame);
    }

    /// Counts the call.
    final void begin(World world) {
      if (++world.steps >= world.nextPoll) {
        world.poll(span);
      }
      if (host) {
        world.becomeImpure();
      }
    }

    /// Whether the call is to be made through [World#callObserved].
    final boolean isObserved(World world) {
      return host && world.observer != null;
    }

    final Object observed(World world, Object... arguments) {
      return world.callObserved(function, arguments, span);
    }

    final Object call(World world, Object a) {
      if (isObserved(world)) {
        return observed(world, a);
      }
      try {
        return function.call(world, a);
      } catch (RuntimeException failure) {
        throw world.failed(function, failure, span, a);
      }
    }

    final Object call(World world, Object a, Object b) {
      if (isObserved(world)) {
        return observed(world, a, b);
      }
      try {
        return function.call(world, a, b);
      } catch (RuntimeException failure) {
        throw world.failed(function, failure, span, a, b);
      }
    }
  }

  static final class Native1 extends Known {
    private final Node first;

    Native1(NativeFunction function, Rebinding rebinding, Node first, Span span) {
      super(function, rebinding, span);
      this.first = first;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object a = valueOf(first, world, frame);
      begin(world);
      return call(world, a);
    }
  }

  static final class Native2 extends Known {
    private final Node first;
    private final Node second;

    Native2(NativeFunction function, Rebinding rebinding, Node first, Node second, Span span) {
      super(function, rebinding, span);
      this.first = first;
      this.second = second;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object a = valueOf(first, world, frame);
      Object b = valueOf(second, world, frame);
      begin(world);
      return call(world, a, b);
    }
  }

  static final class Native3 extends Known {
    private final Node first;
    private final Node second;
    private final Node third;

    Native3(
        NativeFunction function,
        Rebinding rebinding,
        Node first,
        Node second,
        Node third,
        Span span) {
      super(function, rebinding, span);
      this.first = first;
      this.second = second;
      this.third = third;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object a = valueOf(first, world, frame);
      Object b = valueOf(second, world, frame);
      Object c = valueOf(third, world, frame);
      begin(world);
      if (isObserved(world)) {
        return observed(world, a, b, c);
      }
      try {
        return function.call(world, a, b, c);
      } catch (RuntimeException failure) {
        throw world.failed(function, failure, span, a, b, c);
      }
    }
  }

  static final class NativeN extends Known {
    private final Node[] arguments;

    NativeN(NativeFunction function, Rebinding rebinding, Node[] arguments, Span span) {
      super(function, rebinding, span);
      this.arguments = arguments;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object[] values = CallNodes.evaluate(arguments, world, frame);
      begin(world);
      if (isObserved(world)) {
        return observed(world, values);
      }
      try {
        return function.call(world, values);
      } catch (RuntimeException failure) {
        throw world.failed(function, failure, span, values);
      }
    }
  }
}
