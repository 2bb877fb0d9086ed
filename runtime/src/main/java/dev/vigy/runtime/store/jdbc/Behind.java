package dev.vigy.runtime.store.jdbc;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The queue of work behind the commits. Helpers prepare *units* on their own thread; the committer
/// runs them inside its transactions, in order, until a budget of time is used up, so that they
/// cost no flush of their own. (A second writing connection was measured: ticks waited up to 100 ms
/// for it.)
final class Behind {
  private static final System.Logger LOG = System.getLogger(Behind.class.getName());

  /// A short piece of writing, at most about a millisecond. May run again if its transaction
  /// failed.
  interface Unit {
    void run(Sqlite db) throws SQLException;

    /// Its transaction is durable. Called on the committer's thread; quick.
    default void durable() {}
  }

  /// Guarded by `this`. With room for all that may wait, so that adding does not fail half-way.
  private final ArrayDeque<Unit> queue = new ArrayDeque<>(1024);

  /// Of the running transaction; the committer's.
  private final List<Unit> running = new ArrayList<>();

  private volatile boolean stuck;

  synchronized void add(Unit unit) {
    if (!stuck) {
      queue.addLast(unit);
    }
  }

  synchronized int size() {
    return queue.size();
  }

  /// Nothing goes on any more, because the file is damaged where it would, or because of a bug.
  boolean isStuck() {
    return stuck;
  }

  /// Runs units inside the transaction that `db` is in.
  ///
  /// @return whether there were any
  boolean work(Sqlite db, long budgetNanos) throws SQLException {
    long end = System.nanoTime() + budgetNanos;
    Unit unit = next();
    while (unit != null) {
      try {
        unit.run(db);
      } catch (SQLException e) {
        if (Trouble.mayPass(e)) {
          throw e;
        }
        stop(e);
        return true;
      } catch (RuntimeException e) {
        stop(e);
        return true;
      }
      unit = System.nanoTime() - end < 0 ? next() : null;
    }
    return !running.isEmpty();
  }

  private synchronized @Nullable Unit next() {
    Unit unit = queue.pollFirst();
    if (unit != null) {
      running.add(unit);
    }
    return unit;
  }

  /// Commits touch few old pages, so they may well go on; this work would fail for ever. What it
  /// did of itself is of no harm: it is not believed before its last unit.
  private synchronized void stop(Exception reason) {
    LOG.log(System.Logger.Level.ERROR, "work behind the commits ends; old segments stay", reason);
    stuck = true;
    queue.clear();
    running.clear();
  }

  /// The transaction is durable.
  void durable() {
    if (!running.isEmpty()) {
      try {
        for (Unit unit : running) {
          unit.durable();
        }
      } catch (RuntimeException e) {
        // The commit is durable, and must not look as if it were not.
        stop(e);
      }
      running.clear();
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /// The transaction is undone: its units come first again.
  void undone() {
    synchronized (this) {
      for (Unit unit : running.reversed()) {
        queue.addFirst(unit);
      }
    }
    running.clear();
  }

  /// Waits for something to become durable, or for so long.
  synchronized void await(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedWait(this, nanos);
  }

  /// Ends a wait.
  synchronized void wake() {
    notifyAll();
  }
}
