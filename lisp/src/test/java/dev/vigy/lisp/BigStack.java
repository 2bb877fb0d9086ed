package dev.vigy.lisp;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Runs something on a thread whose stack carries 100,000 nested calls.
public final class BigStack {
  private static final long BYTES = 1L << 30;

  private BigStack() {}

  public static <T> T run(Supplier<T> task) {
    return run(BYTES, task);
  }

  /// Runs something on a stack of so many bytes.
  public static <T> T run(long bytes, Supplier<T> task) {
    var result = new AtomicReference<T>();
    var failure = new AtomicReference<Throwable>();
    var thread =
        new Thread(
            null,
            () -> {
              try {
                result.set(task.get());
              } catch (Throwable thrown) {
                failure.set(thrown);
              }
            },
            "big stack",
            bytes);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure.get() != null) {
      throw new IllegalStateException("on a stack of " + bytes + " bytes", failure.get());
    }
    return result.get();
  }
}
