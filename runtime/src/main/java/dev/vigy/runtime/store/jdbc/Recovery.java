package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Store.Loaded.Broken;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes of the file what a process must know: rows first, then all segments that came later folded
/// on top. Writes nothing; reads one moment.
final class Recovery {
  final Marks marks;

  /// By number, in order of registration.
  final Map<Integer, Resident> residents = new LinkedHashMap<>();

  /// Numbers of all vigies that have runs, the deleted ones too.
  final Map<Integer, VigyId> names = new LinkedHashMap<>();

  final List<Broken> broken = new ArrayList<>();
  final OpenRuns open;
  long lastSegment;
  long position;
  long lastPlace;

  private final Sqlite db;

  private Recovery(Sqlite db, long nowNanos) throws SQLException {
    this.db = db;
    this.marks = Marks.read(db);
    this.open = new OpenRuns(marks.epoch(), nowNanos);
    this.lastSegment = Math.max(marks.appliedTo(), marks.compactedTo());
    this.position = marks.position();
  }

  /// @param nowNanos when the runs that are in no block yet began to wait
  static Recovery read(Sqlite db, long nowNanos) throws SQLException {
    Recovery recovery = new Recovery(db, nowNanos);
    recovery.rows();
    recovery.segments();
    return recovery;
  }

  private void rows() throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT v.id, v.hex, v.place, CAST(v.body AS BLOB), s.applied, CAST(s.body AS BLOB)"
                + " FROM vigy v LEFT JOIN state s ON s.id = v.id ORDER BY v.place");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        int number = row.getInt(1);
        long place = row.getLong(3);
        lastPlace = Math.max(lastPlace, place);
        VigyId id = id(number, row.getString(2));
        names.put(number, id);
        byte[] definition = row.getBytes(4);
        if (definition == null) {
          continue;
        }
        long applied = row.getLong(5);
        lastSegment = Math.max(lastSegment, applied);
        byte[] state = row.getBytes(6);
        try {
          if (state == null) {
            throw new JsonIn.Malformed("its state is missing");
          }
          residents.put(
              number,
              new Resident(
                  number,
                  place,
                  VigyForm.read(id, definition),
                  StateForm.readWhole(state),
                  applied));
        } catch (JsonIn.Malformed | IllegalArgumentException | ArithmeticException e) {
          broken.add(new Broken(id, reason(e)));
        }
      }
    }
  }

  private VigyId id(int number, @Nullable String hex) {
    if (hex != null && VigyId.isValid(hex)) {
      return new VigyId(hex);
    }
    VigyId made = new VigyId("%016x".formatted(number));
    broken.add(new Broken(made, "its id is broken: `" + hex + "`"));
    return made;
  }

  private static String reason(RuntimeException e) {
    return "what the store holds of it can't be read: " + e.getMessage();
  }

  private void segments() throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT id, first_position, runs, CAST(body AS BLOB) FROM segment WHERE id > ?"
                + " ORDER BY id");
    select.setLong(1, Math.min(marks.appliedTo(), marks.compactedTo()));
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long id = row.getLong(1);
        long first = row.getLong(2);
        lastSegment = Math.max(lastSegment, id);
        position = Math.max(position, first + row.getLong(3) - 1);
        byte[] body = row.getBytes(4);
        fold(id, body == null ? new byte[0] : body);
        if (id > marks.compactedTo()) {
          open.add(Segment.found(id, first, body == null ? new byte[0] : body));
        }
      }
    }
  }

  private void fold(long segment, byte[] body) {
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      int number = Lines.vigy(body, line);
      Resident resident = residents.get(number);
      if (resident == null || segment <= resident.applied()) {
        continue;
      }
      try {
        fold(resident, segment, body, line);
      } catch (JsonIn.Malformed
          | IllegalArgumentException
          | ArithmeticException
          | IndexOutOfBoundsException e) {
        residents.remove(number);
        broken.add(new Broken(resident.vigy().id(), reason(e)));
      }
    }
  }

  private static void fold(Resident resident, long segment, byte[] body, int line) {
    if (Lines.isRun(body, line) && !Lines.isSound(body, line)) {
      throw new JsonIn.Malformed("a line of segment " + segment + " is garbled");
    }
    int end = Lines.end(body, line);
    int tab = Lines.restEnd(body, line, end);
    int head = Lines.head(body, line);
    VigyState before = resident.state();
    // From the TAB on: ,"c":{…}}
    JsonIn in = new JsonIn(body, tab, end);
    in.comma();
    in.key();
    if (head < 0) {
      resident.advance(StateForm.readChange(in, null, before), List.of(), Instant.EPOCH, segment);
      return;
    }
    int headEnd = Lines.headEnd(body, head);
    RunForm.Rest rest = RunForm.readRest(body, headEnd + 2, tab);
    if (Lines.seq(body, head) != before.seq() + 1) {
      throw new JsonIn.Malformed(
          "run " + Lines.seq(body, head) + " does not follow run " + before.seq());
    }
    Instant start = Instant.ofEpochMilli(Lines.number(body, head, 3));
    List<Run.KvChange> kv = rest.failure().isEmpty() ? rest.kvChanges() : List.of();
    resident.advance(StateForm.readChange(in, rest, before), kv, start, segment);
  }
}
