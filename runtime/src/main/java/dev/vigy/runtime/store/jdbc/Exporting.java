package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes all that a store holds, at one moment, as JSON lines: a header, vigies, deleted vigies,
/// the audit, runs in the order of their commits, and an end line with counts.
final class Exporting {
  /// So many bytes of blocks are held at a time, to put their runs in order.
  private static final long WINDOW_BYTES = 64L << 20;

  private final Sqlite db;
  private final Writer out;
  private final Recovery recovery;
  private final List<String> notes = new ArrayList<>();
  private final Map<Integer, Gone> gone = new LinkedHashMap<>();
  private long vigies;
  private long runs;

  private Exporting(Sqlite db, Writer out, Recovery recovery) {
    this.db = db;
    this.out = out;
    this.recovery = recovery;
  }

  /// @param db inside a snapshot
  /// @throws UncheckedIOException if `out` fails
  static Exported of(Sqlite db, Writer out) throws SQLException {
    return new Exporting(db, out, Recovery.read(db, 0)).all();
  }

  private Exported all() throws SQLException {
    line("vigy_export", new Json.Int(ExportForm.VERSION));
    readGone();
    living();
    deleted();
    audit();
    for (EpochRow epoch : EpochRow.all(db)) {
      epoch(epoch);
    }
    segments();
    Map<String, Json> end = new LinkedHashMap<>();
    end.put("vigies", new Json.Int(vigies));
    end.put("runs", new Json.Int(runs));
    line("end", new Json.Object(end));
    return new Exported(vigies, runs, List.copyOf(notes));
  }

  private void line(String kind, Json content) {
    try {
      out.append(JsonPrinter.print(new Json.Object(Map.of(kind, content)))).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readGone() throws SQLException {
    PreparedStatement select =
        db.prepared("SELECT id, from_seq, to_seq, quiet, others, failed FROM gone");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        gone.put(
            row.getInt(1),
            new Gone(
                row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
      }
    }
  }

  private void living() throws SQLException {
    for (Map.Entry<Integer, Resident> entry : recovery.residents.entrySet()) {
      int number = entry.getKey();
      Resident resident = entry.getValue();
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("id", new Json.Text(resident.vigy().id().hex()));
      members.put("earlier_seq", new Json.Int(lastSeq(number)));
      members.put("definition", ExportForm.definition(resident.vigy()));
      JsonOut state = new JsonOut(1024);
      resident.write(state);
      members.put("state", ExportForm.state(state.toBytes()));
      members.put("gone", ExportForm.gone(gone.getOrDefault(number, Gone.NOTHING)));
      members.put("generations", generations(number, resident.vigy().id()));
      line("vigy", new Json.Object(members));
      vigies++;
    }
    for (Lost lost : recovery.lost.values()) {
      notes.add("`%s` is left out: %s".formatted(lost.name(), lost.reason()));
    }
  }

  private long lastSeq(int number) throws SQLException {
    PreparedStatement select = db.prepared("SELECT last_seq FROM vigy WHERE id = ?");
    select.setInt(1, number);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /// Oldest first.
  private Json generations(int number, VigyId id) throws SQLException {
    List<Json> found = new ArrayList<>();
    PreparedStatement select =
        db.prepared("SELECT CAST(body AS BLOB) FROM generation WHERE vigy = ? ORDER BY id");
    select.setInt(1, number);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(ExportForm.definition(VigyForm.read(id, row.getBytes(1))));
      }
    }
    return new Json.Array(found);
  }

  /// Vigies of which only runs or numbers are left. A broken one is among them: its runs are sound.
  private void deleted() throws SQLException {
    PreparedStatement select = db.prepared("SELECT id, hex, name, last_seq FROM vigy ORDER BY id");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        int number = row.getInt(1);
        if (!recovery.residents.containsKey(number) && VigyId.isValid(row.getString(2))) {
          Lost lost = recovery.lost.get(number);
          Map<String, Json> members = new LinkedHashMap<>();
          members.put("id", new Json.Text(row.getString(2)));
          members.put("name", new Json.Text(row.getString(3)));
          members.put("last_seq", new Json.Int(lost == null ? row.getLong(4) : lost.seq()));
          members.put("gone", ExportForm.gone(gone.getOrDefault(number, Gone.NOTHING)));
          line("deleted", new Json.Object(members));
        }
      }
    }
    PreparedStatement purged = db.prepared("SELECT hex, last_seq FROM purged ORDER BY hex");
    try (ResultSet row = purged.executeQuery()) {
      while (row.next()) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("id", new Json.Text(row.getString(1)));
        members.put("last_seq", new Json.Int(row.getLong(2)));
        line("purged", new Json.Object(members));
      }
    }
  }

  private void audit() throws SQLException {
    PreparedStatement select =
        db.prepared("SELECT at, who, what, hex, name, note FROM audit ORDER BY id");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Map<String, Json> members = new LinkedHashMap<>();
        String at = Shape.INSTANT_TEXT.format(Instant.ofEpochMilli(row.getLong(1)));
        members.put("at", new Json.Text(at));
        members.put("who", new Json.Text(row.getString(2)));
        members.put("what", new Json.Text(row.getString(3)));
        members.put("vigy_id", new Json.Text(row.getString(4)));
        members.put("vigy", new Json.Text(row.getString(5)));
        String note = row.getString(6);
        if (note != null) {
          members.put("note", new Json.Text(note));
        }
        line("audit", new Json.Object(members));
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
  private record Found(long position, byte[] body, int line, int head, Lines.Ordinal ordinal) {}

  /// Blocks are sorted by vigy, so they are read once for each stretch of positions that fits.
  private void epoch(EpochRow epoch) throws SQLException {
    long windows = 1 + epoch.bytes() / WINDOW_BYTES;
    long step = (epoch.lastPosition() - epoch.firstPosition()) / windows + 1;
    for (long from = epoch.firstPosition(); from <= epoch.lastPosition(); from += step) {
      List<Found> found = new ArrayList<>();
      long after = -1;
      while (true) {
        List<Blocks.Block> blocks = Blocks.next(db, epoch.id(), after, 16);
        if (blocks.isEmpty()) {
          break;
        }
        after = blocks.getLast().id();
        for (Blocks.Block block : blocks) {
          try {
            found.addAll(between(block.body(), from, from + step));
          } catch (JsonIn.Malformed | IndexOutOfBoundsException e) {
            if (from == epoch.firstPosition()) {
              notes.add("runs in block %d are left out: %s".formatted(block.id(), e.getMessage()));
            }
          }
        }
      }
      found.sort(Comparator.comparingLong(Found::position));
      for (Found each : found) {
        int lineEnd = Lines.end(each.body, each.line);
        int restFrom = Lines.lastHeadEnd(each.body, each.line) + 3;
        int restTo = Lines.blockedRestEnd(each.body, each.line, lineEnd);
        run(each, restFrom, restTo);
      }
    }
  }

  private static List<Found> between(byte[] body, long from, long to) {
    List<Found> found = new ArrayList<>();
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      Lines.Ordinal first = Lines.blocked(body, line, Lines.end(body, line));
      int index = 0;
      for (int head = Lines.head(body, line); head >= 0; index++) {
        long position = Lines.position(body, head);
        if (position >= from && position < to) {
          boolean numbered = first.kind() != Lines.UNNUMBERED;
          Lines.Ordinal ordinal =
              numbered ? new Lines.Ordinal(first.kind(), first.first() + index) : first;
          found.add(new Found(position, body, line, head, ordinal));
        }
        head = Lines.nextHead(body, Lines.headEnd(body, head));
      }
    }
    return found;
  }

  private void segments() throws SQLException {
    PreparedStatement select =
        db.prepared("SELECT id, CAST(body AS BLOB) FROM segment WHERE id > ? ORDER BY id");
    select.setLong(1, recovery.marks.compactedTo());
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        byte[] stored = row.getBytes(2);
        byte[] body = stored == null ? new byte[0] : stored;
        for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
          if (!Lines.isRun(body, line)) {
            continue;
          }
          if (!Lines.isSound(body, line)) {
            notes.add("a run of batch " + row.getLong(1) + " is left out: it is garbled");
            continue;
          }
          int head = Lines.head(body, line);
          int restFrom = Lines.headEnd(body, head) + 3;
          int tab = Lines.restEnd(body, restFrom, body.length);
          run(new Found(0, body, line, head, Lines.committed(body, tab)), restFrom, tab);
        }
      }
    }
  }

  private void run(Found found, int restFrom, int restTo) {
    VigyId id = recovery.names.get(Lines.vigy(found.body, found.line));
    if (id == null) {
      return;
    }
    try {
      Run run =
          History.rest(found.body, found.line)
              .run(id, found.body, found.head, Lines.headEnd(found.body, found.head));
      byte[] rest = Arrays.copyOfRange(found.body, restFrom, restTo);
      line("run", ExportForm.run(run, rest, found.ordinal));
      runs++;
    } catch (JsonIn.Malformed | IllegalArgumentException | ArithmeticException e) {
      notes.add("a run of vigy %s is left out: %s".formatted(id.hex(), e.getMessage()));
    }
  }
}
