package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.ErrorValue;

/// Failing, and going on after a failure.
final class ErrorNodes {
  private ErrorNodes() {}

  /// A malformed special form that was reached.
  static final class Fail extends Node {
    private final String form;
    private final String reason;
    private final Span span;

    Fail(String form, String reason, Span span) {
      this.form = form;
      this.reason = reason;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      throw LispError.badSpecialForm(form, reason).at(span);
    }
  }

  /// `try`. A machine stack that ran out is caught as the depth error that it stands for.
  static final class Try extends Node {
    private static final long OUT_OF_STACK_STEPS = 10_000;

    private final Node body;
    private final int slot;
    private final Node handler;
    private final Span span;

    Try(Node body, int slot, Node handler, Span span) {
      this.body = body;
      this.slot = slot;
      this.handler = handler;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      int depth = world.depth();
      LispError error;
      try {
        return body.execute(world, frame);
      } catch (LispError failure) {
        if (!failure.kind().isCatchable()) {
          throw failure;
        }
        error = failure;
      } catch (StackOverflowError | InternalError | LinkageError full) {
        error = World.outOfStack(full);
        // What the JVM does to report it takes as long as thousands of steps.
        world.returnTo(depth);
        world.step(OUT_OF_STACK_STEPS);
      }
      world.returnTo(depth);
      world.tick(span);
      world.memory += Cost.ERROR;
      frame[slot] = caught(world, error);
      return handler.execute(world, frame);
    }

    private static Object caught(World world, LispError error) {
      // No lambda: this may run where the stack ends, and linking one there would fail for good.
      Object thrown = error.thrownValue().orElse(null);
      Object value =
          thrown == null ? new ErrorValue(error.kind().tag(), error.shortMessage()) : thrown;
      if (value instanceof ErrorValue known) {
        world.caught(known, error);
      }
      return value;
    }
  }
}
