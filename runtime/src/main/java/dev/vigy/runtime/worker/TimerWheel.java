package dev.vigy.runtime.worker;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A hierarchical timing wheel of 1 ms (Varghese and Lauck, "Hashed and hierarchical timing
/// wheels", 1987): arming, disarming and firing cost the same for ten vigies and for a million.
///
/// Six levels of 64 slots; a slot of level *n* spans 64^n ms, so the wheel reaches two years. A
/// line lies on the level of the highest 6-bit digit in which its due time differs from `elapsed`,
/// in the slot of that digit. When time comes to a slot of level 0, its lines fire; of a higher
/// level, its lines are put in again and fall to lower levels. A bitmap for each level says which
/// slots hold anything, so an idle wheel has no next time at all and nobody wakes for empty slots.
///
/// The links lie in the lines themselves ([Line]): 12 bytes a vigy. Belongs to one thread.
final class TimerWheel {
  /// No time: nothing is armed.
  static final long NEVER = Long.MAX_VALUE;

  private static final int LEVELS = 6;
  private static final int BITS = 6;
  private static final int SLOTS = 1 << BITS;

  /// One slot of the highest level less than the whole, so that a far line never comes into the
  /// slot where time is now.
  private static final long REACH = (SLOTS - 1L) << ((LEVELS - 1) * BITS);

  private final @Nullable Line[] heads = new @Nullable Line[LEVELS * SLOTS];
  private final long[] occupied = new long[LEVELS];
  private long elapsed;

  /// @param now epoch ms
  TimerWheel(long now) {
    elapsed = now;
  }

  /// Puts a line in, or moves it. One that is due already fires at the next [#advance].
  void arm(Line line, long due) {
    disarm(line);
    // Beyond the reach it fires early, and whoever gets it puts it in again.
    long when = Math.clamp(due, elapsed + 1, elapsed + REACH);
    int level = level(when);
    int slot = slot(when, level);
    int at = level * SLOTS + slot;
    line.wheelDue = when;
    line.wheelSlot = at;
    Line head = heads[at];
    line.wheelNext = head;
    line.wheelPrevious = null;
    if (head != null) {
      head.wheelPrevious = line;
    }
    heads[at] = line;
    occupied[level] |= 1L << slot;
  }

  void disarm(Line line) {
    int at = line.wheelSlot;
    if (at < 0) {
      return;
    }
    Line next = line.wheelNext;
    Line previous = line.wheelPrevious;
    if (next != null) {
      next.wheelPrevious = previous;
    }
    if (previous != null) {
      previous.wheelNext = next;
    } else {
      heads[at] = next;
      if (next == null) {
        occupied[at / SLOTS] &= ~(1L << (at % SLOTS));
      }
    }
    line.wheelSlot = -1;
    line.wheelNext = null;
    line.wheelPrevious = null;
  }

  /// Moves time on and hands over what became due, about in order.
  void advance(long now, Consumer<Line> fired) {
    while (true) {
      int level = lowestLevel();
      if (level < 0) {
        break;
      }
      long when = start(level);
      if (when > now) {
        break;
      }
      elapsed = Math.max(elapsed, when);
      empty(level, fired);
    }
    elapsed = Math.max(elapsed, now);
  }

  /// When [#advance] has something to do next, epoch ms; [#NEVER] when the wheel is empty.
  long next() {
    int level = lowestLevel();
    return level < 0 ? NEVER : start(level);
  }

  /// Lower levels always come before higher ones: a line lies higher because its time differs from
  /// `elapsed` in a higher digit.
  private int lowestLevel() {
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        return level;
      }
    }
    return -1;
  }

  /// The time at which the first occupied slot of a level begins.
  private long start(int level) {
    long span = 1L << (level * BITS);
    int here = slot(elapsed, level);
    int ahead = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], here));
    return (elapsed / span + ahead) * span;
  }

  /// Takes all lines out.
  void drain(Consumer<Line> taken) {
    for (@Nullable Line head : heads.clone()) {
      for (Line line = head; line != null; ) {
        Line next = line.wheelNext;
        disarm(line);
        taken.accept(line);
        line = next;
      }
    }
  }

  private void empty(int level, Consumer<Line> fired) {
    int at = level * SLOTS + slot(elapsed, level);
    Line line = heads[at];
    while (line != null) {
      Line next = line.wheelNext;
      long when = line.wheelDue;
      disarm(line);
      if (when <= elapsed) {
        fired.accept(line);
      } else {
        arm(line, when);
      }
      line = next;
    }
  }

  private int level(long when) {
    int highest = 63 - Long.numberOfLeadingZeros((elapsed ^ when) | (SLOTS - 1));
    return Math.min(highest / BITS, LEVELS - 1);
  }

  private static int slot(long when, int level) {
    return (int) (when >>> (level * BITS)) & (SLOTS - 1);
  }
}
