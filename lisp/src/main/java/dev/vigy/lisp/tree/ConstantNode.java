package dev.vigy.lisp.tree;

/// The same value each time.
final class ConstantNode extends Node {
  final Object value;

  ConstantNode(Object value) {
    this.value = value;
  }

  @Override
  Object execute(World world, Object[] frame) {
    return value;
  }
}
