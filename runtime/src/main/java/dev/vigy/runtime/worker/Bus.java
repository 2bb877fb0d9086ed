package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Weight;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tells subscribers the durable runs in commit order.
///
/// The newest runs lie in a bounded ring; a subscriber that is further behind reads the store until
/// it has caught up, so nobody who publishes ever waits for a listener, and a listener misses
/// nothing that the store still holds. A position is a cursor: after a restart it goes on there.
final class Bus {
  /// At most so many runs lie in the ring.
  static final int RING = 1_024;

  /// At most so many bytes, about.
  static final long RING_BYTES = 16L << 20;

  /// Until a store that could not be read is asked again, nanoseconds.
  private static final long AFTER_FAILURE = 200_000_000;

  /// Read from the store at once.
  private static final int PAGE = 256;

  private static final Logger LOG = System.getLogger(Bus.class.getName());

  private final Store store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition published = lock.newCondition();
  private final CopyOnWriteArrayList<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  // Guarded by the lock.
  private final ArrayDeque<Run> ring = new ArrayDeque<>();
  private long ringBytes;
  private boolean closed;
  private int delivering;

  private volatile long newest;

  /// @param newest position of the newest durable run
  Bus(Store store, long newest) {
    this.store = store;
    this.newest = newest;
  }

  long newest() {
    return newest;
  }

  /// Runs that are durable, at their positions. Called by the committer only.
  void publish(List<Run> runs) {
    if (runs.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (subscribers.isEmpty()) {
        ring.clear();
        ringBytes = 0;
      } else {
        for (Run run : runs) {
          ring.add(run);
          ringBytes += Weight.of(run);
        }
        while (ring.size() > RING || (ringBytes > RING_BYTES && ring.size() > 1)) {
          ringBytes -= Weight.of(ring.remove());
        }
      }
      newest = runs.getLast().position();
      published.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A listener after a position. Somebody has to call [Subscriber#deliver], or [Subscriber#begins]
  /// and then, on a thread of its own, [Subscriber#run].
  Subscriber subscribe(long after, Predicate<Run> filter, Consumer<Run> listener) {
    Subscriber subscriber = new Subscriber(after, filter, listener);
    subscribers.add(subscriber);
    return subscriber;
  }

  /// By hand: tells every subscriber what there is.
  void deliver() {
    subscribers.forEach(Subscriber::deliver);
  }

  /// Waits until the listeners have heard all, after [#close].
  ///
  /// @return whether they have
  boolean awaitEnd(Duration longest) {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (delivering > 0 && left > 0) {
        left = published.awaitNanos(left);
      }
      return delivering == 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void delivering(int change) {
    lock.lock();
    try {
      delivering += change;
      published.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Lets every subscriber hear what was published before, and ends them then.
  void close() {
    lock.lock();
    try {
      closed = true;
      published.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// One listener. Its position belongs to the thread that delivers.
  final class Subscriber {
    private final Predicate<Run> filter;
    private final Consumer<Run> listener;
    private volatile long position;
    private volatile boolean ended;

    private Subscriber(long after, Predicate<Run> filter, Consumer<Run> listener) {
      position = after;
      this.filter = filter;
      this.listener = listener;
    }

    long position() {
      return position;
    }

    void end() {
      lock.lock();
      try {
        ended = true;
        published.signalAll();
      } finally {
        lock.unlock();
      }
      subscribers.remove(this);
    }

    /// A thread is on its way to [#run]: from now on [#awaitEnd] waits for it.
    void begins() {
      delivering(1);
    }

    /// Delivers until it ends.
    void run() {
      try {
        boolean goesOn = true;
        while (goesOn && awaitNews()) {
          try {
            deliver();
          } catch (RuntimeException e) {
            goesOn = !isClosed();
            LOG.log(
                Level.WARNING,
                "runs for a listener can't be read" + (goesOn ? "; tried again" : ""),
                e);
            awaitAnother(AFTER_FAILURE);
          }
        }
      } catch (InterruptedException _) {
        // Whoever interrupts a listener wants it to end.
      } finally {
        subscribers.remove(this);
        delivering(-1);
      }
    }

    private boolean awaitNews() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (!ended && position >= newest && !closed) {
          published.await();
        }
        return !ended && position < newest;
      } finally {
        lock.unlock();
      }
    }

    private boolean isClosed() {
      lock.lock();
      try {
        return closed;
      } finally {
        lock.unlock();
      }
    }

    private void awaitAnother(long nanos) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        for (long left = nanos; left > 0 && !ended && !closed; ) {
          left = published.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }

    /// Delivers what there is up to now.
    void deliver() {
      long goal = newest;
      while (!ended && position < goal) {
        List<Run> runs = fromRing();
        if (runs.isEmpty()) {
          runs = fromStore(goal);
        }
        if (runs.isEmpty()) {
          // What lay between was pruned.
          position = goal;
        }
        for (Run run : runs) {
          if (ended) {
            return;
          }
          tell(run);
          position = run.position();
        }
      }
    }

    private void tell(Run run) {
      try {
        if (filter.test(run)) {
          listener.accept(run);
        }
      } catch (RuntimeException e) {
        // Its trouble, and no reason to hear nothing more.
        LOG.log(Level.WARNING, "a listener failed on run " + run.id(), e);
      }
    }

    private List<Run> fromRing() {
      lock.lock();
      try {
        Run oldest = ring.peek();
        if (oldest == null || oldest.position() > position + 1) {
          return List.of();
        }
        List<Run> runs = new ArrayList<>();
        for (Run run : ring) {
          if (run.position() > position) {
            runs.add(run);
          }
        }
        return runs;
      } finally {
        lock.unlock();
      }
    }

    /// The store may already hold runs that are not published yet.
    private List<Run> fromStore(long goal) {
      return store.runsAfter(position, PAGE).stream()
          .filter(run -> run.position() <= goal)
          .toList();
    }
  }
}
