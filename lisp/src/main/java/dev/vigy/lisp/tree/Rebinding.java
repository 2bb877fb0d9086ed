package dev.vigy.lisp.tree;

/// What a call means where a run has given the name of a library function another meaning, which
/// compiled code could not know.
///
/// @param call the call by name
record Rebinding(int unit, String name, Node call) {
  /// Stands for a name that nothing can rebind.
  static final Rebinding NEVER = new Rebinding(0, "", ControlNodes.NOTHING);

  @SuppressWarnings("ReferenceEquality") // one object stands for never
  boolean in(World world) {
    return this != NEVER && world.ownGlobal(unit, name) != null;
  }
}
