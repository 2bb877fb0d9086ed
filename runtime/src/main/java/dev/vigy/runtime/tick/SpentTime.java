package dev.vigy.runtime.tick;

import dev.vigy.lisp.run.ThreadUsage;

/// The clock of one pass, which remembers when the evaluator first looked at it. What a pass spent
/// is counted from there, as the limit of time itself is: most passes never look, and asking costs
/// more than they do.
final class SpentTime implements ThreadUsage {
  private final ThreadUsage thread;
  private long firstNanos = -1;

  SpentTime(ThreadUsage thread) {
    this.thread = thread;
  }

  @Override
  public long cpuNanos() {
    long now = thread.cpuNanos();
    if (firstNanos < 0) {
      firstNanos = now;
    }
    return now;
  }

  @Override
  public long allocatedBytes() {
    return thread.allocatedBytes();
  }

  /// CPU time since the first look.
  long spentNanos() {
    return firstNanos < 0 ? 0 : Math.max(0, thread.cpuNanos() - firstNanos);
  }
}
