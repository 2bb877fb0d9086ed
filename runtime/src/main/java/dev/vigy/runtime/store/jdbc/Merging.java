package dev.vigy.runtime.store.jdbc;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Makes one epoch of neighbours, so that a question for the runs of a vigy looks at few blocks
/// however old the store is.
///
/// The new blocks are written beside the old ones and are not believed until one last unit changes
/// the rows of the epochs; then the old ones go.
final class Merging implements Job {
  private static final int BLOCKS_READ = 4;

  private final List<EpochRow> epochs;
  private final int id;
  private final IntPredicate isKnown;
  private final Readers readers;
  private final Consumer<EpochRow> finished;
  private final List<Source> sources = new ArrayList<>();
  private final BlockBuilder builder;
  private @Nullable Behind behind;
  private long bytes;
  private boolean ended;

  /// Whose lines are taken, and from which source.
  private int vigy;

  private int at;

  /// An epoch on its way: the line that comes next.
  private static final class Source {
    final int epoch;
    final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
    long after = -1;
    boolean read;
    int line = -1;

    Source(int epoch) {
      this.epoch = epoch;
    }
  }

  /// @param epochs in the order of their positions
  /// @param id of the new one
  /// @param finished gets the new one when it is durable
  Merging(
      List<EpochRow> epochs,
      int id,
      IntPredicate isKnown,
      Readers readers,
      Consumer<EpochRow> finished) {
    this.epochs = epochs;
    this.id = id;
    this.isKnown = isKnown;
    this.readers = readers;
    this.finished = finished;
    epochs.forEach(epoch -> sources.add(new Source(epoch.id())));
    long total = epochs.stream().mapToLong(EpochRow::bytes).sum();
    this.builder = new BlockBuilder(id, total, this::emit);
    this.at = sources.size();
  }

  @Override
  public List<EpochRow> epochs() {
    return epochs;
  }

  /// The number under which the new epoch's blocks stand.
  int id() {
    return id;
  }

  @Override
  public boolean isPrepared() {
    return ended;
  }

  /// @throws JsonIn.Malformed or an IndexOutOfBoundsException if a block can't be read: then
  ///   nothing of this is believed, and it is not to be tried again
  @Override
  public void prepare(Behind queue, int most) {
    behind = queue;
    while (!ended && queue.size() < most) {
      if (at == sources.size()) {
        vigy = lowestVigy();
        at = 0;
      }
      if (vigy == Integer.MAX_VALUE) {
        builder.finish();
        finish(queue);
      } else if (!line(sources.get(at))) {
        at++;
      }
    }
  }

  private int lowestVigy() {
    int lowest = Integer.MAX_VALUE;
    for (Source source : sources) {
      if (has(source)) {
        lowest = Math.min(lowest, Lines.vigy(source.blocks.getFirst(), source.line));
      }
    }
    return lowest;
  }

  /// Whether there is a line left, in this block or the next.
  private boolean has(Source source) {
    while (source.line < 0) {
      if (!source.blocks.isEmpty()) {
        source.blocks.removeFirst();
      }
      if (source.blocks.isEmpty()) {
        if (source.read) {
          return false;
        }
        List<Blocks.Block> found =
            readers.read(db -> Blocks.next(db, source.epoch, source.after, BLOCKS_READ));
        source.read = found.size() < BLOCKS_READ;
        if (found.isEmpty()) {
          return false;
        }
        source.after = found.getLast().id();
        found.forEach(block -> source.blocks.add(block.body()));
      }
      source.line = Lines.first(source.blocks.getFirst());
      if (source.line < 0) {
        throw new JsonIn.Malformed("a block of epoch " + source.epoch + " has no lines");
      }
    }
    return true;
  }

  /// Takes the next line of a source, if it is of the vigy whose turn it is.
  private boolean line(Source source) {
    if (!has(source)) {
      return false;
    }
    byte[] body = source.blocks.getFirst();
    int line = source.line;
    if (Lines.vigy(body, line) != vigy) {
      return false;
    }
    if (isKnown.test(vigy)) {
      int lineEnd = Lines.end(body, line);
      int lastHeadEnd = Lines.lastHeadEnd(body, line);
      builder.add(
          new LinePacker.Runs(
              vigy,
              body,
              Lines.head(body, line),
              lastHeadEnd,
              Lines.heads(body, line),
              lastHeadEnd + 2,
              Lines.blockedRestEnd(body, line, lineEnd),
              Lines.blocked(body, line, lineEnd)));
    }
    source.line = Lines.next(body, line);
    return true;
  }

  private void emit(long block, int low, int high, byte[] body) {
    bytes += body.length;
    Behind queue = behind;
    if (queue != null) {
      queue.add(db -> Blocks.insert(db, block, low, high, body));
    }
  }

  private void finish(Behind queue) {
    ended = true;
    EpochRow merged = EpochRow.merged(id, epochs, bytes);
    queue.add(
        new Behind.Unit() {
          @Override
          public void run(Sqlite db) throws SQLException {
            for (EpochRow epoch : epochs) {
              EpochRow.delete(db, epoch.id());
            }
            merged.write(db);
          }

          @Override
          public void durable() {
            finished.accept(merged);
          }
        });
    for (EpochRow epoch : epochs) {
      Blocks.deleteAll(queue, epoch.id());
    }
  }
}
