package dev.vigy.runtime.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The row of table `mark`.
record Marks(long writer, long appliedTo, long compactedTo, int epoch, long position, int vigy) {

  static Marks read(Sqlite db) throws SQLException {
    PreparedStatement select =
        db.prepared("SELECT writer, applied_to, compacted_to, epoch, position, vigy FROM mark");
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the row of table mark is missing");
      }
      return new Marks(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          row.getInt(4),
          row.getLong(5),
          row.getInt(6));
    }
  }
}
