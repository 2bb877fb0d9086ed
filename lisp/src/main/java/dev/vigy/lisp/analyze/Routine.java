package dev.vigy.lisp.analyze;

/// Code with frames of its own while it is analyzed: a closure, a promise, a top-level form, or
/// code given to `eval`.
final class Routine {
  /// How many routines are around this one.
  final int level;

  private int size = 1;
  private boolean captured;

  Routine(int level) {
    this.level = level;
  }

  int newSlot() {
    return size++;
  }

  int size() {
    return size;
  }

  /// Says that something may keep a frame of this routine after it has ended.
  void capture() {
    captured = true;
  }

  boolean isCaptured() {
    return captured;
  }
}
