package dev.vigy.cli.command;

import java.util.concurrent.CountDownLatch;

/// A person's wish to end the command, as Ctrl-C or a signal says it.
///
/// Commands that last arm it and look at it; the others are simply ended by the system. May be used
/// from any thread.
public final class Interrupts {
  private final Runnable arm;
  private final CountDownLatch requested = new CountDownLatch(1);
  private Runnable listener = () -> {};

  /// @param arm makes the system call [#request] instead of ending the process; called at most once
  public Interrupts(Runnable arm) {
    this.arm = arm;
  }

  /// From now on a signal is a request; `woken` is called when one comes, or at once if it has
  /// come.
  void listen(Runnable woken) {
    synchronized (this) {
      listener = woken;
    }
    if (isRequested()) {
      woken.run();
    } else {
      arm.run();
    }
  }

  /// Asks the command to end.
  public void request() {
    requested.countDown();
    Runnable woken;
    synchronized (this) {
      woken = listener;
    }
    woken.run();
  }

  public boolean isRequested() {
    return requested.getCount() == 0;
  }
}
