package dev.vigy.runtime.store.jdbc;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of table `run_order`: the vigies of runs in order of position.
///
/// A fresh row has a vigy (four bytes) for each position from its first one on. When retention took
/// runs, those that stayed are left, and `kept` says where they stand (two bytes each, from the
/// row's position on).
final class RunOrder {
  /// How many positions a row covers.
  static final int CHUNK = 4096;

  private static final int A_UNIT = 32;

  private RunOrder() {}

  /// @param position of a run
  record Placed(long position, int vigy) {}

  /// The content of a row.
  static List<Placed> read(long first, byte @Nullable [] kept, byte[] body) {
    ByteBuffer vigies = ByteBuffer.wrap(body);
    int count = body.length / Integer.BYTES;
    List<Placed> found = new ArrayList<>(count);
    if (kept == null) {
      for (int i = 0; i < count; i++) {
        found.add(new Placed(first + i, vigies.getInt()));
      }
    } else {
      ByteBuffer offsets = ByteBuffer.wrap(kept);
      for (int i = 0; i < Math.min(count, kept.length / Short.BYTES); i++) {
        found.add(new Placed(first + (offsets.getShort() & 0xffff), vigies.getInt()));
      }
    }
    return found;
  }

  /// Runs in blocks from position `from` to `to`, at most `limit`.
  static List<Placed> between(Sqlite db, long from, long to, int limit) throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT first_position, kept, body FROM run_order"
                + " WHERE first_position > ? AND first_position <= ? ORDER BY first_position");
    select.setLong(1, from - CHUNK);
    select.setLong(2, to);
    List<Placed> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next() && found.size() < limit) {
        for (Placed placed : read(row.getLong(1), row.getBytes(2), row.getBytes(3))) {
          if (placed.position >= from && placed.position <= to && found.size() < limit) {
            found.add(placed);
          }
        }
      }
    }
    return found;
  }

  static void insert(Sqlite db, long first, byte[] body) throws SQLException {
    PreparedStatement insert =
        db.prepared("INSERT INTO run_order (first_position, body) VALUES (?, ?)");
    insert.setLong(1, first);
    insert.setBytes(2, body);
    insert.executeUpdate();
  }

  /// Takes runs out of rows.
  ///
  /// @param gone their positions, ascending
  /// @param from the first of them that can be meant
  /// @param to the last
  static void thin(Sqlite db, long[] gone, long from, long to, Thinned thinned)
      throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT first_position, kept, body FROM run_order"
                + " WHERE first_position >= ? AND first_position <= ? ORDER BY first_position");
    select.setLong(1, from);
    select.setLong(2, to);
    int found = Arrays.binarySearch(gone, from);
    int at = found < 0 ? -found - 1 : found;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long first = row.getLong(1);
        List<Placed> placed = read(first, row.getBytes(2), row.getBytes(3));
        ByteBuffer offsets = ByteBuffer.allocate(placed.size() * Short.BYTES);
        ByteBuffer vigies = ByteBuffer.allocate(placed.size() * Integer.BYTES);
        for (Placed run : placed) {
          while (at < gone.length && gone[at] < run.position) {
            at++;
          }
          if (at == gone.length || gone[at] != run.position) {
            offsets.putShort((short) (run.position - first));
            vigies.putInt(run.vigy);
          }
        }
        if (vigies.hasRemaining()) {
          thinned.row(first, taken(offsets), taken(vigies));
        }
      }
    }
  }

  /// Takes a row that lost something.
  interface Thinned {
    void row(long first, byte[] kept, byte[] body);
  }

  private static byte[] taken(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  /// Writes a row anew, or deletes it if nothing is left in it.
  static void write(Sqlite db, long first, byte[] kept, byte[] body) throws SQLException {
    if (body.length == 0) {
      PreparedStatement delete = db.prepared("DELETE FROM run_order WHERE first_position = ?");
      delete.setLong(1, first);
      delete.executeUpdate();
      return;
    }
    PreparedStatement update =
        db.prepared("UPDATE run_order SET kept = ?, body = ? WHERE first_position = ?");
    update.setBytes(1, kept);
    update.setBytes(2, body);
    update.setLong(3, first);
    update.executeUpdate();
  }

  /// Deletes all rows of a stretch that has no epoch any more, in small steps.
  static void deleteAll(Behind behind, long from, long to) {
    behind.add(
        db -> {
          PreparedStatement delete =
              db.prepared(
                  "DELETE FROM run_order WHERE first_position IN"
                      + " (SELECT first_position FROM run_order WHERE first_position BETWEEN ? AND ?"
                      + " ORDER BY first_position LIMIT "
                      + A_UNIT
                      + ")");
          delete.setLong(1, from);
          delete.setLong(2, to);
          if (delete.executeUpdate() == A_UNIT) {
            deleteAll(behind, from, to);
          }
        });
  }
}
