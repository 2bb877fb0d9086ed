package dev.vigy.lisp.tree;

/// Stands on every [#LEVELS]th level of expressions nested in each other, and changes nothing: so a
/// world knows roughly how much stack they take, which may be much without any call.
final class DeepNode extends Node {
  static final int LEVELS = 50;

  private final Node node;

  DeepNode(Node node) {
    this.node = node;
  }

  @Override
  Object execute(World world, Object[] frame) {
    return world.executeNested(node, frame);
  }
}
