package dev.vigy.lisp.run;

/// Leaves a run at once, for a reason of the embedder: no `try` of the program sees it, and the run
/// ends with it as its result.
///
/// A function that throws one for good says so beforehand ([NativeFunction#leaving]), so that a
/// check of programs knows.
///
/// A tick uses it to stop well (`vigy-stop`) and to ask the world something before it can go on.
public abstract class NonLocalExit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected NonLocalExit() {
    super(null, null, false, false);
  }

  /// Whether the run is left because it lacks an answer from outside, and will be run again with
  /// it. Other fibers of the run then go on as far as they can before it ends, so that they may ask
  /// as well.
  public boolean waitsForOutside() {
    return false;
  }
}
