package dev.vigy.runtime.worker;

import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The line in which the ticks of one vigy stand: one at a time, forced ones behind the one that
/// runs.
///
/// ```
///            due, or forced          taken by a worker         outcome
///   RESTING ───────────────▶ READY ───────────────▶ RUNNING ──────────▶ SETTLING
///      ▲                       ▲ ▲                   │   │                 │   │
///      │                       │ │   answers are in  │   │ asks            │   │
///      │                       │ └──────── ASKING ◀──────┘                 │   │
///      │                       └───────────── void: evaluated again ───────┘   │
///      └──────────────── durable, or nothing to do ────────────────────────────┘
/// ```
///
/// What the vigy is stands in [#shown]; the committer's thread writes it, everybody reads it. The
/// phase, the due time and the forced ticks are guarded by the line's own lock, which is held for a
/// few instructions in which no other lock is taken. The wheel's links belong to the timer's
/// thread.
final class Line {
  /// No tick is due by itself.
  static final long NEVER = TimerWheel.NEVER;

  /// What the caller of a transition has to do now, after the lock is free.
  enum Then {
    NOTHING,
    /// Put the line among the ready ones.
    READY,
    /// Tell the timer that the due time changed.
    ARM
  }

  private enum Phase {
    RESTING,
    READY,
    RUNNING,
    ASKING,
    SETTLING,
    GONE
  }

  final VigyId id;

  /// What the vigy is and has, durable; null once it is deleted.
  private volatile @Nullable Resident shown;

  /// The generation of which a tick was seen last, negative when that tick was long; 0 for none.
  private volatile long seenGeneration;

  // Guarded by this.
  private Phase phase = Phase.RESTING;
  private long due = NEVER;
  private final ArrayDeque<Forced> forced = new ArrayDeque<>(0);
  private @Nullable Attempt attempt;
  private boolean armed;

  // Of the timer's thread: see TimerWheel.
  @Nullable Line wheelNext;
  @Nullable Line wheelPrevious;
  long wheelDue;
  int wheelSlot = -1;

  Line(VigyId id) {
    this.id = id;
  }

  @Nullable Resident shown() {
    return shown;
  }

  /// Called by the committer only.
  void show(@Nullable Resident resident) {
    shown = resident;
  }

  /// Where it stands when it is ready.
  ReadyQueue.Lane lane() {
    Resident resident = shown;
    long seen = seenGeneration;
    if (resident == null || resident.vigy().generation() != Math.abs(seen)) {
      return ReadyQueue.Lane.NEW;
    }
    return seen > 0 ? ReadyQueue.Lane.QUICK : ReadyQueue.Lane.LONG;
  }

  /// A tick of a vigy was seen to be quick, or not to be.
  void seen(Vigy vigy, boolean quick) {
    seenGeneration = quick ? vigy.generation() : -vigy.generation();
  }

  synchronized long due() {
    return due;
  }

  /// Whether the timer has been told and has not looked yet: it needs to be told once only.
  synchronized boolean markArmed() {
    boolean first = !armed;
    armed = true;
    return first;
  }

  /// What the timer is to arm now.
  synchronized long takeArmed() {
    armed = false;
    return phase == Phase.RESTING ? due : NEVER;
  }

  /// Time came to the due time. It may be an old one; then the timer hears of the new one anyway.
  synchronized Then fired(long now) {
    if (phase == Phase.RESTING && due <= now) {
      phase = Phase.READY;
      return Then.READY;
    }
    return phase == Phase.RESTING && due != NEVER ? Then.ARM : Then.NOTHING;
  }

  /// Somebody wants a tick.
  ///
  /// @return whether the line still is there
  synchronized boolean join(Forced wish) {
    if (phase == Phase.GONE) {
      return false;
    }
    forced.add(wish);
    return true;
  }

  /// After [#join].
  synchronized Then wake() {
    if (phase == Phase.RESTING) {
      phase = Phase.READY;
      return Then.READY;
    }
    // Already ready behind others: forced ticks go first, and a second entry does no harm.
    return phase == Phase.READY ? Then.READY : Then.NOTHING;
  }

  /// A worker takes it.
  ///
  /// @return false if somebody else did, or it is gone
  synchronized boolean take() {
    if (phase != Phase.READY) {
      return false;
    }
    phase = Phase.RUNNING;
    return true;
  }

  /// The evaluation that waits to go on in this line; taken out.
  synchronized @Nullable Attempt takeAttempt() {
    Attempt waiting = attempt;
    attempt = null;
    return waiting;
  }

  synchronized @Nullable Forced firstForced() {
    return forced.peek();
  }

  /// A worker found nothing to tick.
  ///
  /// @param from what the vigy was when it looked: if it has changed since, `newDue` is of the past
  synchronized Then rest(@Nullable Resident from, long newDue) {
    if (phase != Phase.RUNNING) {
      return Then.NOTHING;
    }
    due = newDue;
    if (!forced.isEmpty() || shown != from) {
      phase = Phase.READY;
      return Then.READY;
    }
    phase = Phase.RESTING;
    return Then.ARM;
  }

  /// The evaluation waits: for answers, or for its turn.
  synchronized void waits(Attempt waiting) {
    if (phase == Phase.RUNNING) {
      phase = Phase.ASKING;
      attempt = waiting;
    }
  }

  /// It may go on.
  synchronized Then goesOn() {
    if (phase != Phase.ASKING) {
      return Then.NOTHING;
    }
    phase = Phase.READY;
    return Then.READY;
  }

  /// The outcome is on its way to the committer.
  synchronized void settling() {
    if (phase == Phase.RUNNING) {
      phase = Phase.SETTLING;
    }
  }

  /// The outcome did not count; the line's first tick is decided anew.
  synchronized Then again() {
    if (phase != Phase.SETTLING) {
      return Then.NOTHING;
    }
    phase = Phase.READY;
    return Then.READY;
  }

  /// A forced tick has its answer.
  synchronized void served(Forced wish) {
    forced.remove(wish);
  }

  /// Something about the vigy became durable.
  ///
  /// @param ticked whether it was the outcome of this line
  synchronized Then settled(boolean ticked, long newDue, long now) {
    due = newDue;
    if (ticked && phase == Phase.SETTLING) {
      phase = Phase.RESTING;
    }
    if (phase != Phase.RESTING) {
      return Then.NOTHING;
    }
    if (due <= now || !forced.isEmpty()) {
      phase = Phase.READY;
      return Then.READY;
    }
    return Then.ARM;
  }

  /// The vigy is deleted.
  ///
  /// @return who waited
  synchronized List<Forced> gone() {
    phase = Phase.GONE;
    due = NEVER;
    return dismissed();
  }

  /// Everybody who waits for a tick, who then waits no longer.
  synchronized List<Forced> dismissed() {
    List<Forced> waiting = new ArrayList<>(forced);
    forced.clear();
    return waiting;
  }

  @Override
  public synchronized String toString() {
    return id
        + " "
        + phase
        + ", due "
        + due
        + ", "
        + forced.size()
        + " forced, slot "
        + wheelSlot
        + ", armed "
        + armed;
  }
}
