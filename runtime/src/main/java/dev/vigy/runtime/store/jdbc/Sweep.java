package dev.vigy.runtime.store.jdbc;

import java.sql.PreparedStatement;
import java.util.List;

/// One pass over all vigies that brings their rows up to date, 64 at a time, in the order of their
/// numbers: a vigy that ticked many times since the last pass costs one row.
///
/// When it is through, everything up to the segment that was durable at its start is in rows.
final class Sweep {
  private static final int ROWS = 64;

  final long through;
  private final List<Resident> residents;
  private final long startNanos;
  private final Runnable finished;
  private int at;
  private boolean ended;

  /// @param residents in the order of their numbers
  /// @param through the newest durable segment
  /// @param finished called when the mark is durable
  Sweep(List<Resident> residents, long through, long startNanos, Runnable finished) {
    this.residents = residents;
    this.through = through;
    this.startNanos = startNanos;
    this.finished = finished;
  }

  boolean isPrepared() {
    return ended;
  }

  /// Prepares as much as is due: the pass is spread over `period`, so that its writing is even.
  void prepare(Behind behind, long nowNanos, long periodNanos, int most) {
    double share = periodNanos <= 0 ? 1 : (double) (nowNanos - startNanos) / periodNanos;
    int due = share >= 1 ? residents.size() : (int) (residents.size() * share);
    while (at < due && behind.size() < most) {
      Rows rows = new Rows();
      while (at < residents.size() && rows.count < ROWS) {
        rows.add(residents.get(at++));
      }
      if (rows.count > 0) {
        behind.add(rows);
      }
    }
    if (at >= residents.size() && !ended) {
      ended = true;
      behind.add(
          new Behind.Unit() {
            @Override
            public void run(Sqlite db) throws java.sql.SQLException {
              PreparedStatement update =
                  db.prepared("UPDATE mark SET applied_to = max(applied_to, ?)");
              update.setLong(1, through);
              update.executeUpdate();
            }

            @Override
            public void durable() {
              finished.run();
            }
          });
    }
  }

  /// Rows as they should be. A row that an edit has written since is newer, and is left alone.
  private static final class Rows implements Behind.Unit {
    private final Resident[] residents = new Resident[ROWS];
    private final byte[][] bodies = new byte[ROWS][];
    private final long[] applied = new long[ROWS];
    private int count;

    void add(Resident resident) {
      JsonOut out = new JsonOut(512);
      synchronized (resident) {
        long segment = resident.writeIfStale(out);
        if (segment >= 0) {
          residents[count] = resident;
          applied[count] = segment;
          bodies[count++] = out.toBytes();
        }
      }
    }

    @Override
    public void run(Sqlite db) throws java.sql.SQLException {
      PreparedStatement update =
          db.prepared(
              "UPDATE state SET applied = ?1, body = CAST(?2 AS TEXT)"
                  + " WHERE id = ?3 AND applied <= ?1");
      for (int i = 0; i < count; i++) {
        update.setLong(1, applied[i]);
        update.setBytes(2, bodies[i]);
        update.setInt(3, residents[i].number);
        update.executeUpdate();
      }
    }

    @Override
    public void durable() {
      for (int i = 0; i < count; i++) {
        residents[i].rowIsDurable(applied[i]);
      }
    }
  }
}
