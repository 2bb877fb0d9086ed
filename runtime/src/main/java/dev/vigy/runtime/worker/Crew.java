package dev.vigy.runtime.worker;

import dev.vigy.runtime.thread.BigStacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads of an engine: one for the timer, one for the committer, one that reads requests, a
/// few with big stacks that evaluate; and virtual ones for whatever waits.
///
/// All are daemons: a host that forgets to close its vigies can still end.
final class Crew implements Questioning.Threads {
  private final List<Thread> threads = new ArrayList<>();
  private final BigStacks stacks;
  private final int quick;
  private final int slow;
  private final ScheduledThreadPoolExecutor deadlines;

  /// @param workers for quick ticks, as many as cores make sense; long ones get half as many more,
  ///   and so can't take the whole machine
  Crew(int workers) {
    quick = workers;
    slow = Math.max(1, workers / 2);
    stacks = new BigStacks(quick + slow, "vigy-worker");
    deadlines =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("vigy-deadlines").unstarted(task));
    deadlines.setRemoveOnCancelPolicy(true);
  }

  void start(Timer timer, Committer committer, RequestReader requests) {
    start("vigy-committer", committer::run);
    start("vigy-timer", timer::run);
    start("vigy-requests", requests::run);
  }

  private void start(String name, Runnable body) {
    threads.add(Thread.ofPlatform().daemon().name(name).start(body));
  }

  /// Lets workers take lines from the queue until it is closed.
  void evaluate(ReadyQueue ready, Evaluator evaluator) {
    for (int i = 0; i < quick; i++) {
      stacks.execute(() -> work(ready.forTheQuick(), evaluator));
    }
    for (int i = 0; i < slow; i++) {
      stacks.execute(() -> work(ready.forTheLong(), evaluator));
    }
  }

  /// How many ticks are evaluated at the same time.
  int evaluating() {
    return quick + slow;
  }

  private void work(ReadyQueue.Taker ready, Evaluator evaluator) {
    try {
      for (Line line = ready.take(); line != null; line = ready.take()) {
        evaluator.work(line);
        if (BigStacks.isSpent()) {
          // This thread gives its stack back; a fresh one goes on in its place.
          stacks.execute(() -> work(ready, evaluator));
          return;
        }
      }
    } catch (InterruptedException | RejectedExecutionException _) {
      // Closing.
    }
  }

  @Override
  public Runnable start(Runnable task) {
    return Thread.ofVirtual().name("vigy-probe").start(task)::interrupt;
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    var pending = deadlines.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> pending.cancel(false);
  }

  /// Ends the threads that evaluate, whatever they do.
  void interrupt() {
    stacks.close();
    deadlines.shutdownNow();
  }

  /// Waits for the others to end, which they were told to.
  ///
  /// @return whether they did
  boolean join(Duration longest) {
    long until = System.nanoTime() + longest.toNanos();
    try {
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
