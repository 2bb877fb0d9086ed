package dev.vigy.runtime.store.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Sorts the runs of a closed epoch by vigy into blocks, by copying bytes: nothing is parsed. Runs
/// of a vigy that differ in their heads only come to stand in one line ([Lines]).
final class Compaction {
  private static final int BLOCK_RUNS = 64;
  private static final int BLOCK_BYTES = 28_000;

  /// A vigy with more than so much in one epoch is cut into parts.
  private static final int PART_BYTES = 256_000;

  private static final int ORDER_ROWS = 8;

  final OpenEpoch epoch;
  private final IntPredicate isKnown;
  private final Runnable finished;

  /// Vigy in the high half, index of the run in the low one, ascending.
  private final long[] order;

  private final JsonOut out = new JsonOut(2 * BLOCK_BYTES);
  private int at;
  private long orderAt;
  private boolean ended;
  private long bytes;
  private int failed;
  private long fromMs = Long.MAX_VALUE;
  private long toMs = Long.MIN_VALUE;
  private byte[] firstId = {};
  private byte[] lastId = {};

  // The block that is being made.
  private int blockRuns;
  private int blockLow;
  private int blockHigh;

  /// Which part of its current vigy comes next: 0 unless a block ended inside a vigy.
  private int part;

  // The line that is open: the rest of its run.
  private byte @Nullable [] restOf;
  private int restFrom;
  private int restTo;

  /// @param isKnown whether a vigy was not purged
  /// @param finished called when the whole epoch is durable
  Compaction(OpenEpoch epoch, IntPredicate isKnown, Runnable finished) {
    this.epoch = epoch;
    this.isKnown = isKnown;
    this.finished = finished;
    order = new long[epoch.runs()];
    for (int run = 0; run < order.length; run++) {
      order[run] = ((long) epoch.vigy(run) << 32) | run;
    }
    Arrays.sort(order);
  }

  boolean isPrepared() {
    return ended;
  }

  long blockBytes() {
    return bytes;
  }

  /// Prepares blocks until `most` units wait.
  void prepare(Behind behind, int most) {
    while (!ended && behind.size() < most) {
      if (at < order.length) {
        block(behind);
      } else if (orderAt < order.length) {
        orderRows(behind);
      } else {
        ended = true;
        behind.add(new Finish());
      }
    }
  }

  /// One block: whole vigies until it is large enough, or a part of one.
  private void block(Behind behind) {
    out.clear();
    out.raw("[\n");
    blockRuns = 0;
    blockLow = 0;
    int firstPart = part;
    int vigy = -1;
    boolean known = true;
    while (at < order.length) {
      int run = (int) order[at];
      int next = epoch.vigy(run);
      if (next != vigy) {
        if (blockRuns >= BLOCK_RUNS || out.size() >= BLOCK_BYTES) {
          break;
        }
        if (vigy >= 0) {
          part = 0;
        }
        vigy = next;
        known = vigy != 0 && isKnown.test(vigy);
      } else if (out.size() >= PART_BYTES && part < Blocks.PARTS - 1) {
        // The next block goes on with this vigy.
        emit(behind, firstPart);
        part++;
        return;
      }
      if (known) {
        add(run, vigy);
      }
      at++;
    }
    emit(behind, firstPart);
    part = 0;
  }

  private void emit(Behind behind, int firstPart) {
    closeLine();
    if (blockRuns == 0) {
      return;
    }
    out.raw("\n]");
    byte[] body = out.toBytes();
    bytes += body.length;
    long id = Blocks.id(epoch.id, blockLow, firstPart);
    int low = blockLow;
    int high = blockHigh;
    behind.add(
        db -> {
          PreparedStatement insert =
              db.prepared("INSERT INTO run_block VALUES (?, ?, ?, CAST(? AS TEXT))");
          insert.setLong(1, id);
          insert.setInt(2, low);
          insert.setInt(3, high);
          insert.setBytes(4, body);
          insert.executeUpdate();
        });
  }

  private void add(int run, int vigy) {
    byte[] body = epoch.body(run);
    int line = epoch.line(run);
    int head = Lines.head(body, line);
    int headEnd = Lines.headEnd(body, head);
    int rest = headEnd + 2;
    int restEnd = Lines.restEnd(body, rest, body.length);
    byte[] open = restOf;
    if (open != null
        && vigy == blockHigh
        && blockRuns > 0
        && Lines.same(open, restFrom, restTo, body, rest, restEnd)) {
      out.raw(",[").raw(body, head, headEnd).raw(']');
    } else {
      closeLine();
      if (blockRuns > 0) {
        out.raw(",\n");
      }
      out.raw(Lines.START).number(vigy).raw(Lines.HEADS).raw(body, head, headEnd).raw(']');
      restOf = body;
      restFrom = rest;
      restTo = restEnd;
    }
    if (blockRuns++ == 0) {
      blockLow = vigy;
    }
    blockHigh = vigy;
    failed += Lines.failed(body, rest) ? 1 : 0;
    long start = Lines.number(body, head, 3);
    fromMs = Math.min(fromMs, start);
    toMs = Math.max(toMs, start);
    id(body, Lines.id(body, head));
  }

  private void closeLine() {
    byte[] open = restOf;
    if (open != null) {
      out.raw(']').raw(open, restFrom, restTo).raw('}');
      restOf = null;
    }
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
  private void orderRows(Behind behind) {
    int from = (int) orderAt;
    int to = Math.min(order.length, from + ORDER_ROWS * History.ORDER_CHUNK);
    orderAt = to;
    behind.add(
        db -> {
          PreparedStatement insert = db.prepared("INSERT INTO run_order VALUES (?, ?)");
          for (int start = from; start < to; start += History.ORDER_CHUNK) {
            int end = Math.min(to, start + History.ORDER_CHUNK);
            ByteBuffer vigies = ByteBuffer.allocate((end - start) * Integer.BYTES);
            for (int run = start; run < end; run++) {
              vigies.putInt(epoch.vigy(run));
            }
            insert.setLong(1, epoch.firstPosition() + start);
            insert.setBytes(2, vigies.array());
            insert.executeUpdate();
          }
        });
  }

  /// Makes the blocks valid.
  private final class Finish implements Behind.Unit {
    @Override
    public void run(Sqlite db) throws SQLException {
      long position = 0;
      if (order.length > 0) {
        position = epoch.lastPosition();
        PreparedStatement insert =
            db.prepared("INSERT INTO epoch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setInt(1, epoch.id);
        insert.setLong(2, epoch.firstSegment());
        insert.setLong(3, epoch.lastSegment());
        insert.setLong(4, epoch.firstPosition());
        insert.setLong(5, position);
        insert.setString(6, new String(firstId, StandardCharsets.UTF_8));
        insert.setString(7, new String(lastId, StandardCharsets.UTF_8));
        insert.setLong(8, fromMs);
        insert.setLong(9, toMs);
        insert.setInt(10, failed);
        insert.setLong(11, bytes);
        insert.executeUpdate();
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
      finished.run();
    }
  }
}
