package dev.vigy.runtime.store.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Sorts the runs of a closed epoch by vigy into blocks, by copying bytes: nothing is parsed.
final class Compaction {
  private static final int ORDER_ROWS = 8;

  /// Runs that are added between two looks at how much waits.
  private static final int STEP = 64;

  final OpenEpoch epoch;
  private final IntPredicate isKnown;
  private final Consumer<@Nullable EpochRow> finished;

  /// Vigy in the high half, index of the run in the low one, ascending.
  private final long[] order;

  private final BlockBuilder builder;
  private @Nullable Behind behind;
  private int at;
  private boolean sorted;
  private long orderAt;
  private boolean ended;
  private long bytes;
  private long quiet;
  private long others;
  private long failed;
  private long fromMs = Long.MAX_VALUE;
  private long toMs = Long.MIN_VALUE;
  private byte[] firstId = {};
  private byte[] lastId = {};

  /// @param isKnown whether a vigy was not purged
  /// @param finished called when the whole epoch is durable, with its row if it has runs
  Compaction(OpenEpoch epoch, IntPredicate isKnown, Consumer<@Nullable EpochRow> finished) {
    this.epoch = epoch;
    this.isKnown = isKnown;
    this.finished = finished;
    this.builder = new BlockBuilder(epoch.id, epoch.bytes(), this::emit);
    order = new long[epoch.runs()];
    for (int run = 0; run < order.length; run++) {
      order[run] = ((long) epoch.vigy(run) << 32) | run;
    }
    Arrays.sort(order);
  }

  /// Prepares blocks until `most` units wait.
  void prepare(Behind queue, int most) {
    behind = queue;
    while (!ended && queue.size() < most) {
      if (!sorted) {
        int through = Math.min(order.length, at + STEP);
        for (; at < through; at++) {
          add((int) order[at]);
        }
        if (at == order.length) {
          builder.finish();
          sorted = true;
        }
      } else if (orderAt < order.length) {
        orderRows(queue);
      } else {
        ended = true;
        queue.add(new Finish());
      }
    }
  }

  private void emit(long id, int low, int high, byte[] body) {
    bytes += body.length;
    Behind queue = behind;
    if (queue != null) {
      queue.add(db -> Blocks.insert(db, id, low, high, body));
    }
  }

  private void add(int run) {
    int vigy = epoch.vigy(run);
    if (vigy == 0 || !isKnown.test(vigy)) {
      return;
    }
    byte[] body = epoch.body(run);
    int head = Lines.head(body, epoch.line(run));
    int headEnd = Lines.headEnd(body, head);
    int rest = headEnd + 2;
    int restEnd = Lines.restEnd(body, rest, body.length);
    Lines.Ordinal ordinal = Lines.committed(body, restEnd);
    builder.add(new LinePacker.Runs(vigy, body, head, headEnd, 1, rest, restEnd, ordinal));
    if (Lines.failed(body, rest)) {
      failed++;
    } else if (ordinal.kind() == Lines.QUIET) {
      quiet++;
    } else {
      others++;
    }
    long start = Lines.number(body, head, 3);
    fromMs = Math.min(fromMs, start);
    toMs = Math.max(toMs, start);
    id(body, Lines.id(body, head));
  }

  private void id(byte[] body, int from) {
    int to = from;
    while (body[to] != '"') {
      to++;
    }
    if (firstId.length == 0 || Arrays.compare(body, from, to, firstId, 0, firstId.length) < 0) {
      firstId = Arrays.copyOfRange(body, from, to);
    }
    if (Arrays.compare(body, from, to, lastId, 0, lastId.length) > 0) {
      lastId = Arrays.copyOfRange(body, from, to);
    }
  }

  /// Some rows of table `run_order`.
  private void orderRows(Behind queue) {
    int from = (int) orderAt;
    int to = Math.min(order.length, from + ORDER_ROWS * RunOrder.CHUNK);
    orderAt = to;
    queue.add(
        db -> {
          for (int start = from; start < to; start += RunOrder.CHUNK) {
            int end = Math.min(to, start + RunOrder.CHUNK);
            ByteBuffer vigies = ByteBuffer.allocate((end - start) * Integer.BYTES);
            for (int run = start; run < end; run++) {
              vigies.putInt(epoch.vigy(run));
            }
            RunOrder.insert(db, epoch.firstPosition() + start, vigies.array());
          }
        });
  }

  private EpochRow row() {
    return new EpochRow(
        epoch.id,
        epoch.firstSegment(),
        epoch.lastSegment(),
        epoch.firstPosition(),
        epoch.lastPosition(),
        new String(firstId, StandardCharsets.UTF_8),
        new String(lastId, StandardCharsets.UTF_8),
        fromMs == Long.MAX_VALUE ? 0 : fromMs,
        toMs == Long.MIN_VALUE ? 0 : toMs,
        quiet,
        others,
        failed,
        bytes,
        0);
  }

  /// Makes the blocks valid.
  private final class Finish implements Behind.Unit {
    @Override
    public void run(Sqlite db) throws SQLException {
      long position = 0;
      if (order.length > 0) {
        EpochRow row = row();
        position = row.lastPosition();
        row.write(db);
      }
      PreparedStatement mark =
          db.prepared("UPDATE mark SET compacted_to = ?, epoch = ?, position = max(position, ?)");
      mark.setLong(1, epoch.lastSegment());
      mark.setInt(2, epoch.id);
      mark.setLong(3, position);
      mark.executeUpdate();
    }

    @Override
    public void durable() {
      finished.accept(order.length > 0 ? row() : null);
    }
  }
}
