package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.tree.NativeNodes.Known;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;

/// Taking lists apart and asking for emptiness, in place; everything else is left to the native.
final class ListNodes {
  private ListNodes() {}

  /// `car`.
  static final class First extends Known {
    private final Node list;

    First(NativeFunction function, Rebinding rebinding, Node list, Span span) {
      super(function, rebinding, span);
      this.list = list;
    }

    @Override
    Object execute(World world, Object[] frame) {
      if (isRebound(world)) {
        return callRebound(world, frame);
      }
      Object value = list.execute(world, frame);
      begin(world);
      return value instanceof LispList elements && !elements.isEmpty()
          ? elements.first()
          : call(world, value);
    }
  }

  /// `null?`: true of Nil and of the empty list.
  static final class IsNull extends Known {
    private final Node list;

    IsNull(NativeFunction function, Rebinding rebinding, Node list, Span span) {
      super(function, rebinding, span);
      this.list = list;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return isRebound(world) ? callRebound(world, frame) : isNull(world, frame);
    }

    @Override
    boolean test(World world, Object[] frame) {
      return isRebound(world) ? isTrue(callRebound(world, frame)) : isNull(world, frame);
    }

    private boolean isNull(World world, Object[] frame) {
      Object value = list.execute(world, frame);
      begin(world);
      return value == Nil.NIL || (value instanceof LispList elements && elements.isEmpty());
    }
  }
}
