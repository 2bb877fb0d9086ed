package dev.vigy.lisp.ir;

/// What a place in the code knows of the names around it, for code that arrives there only when it
/// runs. Made and understood by `analyze`.
public interface EvalSite {
  /// How many blocks of names are around it: what finding one's way there costs.
  int nesting();
}
