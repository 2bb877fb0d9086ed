package dev.vigy.lisp.core;

import java.util.function.LongConsumer;

/// The merge sort of [Sorting] for keys that are integers: the same merges in the same order, done
/// on plain arrays.
final class IntegerKeys {
  private long[] keys;
  private int[] positions;
  private long[] mergedKeys;
  private int[] mergedPositions;

  private IntegerKeys(long[] keys) {
    this.keys = keys;
    this.positions = new int[keys.length];
    this.mergedKeys = new long[keys.length];
    this.mergedPositions = new int[keys.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
  }

  /// The positions of the keys in the order of the keys, equal ones as they stand.
  ///
  /// @param keys used up
  /// @param compared told of the comparisons, some at a time
  static int[] order(long[] keys, LongConsumer compared) {
    var sorted = new IntegerKeys(keys);
    for (int width = 1; width < keys.length && width > 0; width *= 2) {
      compared.accept(sorted.pass(width));
    }
    return sorted.positions;
  }

  /// Merges all pairs of runs of a width; how many comparisons that took.
  private long pass(int width) {
    long comparisons = 0;
    for (int start = 0; start < keys.length; start += 2 * width) {
      int middle = Math.min(start + width, keys.length);
      comparisons += merge(start, middle, Math.min(middle + width, keys.length));
    }
    long[] usedKeys = keys;
    keys = mergedKeys;
    mergedKeys = usedKeys;
    int[] usedPositions = positions;
    positions = mergedPositions;
    mergedPositions = usedPositions;
    return comparisons;
  }

  private int merge(int start, int middle, int end) {
    int left = start;
    int right = middle;
    int at = start;
    while (left < middle && right < end) {
      // Without a jump: in mixed keys none could be foretold.
      boolean leftFirst = keys[left] <= keys[right];
      int next = leftFirst ? left : right;
      mergedKeys[at] = keys[next];
      mergedPositions[at] = positions[next];
      left += leftFirst ? 1 : 0;
      right += leftFirst ? 0 : 1;
      at++;
    }
    int comparisons = at - start;
    copy(left, middle, at);
    copy(right, end, at + middle - left);
    return comparisons;
  }

  private void copy(int from, int to, int at) {
    System.arraycopy(keys, from, mergedKeys, at, to - from);
    System.arraycopy(positions, from, mergedPositions, at, to - from);
  }
}
