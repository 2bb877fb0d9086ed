package dev.vigy.runtime.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Says which lines become due. The wheel belongs to the thread that calls [#step]; others only
/// leave lines whose due time changed.
///
/// When nothing is armed, or everything is far away, nobody wakes.
final class Timer {
  /// A clock that goes back by more makes fixed schedules begin anew, ms.
  static final long BACK = 1_000;

  private static final long AFTER_FAILURE_MS = 100;
  private static final Logger LOG = System.getLogger(Timer.class.getName());

  private final Time time;
  private final Dispatcher dispatcher;
  private final ConcurrentLinkedQueue<Line> changed = new ConcurrentLinkedQueue<>();
  private final List<Line> fired = new ArrayList<>();
  private TimerWheel wheel;
  private long lastSeen;

  /// When the thread will look again, epoch ms.
  private volatile long wakesAt = Long.MIN_VALUE;

  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  Timer(Time time, Dispatcher dispatcher) {
    this.time = time;
    this.dispatcher = dispatcher;
    lastSeen = time.now();
    wheel = new TimerWheel(lastSeen);
  }

  /// The due time of a line changed. For any thread.
  void arm(Line line) {
    if (line.markArmed()) {
      changed.add(line);
      if (line.due() < wakesAt) {
        nudge();
      }
    }
  }

  /// Makes the thread look at the clock at once.
  void nudge() {
    wakesAt = Long.MIN_VALUE;
    LockSupport.unpark(thread);
  }

  /// Hands over what is due now.
  ///
  /// @return when there is something to do next, epoch ms
  long step() {
    long now = time.now();
    if (now < lastSeen - BACK) {
      TimerWheel old = wheel;
      wheel = new TimerWheel(now);
      old.drain(line -> wheel.arm(line, line.due()));
      dispatcher.clockWentBack(lastSeen, now);
    }
    lastSeen = now;
    for (Line line = changed.poll(); line != null; line = changed.poll()) {
      long due = line.takeArmed();
      if (due == Line.NEVER) {
        wheel.disarm(line);
      } else {
        wheel.arm(line, due);
      }
    }
    wheel.advance(now, fired::add);
    if (!fired.isEmpty()) {
      dispatcher.due(fired, now);
      fired.clear();
    }
    return wheel.next();
  }

  /// Steps until [#close].
  void run() {
    thread = Thread.currentThread();
    while (!closed) {
      long next;
      try {
        next = step();
      } catch (RuntimeException | Error bug) {
        // What was due stays in the lines; without this thread nothing would tick again.
        LOG.log(Level.ERROR, "the timer failed at a step and goes on", bug);
        next = time.now() + AFTER_FAILURE_MS;
      }
      // From here on whoever arms something earlier wakes us; what was left before is seen below.
      wakesAt = next;
      if (!changed.isEmpty() || closed) {
        continue;
      }
      if (next == TimerWheel.NEVER) {
        LockSupport.park(this);
      } else {
        long wait = next - time.now();
        if (wait > 0) {
          LockSupport.parkNanos(this, Math.min(wait, 86_400_000L) * 1_000_000L);
        }
      }
    }
  }

  void close() {
    closed = true;
    nudge();
  }
}
