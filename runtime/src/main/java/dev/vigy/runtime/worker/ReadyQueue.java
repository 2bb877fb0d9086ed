package dev.vigy.runtime.worker;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The lines that a worker may take, in three lanes, so that a vigy that uses its whole limit makes
/// only its like wait. In a lane forced ticks go before scheduled ones, each in order of arrival,
/// which for scheduled ones is the order of their due times.
///
/// A worker for the quick also takes newcomers, but at least one (where there are several) is left
/// for those that are known to be quick: a newcomer may hold its worker in something that can't be
/// cut short. A worker for the long takes newcomers first, which soon turn out to be one or the
/// other.
///
/// While paused it gives nothing out and keeps everything. For any thread.
final class ReadyQueue {
  /// Which lane a line stands in is the line's to say, at the moment it becomes ready.
  enum Lane {
    /// Vigies whose last tick was short.
    QUICK,

    /// Those that nobody knows yet: registered, changed, or loaded lately.
    NEW,

    /// Those that needed long.
    LONG
  }

  private static final class Waiting {
    final ArrayDeque<Line> urgent = new ArrayDeque<>();
    final ArrayDeque<Line> routine = new ArrayDeque<>();
    volatile int size;

    void add(Line line) {
      (line.firstForced() != null ? urgent : routine).add(line);
      size = urgent.size() + routine.size();
    }

    @Nullable Line poll() {
      Line line = urgent.poll();
      if (line == null) {
        line = routine.poll();
      }
      size = urgent.size() + routine.size();
      return line;
    }
  }

  private final int mostNewcomers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition forTheQuick = lock.newCondition();
  private final Condition forTheLong = lock.newCondition();

  // Guarded by the lock, but for the sizes.
  private final Waiting quick = new Waiting();
  private final Waiting newcomers = new Waiting();
  private final Waiting slow = new Waiting();
  private int onNewcomers;
  private boolean paused;
  private boolean closed;

  /// @param workers how many take the quick ones
  ReadyQueue(int workers) {
    mostNewcomers = Math.max(1, workers - 1);
  }

  /// One worker's way to the queue.
  final class Taker {
    private final boolean takesQuick;

    // Guarded by the lock.
    private boolean onNewcomer;

    private Taker(boolean takesQuick) {
      this.takesQuick = takesQuick;
    }

    /// Waits for a line. What it took before it is done with. Null once the queue is closed.
    @Nullable Line take() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        done();
        while (!closed) {
          Line line = paused ? null : next();
          if (line != null) {
            return line;
          }
          (takesQuick ? forTheQuick : forTheLong).await();
        }
        return null;
      } finally {
        lock.unlock();
      }
    }

    private void done() {
      if (onNewcomer) {
        onNewcomer = false;
        onNewcomers--;
      }
    }

    private @Nullable Line next() {
      if (!takesQuick) {
        Line line = newcomers.poll();
        return line != null ? line : slow.poll();
      }
      Line line = quick.poll();
      if (line == null && onNewcomers < mostNewcomers) {
        line = newcomers.poll();
        if (line != null) {
          onNewcomer = true;
          onNewcomers++;
        }
      }
      return line;
    }
  }

  /// For a worker that takes what is short.
  Taker forTheQuick() {
    return new Taker(true);
  }

  /// For a worker that takes what is long.
  Taker forTheLong() {
    return new Taker(false);
  }

  void add(Line line) {
    lock.lock();
    try {
      put(line);
    } finally {
      lock.unlock();
    }
  }

  void addAll(List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      lines.forEach(this::put);
    } finally {
      lock.unlock();
    }
  }

  private void put(Line line) {
    switch (line.lane()) {
      case QUICK -> {
        quick.add(line);
        forTheQuick.signal();
      }
      case NEW -> {
        newcomers.add(line);
        forTheQuick.signal();
        forTheLong.signal();
      }
      case LONG -> {
        slow.add(line);
        forTheLong.signal();
      }
    }
  }

  /// A line of any lane if there is one.
  @Nullable Line poll() {
    lock.lock();
    try {
      if (closed || paused) {
        return null;
      }
      Line line = quick.poll();
      if (line == null) {
        line = newcomers.poll();
      }
      return line != null ? line : slow.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether some stand in it that will soon be done, about.
  boolean isBusy() {
    return quick.size > 0 || newcomers.size > 0;
  }

  void pause(boolean newPaused) {
    lock.lock();
    try {
      paused = newPaused;
      wakeAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      wakeAll();
    } finally {
      lock.unlock();
    }
  }

  private void wakeAll() {
    forTheQuick.signalAll();
    forTheLong.signalAll();
  }
}
