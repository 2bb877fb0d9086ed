package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.Retention.Outcome;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes runs out of epochs that are in blocks: those that retention no longer keeps, or all.
///
/// Blocks are written anew where they stand, each together with the counts of what went from it: a
/// crash at any moment leaves every run either there or counted.
final class Pruning implements Job {
  private static final int BLOCKS_READ = 8;

  /// So much one unit may do.
  private static final int BLOCKS_A_UNIT = 4;

  private static final int VIGIES_A_UNIT = 256;
  private static final int ORDER_ROWS_A_STEP = 16;

  /// What the work must know of the vigies.
  interface Vigies {
    /// Empty counts for one that is deleted or broken: its runs go by their age only.
    Tally tally(int vigy);

    /// Whether it was not purged.
    boolean isKnown(int vigy);
  }

  private final @Nullable Retention retention;
  private final long nowMs;
  private final Vigies vigies;
  private final Readers readers;
  private final Consumer<List<EpochRow>> finished;
  private final List<Visit> visits = new ArrayList<>();
  private final LinePacker packer = new LinePacker();

  /// What the unit that grows will do.
  private final List<Rewritten> rewritten = new ArrayList<>();

  private Map<Integer, Gone> gone = new TreeMap<>();
  private int thinning;
  private boolean ended;

  /// @param body null if nothing of the block is left
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
  private record Rewritten(long id, byte @Nullable [] body) {}

  /// An epoch on its way.
  private static final class Visit {
    final EpochRow epoch;
    final ArrayDeque<Blocks.Block> blocks = new ArrayDeque<>();
    long after = -1;
    boolean read;
    long quiet;
    long others;
    long failed;
    long bytes;
    long fromMs = Long.MAX_VALUE;
    long toMs = Long.MIN_VALUE;
    private long[] gonePositions = new long[16];
    private int goneCount;
    long thinnedTo;

    Visit(EpochRow epoch) {
      this.epoch = epoch;
      this.thinnedTo = epoch.firstPosition() - 1;
    }

    void gone(long position) {
      // One more than needed: a full array is a sorted one.
      if (goneCount + 1 == gonePositions.length) {
        gonePositions = Arrays.copyOf(gonePositions, gonePositions.length * 2);
      }
      gonePositions[goneCount++] = position;
    }

    /// Ascending, once all are known.
    long[] gonePositions() {
      if (gonePositions.length != goneCount) {
        gonePositions = Arrays.copyOf(gonePositions, goneCount);
        Arrays.sort(gonePositions);
      }
      return gonePositions;
    }

    void keep(Outcome outcome, long start) {
      switch (outcome) {
        case QUIET -> quiet++;
        case OTHER -> others++;
        case FAILED -> failed++;
      }
      fromMs = Math.min(fromMs, start);
      toMs = Math.max(toMs, start);
    }
  }

  private Pruning(
      List<EpochRow> epochs,
      @Nullable Retention retention,
      long nowMs,
      Vigies vigies,
      Readers readers,
      Consumer<List<EpochRow>> finished) {
    this.retention = retention;
    this.nowMs = nowMs;
    this.vigies = vigies;
    this.readers = readers;
    this.finished = finished;
    epochs.forEach(epoch -> visits.add(new Visit(epoch)));
  }

  /// Takes what `retention` does not keep at `nowMs`.
  ///
  /// @param finished gets what is left of the epoch once it is durable; nothing if it is empty
  static Pruning by(
      Retention retention,
      EpochRow epoch,
      long nowMs,
      Vigies vigies,
      Readers readers,
      Consumer<List<EpochRow>> finished) {
    return new Pruning(List.of(epoch), retention, nowMs, vigies, readers, finished);
  }

  /// Takes all runs of neighbouring epochs.
  static Pruning all(
      List<EpochRow> epochs, Vigies vigies, Readers readers, Consumer<List<EpochRow>> finished) {
    return new Pruning(epochs, null, 0, vigies, readers, finished);
  }

  @Override
  public List<EpochRow> epochs() {
    return visits.stream().map(visit -> visit.epoch).toList();
  }

  @Override
  public boolean isPrepared() {
    return ended;
  }

  @Override
  public void prepare(Behind behind, int most) {
    while (!ended && behind.size() < most) {
      Visit next = nextVisit();
      if (next != null) {
        visit(next, next.blocks.removeFirst());
        if (rewritten.size() >= BLOCKS_A_UNIT || gone.size() >= VIGIES_A_UNIT) {
          emit(behind);
        }
      } else if (!rewritten.isEmpty()) {
        emit(behind);
      } else if (retention != null && thinning < visits.size()) {
        thin(behind, visits.get(thinning));
      } else {
        finish(behind);
      }
    }
  }

  /// The one whose next block has the lowest vigies, so that a vigy is counted once for many
  /// epochs.
  private @Nullable Visit nextVisit() {
    Visit lowest = null;
    for (Visit visit : visits) {
      if (visit.blocks.isEmpty() && !visit.read) {
        List<Blocks.Block> found =
            readers.read(db -> Blocks.next(db, visit.epoch.id(), visit.after, BLOCKS_READ));
        visit.blocks.addAll(found);
        visit.read = found.size() < BLOCKS_READ;
        visit.after = found.isEmpty() ? visit.after : found.getLast().id();
      }
      if (!visit.blocks.isEmpty()
          && (lowest == null
              || visit.blocks.getFirst().vigyLow() < lowest.blocks.getFirst().vigyLow())) {
        lowest = visit;
      }
    }
    return lowest;
  }

  private void visit(Visit visit, Blocks.Block block) {
    Map<Integer, Gone> counts = new TreeMap<>();
    boolean changed;
    try {
      changed = sift(visit, block.body(), counts);
    } catch (JsonIn.Malformed | IndexOutOfBoundsException | NumberFormatException e) {
      // Somebody broke it. `verify` tells; it goes uncounted when everything goes.
      if (retention != null) {
        packer.take();
        visit.bytes += block.body().length;
        return;
      }
      changed = true;
    }
    if (!changed) {
      packer.take();
      visit.bytes += block.body().length;
      return;
    }
    counts.forEach((vigy, count) -> gone.merge(vigy, count, Gone::plus));
    byte[] left = packer.isEmpty() ? null : packer.take();
    rewritten.add(new Rewritten(block.id(), left));
    visit.bytes += left == null ? 0 : left.length;
  }

  /// Brings to the packer what stays.
  ///
  /// @return whether anything went
  private boolean sift(Visit visit, byte[] body, Map<Integer, Gone> counts) {
    boolean changed = false;
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      int vigy = Lines.vigy(body, line);
      boolean known = vigies.isKnown(vigy);
      int lineEnd = Lines.end(body, line);
      Lines.Ordinal ordinal = Lines.blocked(body, line, lineEnd);
      int restTo = Lines.blockedRestEnd(body, line, lineEnd);
      int restFrom = Lines.lastHeadEnd(body, line) + 2;
      Outcome outcome = outcome(body, restFrom, ordinal);
      Limits limits = limits(vigy, outcome, ordinal);
      int index = 0;
      int from = -1;
      int to = 0;
      long firstKept = 0;
      int kept = 0;
      for (int head = Lines.head(body, line); head >= 0; index++) {
        int headEnd = Lines.headEnd(body, head);
        long start = Lines.number(body, head, 3);
        if (known && limits.keep(start, ordinal.first() + index)) {
          visit.keep(outcome, start);
          if (from < 0) {
            from = head;
            firstKept = ordinal.first() + index;
          }
          kept++;
          to = headEnd;
        } else {
          changed = true;
          if (retention != null) {
            visit.gone(Lines.position(body, head));
          }
          if (known) {
            counts.merge(vigy, Gone.one(Lines.seq(body, head), outcome), Gone::plus);
          }
          if (from >= 0) {
            pack(vigy, body, from, to, kept, restFrom, restTo, ordinal.kind(), firstKept);
            from = -1;
            kept = 0;
          }
        }
        head = Lines.nextHead(body, headEnd);
      }
      if (from >= 0) {
        pack(vigy, body, from, to, kept, restFrom, restTo, ordinal.kind(), firstKept);
      }
    }
    return changed;
  }

  private void pack(
      int vigy,
      byte[] body,
      int from,
      int to,
      int count,
      int restFrom,
      int restTo,
      char kind,
      long first) {
    var runs =
        new LinePacker.Runs(
            vigy, body, from, to, count, restFrom, restTo, new Lines.Ordinal(kind, first));
    if (packer.joins(runs)) {
      packer.join(runs);
    } else {
      packer.line(runs);
    }
  }

  private static Outcome outcome(byte[] body, int rest, Lines.Ordinal ordinal) {
    if (Lines.failed(body, rest)) {
      return Outcome.FAILED;
    }
    return ordinal.kind() == Lines.QUIET ? Outcome.QUIET : Outcome.OTHER;
  }

  /// What a run must not be older than, by start and by number.
  private record Limits(long startMs, long ordinal) {
    static final Limits NOTHING_STAYS = new Limits(Long.MAX_VALUE, Long.MAX_VALUE);

    boolean keep(long start, long number) {
      return start >= startMs && number > ordinal;
    }
  }

  private Limits limits(int vigy, Outcome outcome, Lines.Ordinal ordinal) {
    Retention by = retention;
    if (by == null) {
      return Limits.NOTHING_STAYS;
    }
    Retention.Rule rule = by.rule(outcome);
    long oldest = nowMs - rule.age().toMillis();
    long total = vigies.tally(vigy).of(outcome);
    boolean numbered = ordinal.kind() != Lines.UNNUMBERED && rule.runs() < total;
    return new Limits(oldest, numbered ? total - rule.runs() : Long.MIN_VALUE);
  }

  private void emit(Behind behind) {
    List<Rewritten> blocks = List.copyOf(rewritten);
    Map<Integer, Gone> counts = gone;
    rewritten.clear();
    gone = new TreeMap<>();
    behind.add(
        db -> {
          for (Rewritten block : blocks) {
            write(db, block);
          }
          for (Map.Entry<Integer, Gone> entry : counts.entrySet()) {
            count(db, entry.getKey(), entry.getValue());
          }
        });
  }

  private static void write(Sqlite db, Rewritten block) throws SQLException {
    if (block.body == null) {
      PreparedStatement delete = db.prepared("DELETE FROM run_block WHERE id = ?");
      delete.setLong(1, block.id);
      delete.executeUpdate();
    } else {
      PreparedStatement update =
          db.prepared("UPDATE run_block SET body = CAST(? AS TEXT) WHERE id = ?");
      update.setBytes(1, block.body);
      update.setLong(2, block.id);
      update.executeUpdate();
    }
  }

  /// Adds to what went of a vigy, if it was not purged meanwhile.
  static void count(Sqlite db, int vigy, Gone more) throws SQLException {
    PreparedStatement upsert =
        db.prepared(
            """
            INSERT INTO gone (id, from_seq, to_seq, quiet, others, failed)
              SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM vigy WHERE id = ?1)
            ON CONFLICT (id) DO UPDATE SET from_seq = min(from_seq, excluded.from_seq),
              to_seq = max(to_seq, excluded.to_seq), quiet = quiet + excluded.quiet,
              others = others + excluded.others, failed = failed + excluded.failed
            """);
    upsert.setInt(1, vigy);
    upsert.setLong(2, more.fromSeq());
    upsert.setLong(3, more.toSeq());
    upsert.setLong(4, more.quiet());
    upsert.setLong(5, more.others());
    upsert.setLong(6, more.failed());
    upsert.executeUpdate();
  }

  /// Takes the runs that went out of some rows of the order. Where that is not done, readers find
  /// the runs gone all the same.
  private void thin(Behind behind, Visit visit) {
    if (visit.goneCount == 0 || visit.thinnedTo >= visit.epoch.lastPosition()) {
      thinning++;
      return;
    }
    long from = visit.thinnedTo + 1;
    long to =
        Math.min(visit.epoch.lastPosition(), visit.thinnedTo + ORDER_ROWS_A_STEP * RunOrder.CHUNK);
    visit.thinnedTo = to;
    long[] positions = visit.gonePositions();
    record Row(long first, byte[] kept, byte[] body) {}
    List<Row> rows = new ArrayList<>();
    readers.read(
        db -> {
          rows.clear();
          RunOrder.thin(
              db, positions, from, to, (first, kept, body) -> rows.add(new Row(first, kept, body)));
          return true;
        });
    if (!rows.isEmpty()) {
      behind.add(
          db -> {
            for (Row row : rows) {
              RunOrder.write(db, row.first, row.kept, row.body);
            }
          });
    }
  }

  private void finish(Behind behind) {
    ended = true;
    List<EpochRow> left = new ArrayList<>();
    List<EpochRow> empty = new ArrayList<>();
    for (Visit visit : visits) {
      EpochRow after =
          visit.epoch.after(
              visit.fromMs == Long.MAX_VALUE ? visit.epoch.fromMs() : visit.fromMs,
              visit.toMs == Long.MIN_VALUE ? visit.epoch.toMs() : visit.toMs,
              visit.quiet,
              visit.others,
              visit.failed,
              visit.bytes,
              nowMs);
      (visit.bytes == 0 ? empty : left).add(after);
    }
    behind.add(
        new Behind.Unit() {
          @Override
          public void run(Sqlite db) throws SQLException {
            for (EpochRow row : empty) {
              EpochRow.delete(db, row.id());
            }
            for (EpochRow row : left) {
              row.write(db);
            }
          }

          @Override
          public void durable() {
            finished.accept(left);
          }
        });
    for (EpochRow row : empty) {
      RunOrder.deleteAll(behind, row.firstPosition(), row.lastPosition());
    }
  }
}
