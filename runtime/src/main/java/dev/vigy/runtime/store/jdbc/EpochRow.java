package dev.vigy.runtime.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A row of table `epoch`: a stretch of history that lies in blocks.
///
/// @param firstPosition of the stretch; retention may have taken the run that stood there
/// @param lastPosition likewise
/// @param firstId lowest and highest id of a run
/// @param fromMs earliest and latest start of a run
/// @param quiet how many runs of each kind it holds
/// @param bytes of its blocks
/// @param checkedMs when retention looked at it last, 0 for never
record EpochRow(
    int id,
    long firstSegment,
    long lastSegment,
    long firstPosition,
    long lastPosition,
    String firstId,
    String lastId,
    long fromMs,
    long toMs,
    long quiet,
    long others,
    long failed,
    long bytes,
    long checkedMs) {

  long runs() {
    return quiet + others + failed;
  }

  EpochRow after(
      long newFromMs,
      long newToMs,
      long newQuiet,
      long newOthers,
      long newFailed,
      long newBytes,
      long newCheckedMs) {
    return new EpochRow(
        id,
        firstSegment,
        lastSegment,
        firstPosition,
        lastPosition,
        firstId,
        lastId,
        newFromMs,
        newToMs,
        newQuiet,
        newOthers,
        newFailed,
        newBytes,
        newCheckedMs);
  }

  /// What neighbours become together.
  ///
  /// @param parts in the order of their positions
  static EpochRow merged(int id, List<EpochRow> parts, long bytes) {
    EpochRow first = parts.getFirst();
    EpochRow last = parts.getLast();
    return new EpochRow(
        id,
        first.firstSegment,
        last.lastSegment,
        first.firstPosition,
        last.lastPosition,
        parts.stream().map(EpochRow::firstId).min(String::compareTo).orElse(""),
        parts.stream().map(EpochRow::lastId).max(String::compareTo).orElse(""),
        parts.stream().mapToLong(EpochRow::fromMs).min().orElse(0),
        parts.stream().mapToLong(EpochRow::toMs).max().orElse(0),
        parts.stream().mapToLong(EpochRow::quiet).sum(),
        parts.stream().mapToLong(EpochRow::others).sum(),
        parts.stream().mapToLong(EpochRow::failed).sum(),
        bytes,
        parts.stream().mapToLong(EpochRow::checkedMs).min().orElse(0));
  }

  /// All of them, in the order of their positions.
  static List<EpochRow> all(Sqlite db) throws SQLException {
    List<EpochRow> found = new ArrayList<>();
    PreparedStatement select =
        db.prepared(
            "SELECT id, first_segment, last_segment, first_position, last_position, first_id,"
                + " last_id, from_ms, to_ms, quiet, others, failed, bytes, checked_ms FROM epoch"
                + " ORDER BY first_position");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(
            new EpochRow(
                row.getInt(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14)));
      }
    }
    return found;
  }

  /// Writes the row, over an older one of the same id if there is one.
  void write(Sqlite db) throws SQLException {
    PreparedStatement insert =
        db.prepared(
            "INSERT OR REPLACE INTO epoch (id, first_segment, last_segment, first_position,"
                + " last_position, first_id, last_id, from_ms, to_ms, quiet, others, failed,"
                + " bytes, checked_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.setInt(1, id);
    insert.setLong(2, firstSegment);
    insert.setLong(3, lastSegment);
    insert.setLong(4, firstPosition);
    insert.setLong(5, lastPosition);
    insert.setString(6, firstId);
    insert.setString(7, lastId);
    insert.setLong(8, fromMs);
    insert.setLong(9, toMs);
    insert.setLong(10, quiet);
    insert.setLong(11, others);
    insert.setLong(12, failed);
    insert.setLong(13, bytes);
    insert.setLong(14, checkedMs);
    insert.executeUpdate();
  }

  static void delete(Sqlite db, int id) throws SQLException {
    PreparedStatement delete = db.prepared("DELETE FROM epoch WHERE id = ?");
    delete.setInt(1, id);
    delete.executeUpdate();
  }
}
