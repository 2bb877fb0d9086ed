package dev.vigy.lisp.value;

/// An opaque piece of source as a value; it arises from a quote or quasiquote inside a quasiquote
/// (language reference 5.4).
///
/// Subclasses implement `equals` and `hashCode` by structure, spans ignored, without recursion over
/// the nesting.
public abstract class Sexp {
  /// `'` and the source notation of the form.
  public abstract String printed();

  @Override
  public abstract boolean equals(Object other);

  @Override
  public abstract int hashCode();

  @Override
  public final String toString() {
    return printed();
  }
}
