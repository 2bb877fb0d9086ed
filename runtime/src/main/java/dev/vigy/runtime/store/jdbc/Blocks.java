package dev.vigy.runtime.store.jdbc;

/// The numbers of blocks: `epoch << 36 | vigy << 8 | part`, so that the block of a vigy in an epoch
/// is found by one seek, and retention is a range.
///
/// A block holds whole vigies, from the one in its number on; a vigy with very many runs in one
/// epoch has blocks of its own, its parts.
final class Blocks {
  private static final int VIGY_BITS = 28;
  private static final int PART_BITS = 8;
  static final int PARTS = 1 << PART_BITS;

  private Blocks() {}

  static long id(int epoch, int vigy, int part) {
    return first(epoch) | ((long) vigy << PART_BITS) | part;
  }

  /// The lowest number a block of `epoch` can have.
  static long first(long epoch) {
    return epoch << (VIGY_BITS + PART_BITS);
  }

  /// The highest number a block of `vigy` in `epoch` can have.
  static long last(int epoch, int vigy) {
    return id(epoch, vigy, PARTS - 1);
  }
}
