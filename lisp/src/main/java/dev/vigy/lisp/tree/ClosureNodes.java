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
      var called = new Object[code.frameSize];
      called[0] = frame;
      for (long i = 0; i < count; i++) {
        if (i > 0) {
          called = nextFrame(world, called);
        }
        world.memory += Cost.BOX;
        called[1] = i;
        world.enter(code, called, span);
      }
      return Nil.NIL;
    }

    /// The frame for the next round: the same one if nothing can have kept it.
    private Object[] nextFrame(World world, Object[] before) {
      if (code.reusable) {
        // Entering counts a frame; this one is not made.
        world.memory -= code.frameBytes;
        code.clearVariables(before);
        return before;
      }
      var next = new Object[code.frameSize];
      next[0] = before[0];
      return next;
    }
  }
}
