package dev.vigy.lisp.value;

import org.jspecify.annotations.Nullable;

/// A cell that computes its value when first asked, by a procedure without parameters, and keeps
/// it.
///
/// Belongs to one run. A run that fails leaves it pending, so that it can be tried again.
public final class Promise {
  private @Nullable Procedure pending;
  private @Nullable Object value;
  private boolean running;

  /// A pending promise.
  public Promise(Procedure thunk) {
    pending = thunk;
  }

  private Promise(Object value) {
    this.value = value;
  }

  /// A promise that has its value already.
  public static Promise forced(Object value) {
    return new Promise(value);
  }

  public boolean isForced() {
    return value != null;
  }

  /// The value, null while it is pending.
  public @Nullable Object valueOrNull() {
    return value;
  }

  /// What computes a pending promise.
  ///
  /// @throws IllegalStateException if it is forced
  public Procedure thunk() {
    if (pending == null) {
      throw new IllegalStateException("the promise is forced");
    }
    return pending;
  }

  /// Marks the promise as being computed.
  ///
  /// @return false if it was being computed already
  public boolean begin() {
    boolean free = !running;
    running = true;
    return free;
  }

  /// The computation has failed: pending again.
  public void fail() {
    running = false;
  }

  /// The computation has given its value.
  public void complete(Object result) {
    running = false;
    value = result;
    pending = null;
  }

  /// The printed form, `#<promise pending>` or `#<promise 3>`.
  @Override
  public String toString() {
    return Value.print(this);
  }
}
