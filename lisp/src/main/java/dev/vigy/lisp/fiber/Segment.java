package dev.vigy.lisp.fiber;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A piece of a fiber's work that runs on a stack of its own, and how it came out.
final class Segment implements Runnable {
  private final Supplier<Object> work;
  private @Nullable Object value;
  private @Nullable Throwable failure;

  Segment(Supplier<Object> work) {
    this.work = work;
  }

  @Override
  public void run() {
    try {
      value = work.get();
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  /// What the work gave; throws what it threw.
  Object outcome() {
    Scheduler.raise(failure);
    if (value == null) {
      throw new IllegalStateException("the work has not run");
    }
    return value;
  }
}
