package dev.vigy.lisp.tree;

import dev.vigy.lisp.value.Procedure;

/// A procedure of a program: its code and the frame it was made in, which it shares with everyone
/// else there.
final class Closure extends Procedure {
  final Code code;
  final Object[] frame;

  Closure(Code code, Object[] frame) {
    this.code = code;
    this.frame = frame;
  }

  @Override
  public String name() {
    return "<closure>";
  }

  @Override
  public String printed() {
    return code.printed();
  }

  @Override
  public String typeName() {
    return "closure";
  }
}
