package dev.vigy.runtime.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A fixed number of platform threads with 1 GiB of reserved stack each, which run tasks in order
/// of arrival.
///
/// A reserved stack costs addresses, not memory; what a deep run has touched stays with the thread
/// (100,000 Lisp calls: about 85 MB). So a thread on which a run went deeper than [#DEEP] calls
/// ends after that task, and a fresh one takes its place. The run says so through [#wentTo].
///
/// All methods may be called from any thread.
public final class BigStacks implements Executor, AutoCloseable {
  /// Stack reserved for each thread, in bytes.
  public static final long STACK_BYTES = 1L << 30;

  /// Closure calls on one another after which a thread is not used again.
  public static final int DEEP = 10_000;

  private final String name;
  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final List<Evaluating> threads = new ArrayList<>();
  private boolean closed;
  private int made;

  /// @param count how many threads, as many as cores make sense
  /// @param name first part of the threads' names
  public BigStacks(int count, String name) {
    this.name = name;
    for (int i = 0; i < count; i++) {
      startOne();
    }
  }

  /// Says how deep a run on the current thread went. Does nothing on a thread that is not of ours.
  public static void wentTo(int depth) {
    if (depth > DEEP && Thread.currentThread() instanceof Evaluating thread) {
      thread.spent = true;
    }
  }

  /// Whether the current thread is one of these, of any instance.
  public static boolean isHere() {
    return Thread.currentThread() instanceof Evaluating;
  }

  /// Whether the current thread went deep and should end its task soon, so that a fresh one takes
  /// its place. For tasks that are loops.
  public static boolean isSpent() {
    return Thread.currentThread() instanceof Evaluating thread && thread.spent;
  }

  /// @throws RejectedExecutionException after [#close]
  @Override
  public synchronized void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the threads named " + name + " are closed");
    }
    queue.add(task);
  }

  /// Runs a task on one of the threads and waits for it. On one of these threads it runs in place.
  ///
  /// @throws InterruptedException if the waiting thread is interrupted; the task goes on
  public <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
    if (isHere()) {
      return task.call();
    }
    CompletableFuture<T> done = new CompletableFuture<>();
    execute(
        () -> {
          try {
            done.complete(task.call());
          } catch (Throwable failure) {
            done.completeExceptionally(failure);
          }
        });
    try {
      return done.get();
    } catch (java.util.concurrent.ExecutionException e) {
      switch (e.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    }
  }

  /// Takes no more tasks, drops those not started, and interrupts the threads. Waits for nothing: a
  /// run that is being evaluated ends by its own limits or by its own interrupt.
  @Override
  public synchronized void close() {
    closed = true;
    queue.clear();
    threads.forEach(Thread::interrupt);
  }

  private synchronized void startOne() {
    if (closed) {
      return;
    }
    Evaluating thread = new Evaluating(name + "-" + ++made);
    threads.add(thread);
    thread.start();
  }

  private synchronized void gone(Evaluating thread) {
    threads.remove(thread);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private final class Evaluating extends Thread {
    private boolean spent;

    Evaluating(String name) {
      super(null, null, name, STACK_BYTES, false);
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (!spent && !isClosed()) {
          queue.take().run();
        }
      } catch (InterruptedException _) {
        // Closing: whoever interrupts us otherwise gets a fresh thread in our place.
      } finally {
        gone(this);
        startOne();
      }
    }
  }
}
