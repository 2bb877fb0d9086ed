package dev.vigy.runtime.tick;

import dev.vigy.lisp.run.ThreadUsage;

/// The clock of one pass, which remembers what the evaluator counted by it, in all threads of the
/// pass. That begins with the first look, as the limit of time itself does: most passes never look,
/// and asking costs more than they do.
final class SpentTime implements ThreadUsage {
  private final ThreadUsage thread;
  private long spentNanos;

  SpentTime(ThreadUsage thread) {
    this.thread = thread;
  }

  @Override
  public long cpuNanos() {
    return thread.cpuNanos();
  }

  @Override
  public long allocatedBytes() {
    return thread.allocatedBytes();
  }

  @Override
  public void counted(long runCpuNanos) {
    spentNanos = runCpuNanos;
  }

  /// CPU time since the first look, once the run has ended.
  long spentNanos() {
    return spentNanos;
  }
}
