package dev.vigy.lisp.ir;

/// Where a name finds its value.
///
/// A frame is an array of slots; `depth` counts frames outward from the running one, and slot 0 of
/// a frame is the next frame out.
public sealed interface Place {
  String name();

  /// A slot that is set whenever it is read.
  record Local(int depth, int slot, String name) implements Place {}

  /// A slot that a `define` may not have reached yet; while it is unset the name means what it
  /// means outside.
  record Maybe(int depth, int slot, Place outer, String name) implements Place {}

  /// A name that code given to `eval` may have defined in the frame whose table stands in this
  /// slot; else it means what it means outside.
  record Named(int depth, int slot, Place outer, String name) implements Place {}

  /// A global of a unit, which is the program (0) or one of its modules.
  ///
  /// @param sealed whether `set!` is refused here, as in the body of a macro
  record Global(int unit, String name, boolean sealed) implements Place {}

  /// The standard function of that name, whatever the program binds.
  record Standard(String name) implements Place {}
}
