package dev.vigy.lisp.fiber;

import java.util.concurrent.locks.LockSupport;

/// A thread, for the stack that it holds: it works only while it has been given control, and waits
/// otherwise.
///
/// Giving control is the one point where two strands meet; what the giver wrote before, the other
/// one sees.
final class Strand {
  private final Thread thread;
  private volatile boolean inControl;

  private Strand(Thread thread) {
    this.thread = thread;
  }

  /// The thread that is running.
  static Strand here() {
    return new Strand(Thread.currentThread());
  }

  /// A virtual thread of its own, in control from its [#start].
  static Strand of(Runnable body) {
    return new Strand(
        Thread.ofVirtual()
            .name("lisp-fiber")
            .inheritInheritableThreadLocals(false)
            .unstarted(body));
  }

  void start() {
    thread.start();
  }

  /// Gives it control.
  void resume() {
    inControl = true;
    LockSupport.unpark(thread);
  }

  /// Waits for control. Only its own thread calls this. An interrupt of the thread is kept for
  /// whoever asks for it: who wants to end a run has a flag for that.
  void await() {
    boolean interrupted = false;
    while (!inControl) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    inControl = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
