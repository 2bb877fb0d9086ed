package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Request;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads what other processes ask of the engine. A commit tells for free whether there is something
/// new; between commits the store is looked at every [#PAUSE_MS].
///
/// Each request is handed over once and stays in hand until its answer is durable; if the store
/// fails under it, it is handed over again. After a crash the next engine finds it unanswered, so
/// it takes effect exactly once.
final class RequestReader implements Committer.Requests {
  /// From one look at the store to the next, ms.
  static final long PAUSE_MS = 150;

  private static final Logger LOG = System.getLogger(RequestReader.class.getName());

  private final Store store;
  private final Consumer<Request> desk;
  private final Runnable eachLook;

  // Guarded by this.
  private final Set<Long> inHand = new HashSet<>();
  private long seen;

  /// The highest that was ever handed over; `seen` goes back below it when the store fails.
  private long highest;

  private volatile long newest;
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  /// @param desk makes an edit, a tick or a refusal of a request
  /// @param eachLook is run at each look
  RequestReader(Store store, Consumer<Request> desk, Runnable eachLook) {
    this.store = store;
    this.desk = desk;
    this.eachLook = eachLook;
  }

  /// Looks now.
  ///
  /// @return whether there was something
  boolean look() {
    List<Request> open;
    try {
      open = store.requestsAfter(seen());
    } catch (StoreException _) {
      // The committer meets the same trouble and says so.
      return false;
    }
    boolean any = false;
    for (Request request : open) {
      if (take(request.number())) {
        try {
          desk.accept(request);
        } catch (RuntimeException | Error bug) {
          // It stays in hand: handing it over again would fail again, and hold up those behind it.
          LOG.log(Level.ERROR, "request " + request.number() + " could not be understood", bug);
        }
        any = true;
      }
    }
    return any;
  }

  private synchronized long seen() {
    return seen;
  }

  private boolean take(long number) {
    if (isSeenBefore(number) && store.answer(number).isPresent()) {
      // Answered since the list was read, by the one who had it in hand.
      return false;
    }
    synchronized (this) {
      seen = Math.max(seen, number);
      highest = Math.max(highest, number);
      return inHand.add(number);
    }
  }

  private synchronized boolean isSeenBefore(long number) {
    return number <= highest;
  }

  @Override
  public synchronized void again(long number) {
    inHand.remove(number);
    seen = Math.min(seen, number - 1);
  }

  @Override
  public synchronized void answered(long number) {
    inHand.remove(number);
  }

  @Override
  public void newest(long number) {
    if (number > newest) {
      newest = number;
      LockSupport.unpark(thread);
    }
  }

  /// Looks until [#close].
  void run() {
    thread = Thread.currentThread();
    while (!closed) {
      try {
        eachLook.run();
        look();
      } catch (RuntimeException | Error bug) {
        LOG.log(Level.ERROR, "the requests of other processes could not be read; tried again", bug);
      }
      LockSupport.parkNanos(this, PAUSE_MS * 1_000_000L);
    }
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
