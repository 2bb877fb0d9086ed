package dev.vigy.lisp.tree;

import dev.vigy.lisp.value.Nil;

/// A piece of code that can be executed.
abstract class Node {
  /// What a node in tail position answers when it has left a call in the world, for whoever runs
  /// the body to go on with.
  static final Object TAIL = new Object();

  /// The value in a frame of a world, or [#TAIL].
  abstract Object execute(World world, Object[] frame);

  /// Whether the value is true; never called on a node in tail position.
  boolean test(World world, Object[] frame) {
    return isTrue(execute(world, frame));
  }

  /// The value of an argument. Most arguments of host functions are constants, and looking at the
  /// class of a node costs less than a call that may go anywhere.
  static Object valueOf(Node argument, World world, Object[] frame) {
    return argument instanceof ConstantNode constant
        ? constant.value
        : argument.execute(world, frame);
  }

  @SuppressWarnings("ReferenceEquality") // there are no other Booleans
  static boolean isTrue(Object value) {
    return value != Boolean.FALSE && value != Nil.NIL;
  }
}
