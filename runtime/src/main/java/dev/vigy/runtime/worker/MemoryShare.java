package dev.vigy.runtime.worker;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Keeps all running ticks together under a quarter of the heap (product 5).
///
/// Every tick may build a small part without asking. Whoever needs more is evaluated again with its
/// full limit, and for that takes a part of what is left; when nothing is left it waits in line,
/// holding no thread. A tick is a function of its input, so evaluating it twice changes nothing but
/// time.
///
/// For any thread.
final class MemoryShare {
  private final long light;
  private final long heaviest;

  // Guarded by this.
  private long left;
  private final ArrayDeque<Attempt> waiting = new ArrayDeque<>();

  /// @param heapBytes the most that the heap can be
  /// @param workers how many ticks are evaluated at the same time
  MemoryShare(long heapBytes, int workers) {
    long quarter = heapBytes / 4;
    light = quarter / (4L * workers);
    heaviest = quarter - light * workers;
    left = heaviest;
  }

  /// What a tick may build without asking, bytes.
  long light() {
    return light;
  }

  /// What no tick may pass, bytes.
  long heaviest() {
    return heaviest;
  }

  /// Takes the attempt's part, or puts it in line.
  ///
  /// @return whether it has it
  synchronized boolean take(Attempt attempt, long bytes) {
    if (attempt.share > 0) {
      return true;
    }
    attempt.wanted = bytes;
    if (!waiting.isEmpty() || bytes > left) {
      waiting.add(attempt);
      return false;
    }
    give(attempt);
    return true;
  }

  /// Gives the attempt's part back.
  ///
  /// @return the next in line that now has its part, if there is one; it has to be told, and then
  ///   this has to be asked again
  synchronized @Nullable Attempt release(@Nullable Attempt attempt) {
    if (attempt != null) {
      left += attempt.share;
      attempt.share = 0;
    }
    Attempt next = waiting.peek();
    if (next == null || next.wanted > left) {
      return null;
    }
    waiting.remove();
    give(next);
    return next;
  }

  private void give(Attempt attempt) {
    left -= attempt.wanted;
    attempt.share = attempt.wanted;
  }
}
