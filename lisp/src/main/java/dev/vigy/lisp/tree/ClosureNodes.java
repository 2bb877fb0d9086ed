package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Promise;

/// Code that becomes a value.
final class ClosureNodes {
  private ClosureNodes() {}

  static final class Lambda extends Node {
    final Code code;

    Lambda(Code code) {
      this.code = code;
    }

    @Override
    Object execute(World world, Object[] frame) {
      world.memory += Cost.CLOSURE;
      return new Closure(code, frame);
    }
  }

  static final class Delay extends Node {
    private final Code code;

    Delay(Code code) {
      this.code = code;
    }

    @Override
    Object execute(World world, Object[] frame) {
      world.memory += Cost.CLOSURE + Cost.OBJECT;
      return new Promise(new Closure(code, frame));
    }
  }

  /// `dotimes`: calls its code with 0, 1, … up to a limit, in place of `(for-each f (range n))`.
  static final class Count extends Node {
    private final Code code;
    private final Node limit;
    private final NativeFunction range;
    private final NativeFunction forEach;
    private final Span span;

    Count(Code code, Node limit, NativeFunction range, NativeFunction forEach, Span span) {
      this.code = code;
      this.limit = limit;
      this.range = range;
      this.forEach = forEach;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object last = limit.execute(world, frame);
      if (!(last instanceof Long count) || code.exact != 1) {
        Object elements = world.callNative(range, new Object[] {last}, span);
        Object function = new Closure(code, frame);
        return world.callNative(forEach, new Object[] {function, elements}, span);
      }
      for (long i = 0; i < count; i++) {
        world.memory += Cost.BOX;
        var called = new Object[code.frameSize];
        called[0] = frame;
        called[1] = i;
        world.enter(code, called, span);
      }
      return Nil.NIL;
    }
  }
}
