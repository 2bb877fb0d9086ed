package dev.vigy.examples.sessions;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// The sessions of the daemon: its own state, which knows nothing of vigies. May be used from any
/// thread.
final class Sessions {
  private final ConcurrentNavigableMap<Long, Session> open = new ConcurrentSkipListMap<>();
  private final AtomicLong last = new AtomicLong();
  private final InstantSource clock;

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /// Opens a session that `user` looks at.
  long open(String user) {
    long id = last.incrementAndGet();
    open.put(id, new Session(id, user, true, clock.instant()));
    return id;
  }

  /// Somebody typed into a session, and so looks at it.
  ///
  /// @return whether it is open
  boolean type(long id) {
    return open.computeIfPresent(
            id, (_, session) -> new Session(id, session.user(), true, clock.instant()))
        != null;
  }

  /// Nobody looks at a session any more; it goes on.
  ///
  /// @return whether it is open
  boolean detach(long id) {
    return open.computeIfPresent(
            id, (_, session) -> new Session(id, session.user(), false, session.lastInputAt()))
        != null;
  }

  /// Closes a session. One that is closed already stays so.
  ///
  /// @return whether it was open
  boolean close(long id) {
    return open.remove(id) != null;
  }

  /// Those that are open, by id.
  List<Session> all() {
    return List.copyOf(open.values());
  }
}
