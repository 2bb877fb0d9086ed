package dev.vigy.runtime.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Keeps the history under its cap: the oldest epochs go as a whole.
///
/// What goes leaves a count with its vigy, so that `seq` stays checkable. The counts must be in
/// rows before the first block goes: they are given to the residents, then a whole sweep must pass,
/// then the epochs are deleted. Interrupted, it begins again; a run is not counted twice, because
/// counts say up to which seq they go.
final class Retention {
  private static final int BLOCKS_A_UNIT = 32;

  /// What is kept of an epoch in memory.
  private record Kept(int id, long bytes, long runs) {}

  private final long mostBytes;
  private final long mostRuns;
  private final Readers readers;
  private final IntFunction<@Nullable Resident> residents;

  private final ArrayDeque<Kept> epochs = new ArrayDeque<>();
  private long bytes;
  private long runs;

  /// Those that are counted and wait for a sweep to pass.
  private List<Kept> going = List.of();

  private long sweepToPass;

  Retention(Settings settings, Readers readers, IntFunction<@Nullable Resident> residents) {
    this.mostBytes = settings.historyBytes();
    this.mostRuns = settings.historyRuns();
    this.readers = readers;
    this.residents = residents;
  }

  /// Learns what is there. Called once.
  void begin() {
    List<Kept> found = new ArrayList<>();
    readers.read(
        db -> {
          found.clear();
          PreparedStatement select =
              db.prepared(
                  "SELECT id, bytes, last_position - first_position + 1 FROM epoch ORDER BY id");
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.add(new Kept(row.getInt(1), row.getLong(2), row.getLong(3)));
            }
          }
          return true;
        });
    found.forEach(epoch -> added(epoch.id, epoch.bytes, epoch.runs));
  }

  /// An epoch became durable.
  void added(int id, long epochBytes, long epochRuns) {
    epochs.addLast(new Kept(id, epochBytes, epochRuns));
    bytes += epochBytes;
    runs += epochRuns;
  }

  /// One step, if one is due.
  ///
  /// @param sweeps how many sweeps were finished so far
  void step(Behind behind, long sweeps) {
    if (!going.isEmpty()) {
      if (sweeps >= sweepToPass) {
        delete(behind);
        going = List.of();
      }
      return;
    }
    List<Kept> oldest = new ArrayList<>();
    long bytesLeft = bytes;
    long runsLeft = runs;
    for (Kept epoch : epochs) {
      if (bytesLeft <= mostBytes && runsLeft <= mostRuns) {
        break;
      }
      bytesLeft -= epoch.bytes;
      runsLeft -= epoch.runs;
      oldest.add(epoch);
    }
    if (!oldest.isEmpty()) {
      // May fail, and then begins again.
      oldest.forEach(this::count);
      going = oldest;
      bytes = bytesLeft;
      runs = runsLeft;
      oldest.forEach(epoch -> epochs.removeFirst());
      // The sweep that runs now may be past some of them already.
      sweepToPass = sweeps + 2;
    }
  }

  /// The oldest epoch that has a row; `next` if there is none.
  long oldest(int next) {
    return epochs.isEmpty() ? next : epochs.getFirst().id;
  }

  boolean isWaiting() {
    return !going.isEmpty();
  }

  private void count(Kept epoch) {
    Map<Integer, StateForm.Pruned> counts = new HashMap<>();
    readers.read(
        db -> {
          PreparedStatement select =
              db.prepared(
                  "SELECT CAST(body AS BLOB) FROM run_block WHERE id >= ? AND id < ? ORDER BY id");
          select.setLong(1, Blocks.first(epoch.id));
          select.setLong(2, Blocks.first(epoch.id + 1L));
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              try {
                count(row.getBytes(1), counts);
              } catch (JsonIn.Malformed | IndexOutOfBoundsException e) {
                // A block that somebody broke goes all the same; the rest of it is not counted.
              }
            }
          }
          return true;
        });
    counts.forEach(
        (vigy, pruned) -> {
          Resident resident = residents.apply(vigy);
          if (resident != null) {
            resident.prune(pruned);
          }
        });
  }

  private void count(byte[] body, Map<Integer, StateForm.Pruned> counts) {
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      int vigy = Lines.vigy(body, line);
      StateForm.Pruned pruned = counts.get(vigy);
      if (pruned == null) {
        Resident resident = residents.apply(vigy);
        pruned = resident == null ? StateForm.Pruned.NONE : resident.pruned();
      }
      long seq = pruned.seq();
      int more = 0;
      int headEnd = 0;
      for (int head = Lines.head(body, line); head >= 0; head = Lines.nextHead(body, headEnd)) {
        headEnd = Lines.headEnd(body, head);
        long found = Lines.seq(body, head);
        if (found > seq) {
          seq = found;
          more++;
        }
      }
      boolean failed = Lines.failed(body, headEnd + 2);
      counts.put(
          vigy,
          new StateForm.Pruned(
              seq, pruned.ok() + (failed ? 0 : more), pruned.failed() + (failed ? more : 0)));
    }
  }

  private void delete(Behind behind) {
    int newest = going.getLast().id;
    behind.add(
        db -> {
          PreparedStatement order =
              db.prepared(
                  "DELETE FROM run_order WHERE first_position <="
                      + " (SELECT max(last_position) FROM epoch WHERE id <= ?)");
          order.setInt(1, newest);
          order.executeUpdate();
          PreparedStatement delete = db.prepared("DELETE FROM epoch WHERE id <= ?");
          delete.setInt(1, newest);
          delete.executeUpdate();
        });
    blocksBelow(behind, newest + 1L);
  }

  /// Deletes all blocks of epochs below `epoch`, which no row of table epoch holds any more.
  static void blocksBelow(Behind behind, long epoch) {
    behind.add(
        db -> {
          PreparedStatement delete =
              db.prepared(
                  "DELETE FROM run_block WHERE id IN"
                      + " (SELECT id FROM run_block WHERE id < ? ORDER BY id LIMIT "
                      + BLOCKS_A_UNIT
                      + ")");
          delete.setLong(1, Blocks.first(epoch));
          if (delete.executeUpdate() == BLOCKS_A_UNIT) {
            blocksBelow(behind, epoch);
          }
        });
  }
}
