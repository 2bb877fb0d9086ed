package dev.vigy.lisp.value;

/// The one value Nil: false, prints `()`, and is not the empty list.
public enum Nil {
  NIL;

  @Override
  public String toString() {
    return "()";
  }
}
