package dev.vigy.runtime.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The numbers of blocks: `epoch << 36 | vigy << 8 | part`, so that the block of a vigy in an epoch
/// is found by one seek, and those of an epoch are a range.
///
/// A block holds whole vigies, from the one in its number on; a vigy with very many runs in one
/// epoch has blocks of its own, its parts.
final class Blocks {
  private static final int VIGY_BITS = 28;
  private static final int PART_BITS = 8;
  static final int PARTS = 1 << PART_BITS;

  /// Epochs that were made of others have ids from here on; those below come one after the other.
  static final int MERGED = 1 << 26;

  private static final int A_UNIT = 32;

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

  static void insert(Sqlite db, long id, int low, int high, byte[] body) throws SQLException {
    PreparedStatement insert =
        db.prepared(
            "INSERT INTO run_block (id, vigy_lo, vigy_hi, body) VALUES (?, ?, ?, CAST(? AS TEXT))");
    insert.setLong(1, id);
    insert.setInt(2, low);
    insert.setInt(3, high);
    insert.setBytes(4, body);
    insert.executeUpdate();
  }

  /// The row of a block.
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
  record Block(long id, int vigyLow, int vigyHigh, byte[] body) {}

  /// Blocks of an epoch in order, at most `limit`, behind that of number `after`.
  static List<Block> next(Sqlite db, int epoch, long after, int limit) throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT id, vigy_lo, vigy_hi, CAST(body AS BLOB) FROM run_block"
                + " WHERE id > ? AND id < ? ORDER BY id LIMIT ?");
    select.setLong(1, Math.max(after, first(epoch) - 1));
    select.setLong(2, first(epoch + 1L));
    select.setInt(3, limit);
    List<Block> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        byte[] body = row.getBytes(4);
        found.add(
            new Block(
                row.getLong(1), row.getInt(2), row.getInt(3), body == null ? new byte[0] : body));
      }
    }
    return found;
  }

  /// The epochs that have blocks, believed or not.
  static List<Integer> epochs(Sqlite db) throws SQLException {
    List<Integer> found = new ArrayList<>();
    PreparedStatement select =
        db.prepared("SELECT id FROM run_block WHERE id >= ? ORDER BY id LIMIT 1");
    long from = 0;
    while (true) {
      select.setLong(1, from);
      int epoch;
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return found;
        }
        epoch = (int) (row.getLong(1) >>> (VIGY_BITS + PART_BITS));
      }
      found.add(epoch);
      from = first(epoch + 1L);
    }
  }

  /// Deletes all blocks of an epoch that has no row, in small steps.
  static void deleteAll(Behind behind, int epoch) {
    behind.add(
        db -> {
          PreparedStatement delete =
              db.prepared(
                  "DELETE FROM run_block WHERE id IN (SELECT id FROM run_block"
                      + " WHERE id >= ? AND id < ? ORDER BY id LIMIT "
                      + A_UNIT
                      + ")");
          delete.setLong(1, first(epoch));
          delete.setLong(2, first(epoch + 1L));
          if (delete.executeUpdate() == A_UNIT) {
            deleteAll(behind, epoch);
          }
        });
  }
}
