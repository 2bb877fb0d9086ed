package dev.vigy.runtime.worker;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The lines that a worker may take, forced ticks before scheduled ones, each in order of arrival,
/// which for scheduled ones is the order of their due times.
///
/// While paused it gives nothing out and keeps everything. For any thread.
final class ReadyQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Line> urgent = new ArrayDeque<>();
  private final ArrayDeque<Line> routine = new ArrayDeque<>();
  private boolean paused;
  private boolean closed;
  private volatile int size;

  void add(Line line) {
    lock.lock();
    try {
      put(line);
      changed.signal();
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
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void put(Line line) {
    (line.firstForced() != null ? urgent : routine).add(line);
    size = urgent.size() + routine.size();
  }

  /// Waits for a line. Null once it is closed.
  @Nullable Line take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          return null;
        }
        Line line = first();
        if (line != null) {
          return line;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// A line if there is one.
  @Nullable Line poll() {
    lock.lock();
    try {
      return closed ? null : first();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Line first() {
    if (paused) {
      return null;
    }
    Line line = urgent.poll();
    if (line == null) {
      line = routine.poll();
    }
    size = urgent.size() + routine.size();
    return line;
  }

  /// How many stand in it, about.
  int size() {
    return size;
  }

  void pause(boolean newPaused) {
    lock.lock();
    try {
      paused = newPaused;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
