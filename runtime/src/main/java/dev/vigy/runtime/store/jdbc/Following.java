package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.vigy.VigyId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The open runs as a process sees them that does not commit: read from the segments that came
/// since it last looked. For one thread at a time.
final class Following implements History.Names {
  final OpenRuns open = new OpenRuns(0, 0, 0);
  private long seen;
  private long compactedTo;
  private long writer = -1;

  /// Catches up with the moment that `db` reads.
  void refresh(Sqlite db) throws SQLException {
    Marks marks = Marks.read(db);
    if (marks.writer() != writer) {
      writer = marks.writer();
      seen = marks.compactedTo();
      open.forget(Long.MAX_VALUE, marks.epoch(), marks.position(), 0);
    } else if (marks.compactedTo() != compactedTo) {
      open.forget(marks.compactedTo(), marks.epoch(), marks.position(), 0);
    }
    compactedTo = marks.compactedTo();
    PreparedStatement select =
        db.prepared(
            "SELECT id, first_position, runs, CAST(body AS BLOB) FROM segment WHERE id > ?"
                + " ORDER BY id");
    select.setLong(1, Math.max(seen, compactedTo));
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        seen = row.getLong(1);
        open.add(Segment.found(seen, row.getLong(2), row.getInt(3), row.getBytes(4)));
      }
    }
  }

  @Override
  public int number(Sqlite db, VigyId id) throws SQLException {
    PreparedStatement select = db.prepared("SELECT id FROM vigy WHERE hex = ?");
    select.setString(1, id.hex());
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  @Override
  public Optional<VigyId> id(Sqlite db, int number) throws SQLException {
    PreparedStatement select = db.prepared("SELECT hex FROM vigy WHERE id = ?");
    select.setInt(1, number);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(new VigyId(row.getString(1))) : Optional.empty();
    }
  }
}
