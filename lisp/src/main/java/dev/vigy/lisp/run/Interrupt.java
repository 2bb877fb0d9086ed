package dev.vigy.lisp.run;

/// A flag by which any thread ends a running evaluation; the run looks at it every few thousand
/// steps and ends as *halted*.
///
/// May be shared by many runs. While it is set, every run that has it ends.
public final class Interrupt {
  private volatile boolean requested;

  /// Asks every run with this flag to end.
  public void request() {
    requested = true;
  }

  public void clear() {
    requested = false;
  }

  public boolean isRequested() {
    return requested;
  }
}
