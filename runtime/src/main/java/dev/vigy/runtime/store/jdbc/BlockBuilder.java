package dev.vigy.runtime.store.jdbc;

/// Packs runs that come sorted by vigy and seq into blocks.
///
/// A block holds whole vigies until it is large enough; a vigy with very many runs is cut into
/// parts.
final class BlockBuilder {
  private static final int BLOCK_RUNS = 64;
  private static final int BLOCK_BYTES = 28_000;

  /// A vigy with more than so much in one epoch is cut.
  private static final int PART_BYTES = 256_000;

  /// So many parts a vigy may have by its bytes; the others are for what is cut unevenly.
  private static final int USUAL_PARTS = Blocks.PARTS - 56;

  /// Takes a block that is finished.
  interface Sink {
    void block(long id, int vigyLow, int vigyHigh, byte[] body);
  }

  private final int epoch;
  private final int partBytes;
  private final Sink sink;
  private final LinePacker packer = new LinePacker();

  // The block that is being made.
  private int runs;
  private int low;
  private int high;

  /// Which part of its lowest vigy the block is, and which part of its highest one it ends with.
  private int lowPart;

  private int highPart;

  /// @param totalBytes what the epoch may come to, so that the parts of one vigy are enough for it
  BlockBuilder(int epoch, long totalBytes, Sink sink) {
    this.epoch = epoch;
    this.partBytes = (int) Math.max(PART_BYTES, totalBytes / USUAL_PARTS);
    this.sink = sink;
  }

  void add(LinePacker.Runs more) {
    if (packer.joins(more)) {
      packer.join(more);
    } else {
      int vigy = more.vigy();
      cutIfFull(vigy);
      if (vigy != high) {
        highPart = 0;
      }
      if (packer.isEmpty()) {
        low = vigy;
        lowPart = highPart;
      }
      high = vigy;
      packer.line(more);
    }
    runs += more.count();
  }

  private void cutIfFull(int vigy) {
    if (packer.isEmpty()) {
      return;
    }
    packer.closeLine();
    if (vigy != high) {
      if (runs >= BLOCK_RUNS || packer.out.size() >= BLOCK_BYTES) {
        emit();
      }
    } else if (packer.out.size() >= partBytes && highPart < Blocks.PARTS - 1) {
      emit();
      highPart++;
    }
  }

  /// The last block.
  void finish() {
    if (!packer.isEmpty()) {
      emit();
    }
  }

  private void emit() {
    sink.block(Blocks.id(epoch, low, lowPart), low, high, packer.take());
    runs = 0;
  }
}
