package dev.vigy.lisp.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Runs a check for one text after the other on a thread with a stack as programs get it, and ends
/// the test if one takes too long. Counts the time of the processor: the machine may have other
/// work.
final class Watch {
  private static final long STACK_BYTES = 256L << 20;
  private static final long LOOK_EVERY_MILLIS = 100;
  private static final long CPU_NANOS_MAX = 20_000_000_000L;

  /// For what waits instead of working; longer than any machine sleeps.
  private static final long IDLE_LOOKS_MAX = 3_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final AtomicReference<String> current = new AtomicReference<>("");

  private Watch() {}

  /// @param work is given a wrapper to put around the check of each text
  static void over(Consumer<Watch> work) throws InterruptedException {
    var watch = new Watch();
    var thrown = new AtomicReference<Throwable>();
    var thread = new Thread(null, () -> work.accept(watch), "fuzz", STACK_BYTES);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((_, failure) -> thrown.set(failure));
    thread.start();
    watch.guard(thread);
    switch (thrown.get()) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case Throwable other -> throw new AssertionError(other);
    }
  }

  /// Notes which text is being looked at.
  Consumer<String> noting(Consumer<String> check) {
    return text -> {
      // A new object each time: the guard tells texts apart by their identity.
      current.set(new String(text.toCharArray()));
      check.accept(text);
    };
  }

  @SuppressWarnings("ReferenceEquality") // the same text may come twice
  private void guard(Thread thread) throws InterruptedException {
    String seen = current.get();
    long since = 0;
    long idleLooks = 0;
    long lastCpu = 0;
    while (thread.isAlive()) {
      thread.join(LOOK_EVERY_MILLIS);
      long cpu = THREADS.getThreadCpuTime(thread.threadId());
      String now = current.get();
      idleLooks = now != seen || cpu != lastCpu ? 0 : idleLooks + 1;
      since = now == seen ? since : cpu;
      seen = now;
      lastCpu = cpu;
      if (cpu - since > CPU_NANOS_MAX || idleLooks > IDLE_LOOKS_MAX) {
        String where =
            Arrays.stream(thread.getStackTrace())
                .limit(40)
                .map(Object::toString)
                .collect(Collectors.joining("\n  "));
        throw new AssertionError("does not end: " + new Text(now) + "\n  " + where);
      }
    }
  }
}
