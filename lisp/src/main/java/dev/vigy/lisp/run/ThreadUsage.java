package dev.vigy.lisp.run;

import java.lang.management.ManagementFactory;

/// What the calling thread has used so far, by the account of whoever runs it. A backstop: counted
/// limits come first, since only they are the same at each run.
public interface ThreadUsage {
  /// CPU time in nanoseconds, on a virtual thread the time that passes; negative if it is not
  /// known. Only differences count, and only while the thread has control of its run.
  long cpuNanos();

  /// Bytes allocated on the heap; negative if it is not known.
  long allocatedBytes();

  /// Told at the end of a run that looked at the clock: the CPU time that was counted for it, in
  /// all its threads.
  default void counted(long runCpuNanos) {}

  /// The account of the JVM. On virtual threads, which hold the stacks of spawned fibers, it knows
  /// how much time passes and not what is allocated.
  static ThreadUsage ofTheJvm() {
    return JvmThreadUsage.INSTANCE;
  }

  /// Holds the account, which is set up when it is first asked for: that takes a while.
  final class JvmThreadUsage implements ThreadUsage {
    private static final JvmThreadUsage INSTANCE = new JvmThreadUsage();

    private JvmThreadUsage() {}

    @Override
    public long cpuNanos() {
      return Thread.currentThread().isVirtual()
          ? System.nanoTime()
          : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public long allocatedBytes() {
      return !Thread.currentThread().isVirtual()
              && ManagementFactory.getThreadMXBean()
                  instanceof com.sun.management.ThreadMXBean threads
          ? threads.getCurrentThreadAllocatedBytes()
          : -1;
    }
  }
}
