package dev.vigy.lisp.value;

/// A host object as a value: opaque to programs, equal to itself only, printed `#<foreign>`.
/// Channels and fibers are such objects.
///
/// Any object of a class that is no Lisp type is taken for foreign too; this wrapper is for those
/// that are, or that compare by content.
public final class Foreign {
  private final Object object;

  public Foreign(Object object) {
    this.object = object;
  }

  public Object object() {
    return object;
  }

  @Override
  public String toString() {
    return "#<foreign>";
  }
}
