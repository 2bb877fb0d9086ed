package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Store.Loaded.Broken;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes of the file what a process must know: rows first, then all segments that came later folded
/// on top. Writes nothing; reads one moment.
final class Recovery {
  final Marks marks;

  /// By number, in order of registration.
  final Map<Integer, Resident> residents = new LinkedHashMap<>();

  /// Numbers of all vigies that have runs, the deleted ones too.
  final Map<Integer, VigyId> names = new LinkedHashMap<>();

  /// By number.
  final Map<Integer, Lost> lost = new LinkedHashMap<>();

  final OpenRuns open;
  long lastSegment;
  long position;
  long lastPlace;

  private final Sqlite db;
  private final Shared shared = new Shared();

  private Recovery(Sqlite db, long nowNanos) throws SQLException {
    this.db = db;
    this.marks = Marks.read(db);
    this.open = new OpenRuns(marks.epoch(), marks.position(), nowNanos);
    this.lastSegment = Math.max(marks.appliedTo(), marks.compactedTo());
    this.position = marks.position();
  }

  /// @param nowNanos when the runs that are in no block yet began to wait
  static Recovery read(Sqlite db, long nowNanos) throws SQLException {
    Recovery recovery = new Recovery(db, nowNanos);
    recovery.rows();
    recovery.segments();
    recovery.lastSeqs();
    return recovery;
  }

  private void rows() throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT v.id, v.hex, v.place, CAST(v.body AS BLOB), s.applied, CAST(s.body AS BLOB),"
                + " v.name, v.broken, v.last_seq"
                + " FROM vigy v LEFT JOIN state s ON s.id = v.id ORDER BY v.place");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        int number = row.getInt(1);
        lastPlace = Math.max(lastPlace, row.getLong(3));
        lastSegment = Math.max(lastSegment, row.getLong(5));
        String hex = row.getString(2);
        boolean named = hex != null && VigyId.isValid(hex);
        VigyId id = named ? new VigyId(hex) : new VigyId("%016x".formatted(number));
        names.put(number, id);
        byte[] definition = row.getBytes(4);
        String name = row.getString(7);
        String broken = row.getString(8);
        byte[] state = row.getBytes(6);
        try {
          if (broken != null) {
            lost.put(number, new Lost(id, name, broken, row.getLong(9), true));
          } else if (!named) {
            throw new JsonIn.Malformed("its id is `" + hex + "`");
          } else if (definition != null && state == null) {
            throw new JsonIn.Malformed("its state is missing");
          } else if (definition != null && state != null) {
            residents.put(
                number,
                new Resident(
                    number,
                    row.getLong(3),
                    VigyForm.read(id, definition, shared),
                    StateForm.readWhole(state, shared),
                    row.getLong(5)));
          }
        } catch (JsonIn.Malformed | IllegalArgumentException | ArithmeticException e) {
          long seq = Math.max(row.getLong(9), state == null ? 0 : StateForm.readSeq(state));
          lost.put(number, new Lost(id, name, reason(String.valueOf(e.getMessage())), seq, false));
        }
      }
    }
  }

  private static String reason(String what) {
    return "what the store holds of it can't be read: " + what;
  }

  private void segments() throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT id, first_position, runs, vigies, CAST(body AS BLOB) FROM segment"
                + " WHERE id > ? ORDER BY id");
    select.setLong(1, Math.min(marks.appliedTo(), marks.compactedTo()));
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long id = row.getLong(1);
        long first = row.getLong(2);
        int runs = Math.max(0, row.getInt(3));
        lastSegment = Math.max(lastSegment, id);
        position = Math.max(position, first + runs - 1);
        byte[] vigies = row.getBytes(4);
        byte[] found = row.getBytes(5);
        byte[] body = found == null ? new byte[0] : found;
        fold(id, vigies == null ? new byte[0] : vigies, body);
        if (id > marks.compactedTo()) {
          open.add(Segment.found(id, first, runs, body));
        }
      }
    }
  }

  /// Folds the lines of a segment. The list of their vigies tells whose a line was that is missing
  /// or can't be read: they are lost, and nobody else.
  private void fold(long segment, byte[] vigies, byte[] body) {
    int[] order = new int[vigies.length / Integer.BYTES];
    ByteBuffer.wrap(vigies).asIntBuffer().get(order);
    int lines = 0;
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      lines++;
    }
    int at = 0;
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      int number = Lines.vigy(body, line);
      int place = at;
      while (place < order.length && order[place] != number) {
        place++;
      }
      if (place > at && lines == order.length) {
        // No line is missing, so it is the number that is wrong.
        lose(order[at++], segment, "a line of segment " + segment + " is garbled");
      } else if (place < order.length) {
        for (; at < place; at++) {
          lose(order[at], segment, "a line of segment " + segment + " is missing");
        }
        at++;
        fold(number, segment, body, line);
      }
    }
    for (; at < order.length; at++) {
      lose(order[at], segment, "a line of segment " + segment + " is missing");
    }
  }

  /// A line of that vigy can't be read.
  private void lose(int number, long segment, String what) {
    Resident resident = residents.get(number);
    Lost known = lost.get(number);
    if (known != null) {
      if (!known.recorded()) {
        lost.put(number, known.withSeq(known.seq() + 1));
      }
    } else if (resident != null && segment > resident.applied()) {
      residents.remove(number);
      Vigy vigy = resident.vigy();
      // The line may have been a run.
      long seq = resident.state().seq() + 1;
      lost.put(number, new Lost(vigy.id(), vigy.name(), reason(what), seq, false));
    }
  }

  private void fold(int number, long segment, byte[] body, int line) {
    Resident resident = residents.get(number);
    boolean run = Lines.isRun(body, line);
    if (resident == null) {
      Lost known = lost.get(number);
      if (known != null && run && Lines.isSound(body, line)) {
        long seq = Lines.seq(body, Lines.head(body, line));
        lost.put(number, known.withSeq(Math.max(known.seq(), seq)));
      }
    } else if (segment > resident.applied()) {
      try {
        if (run && !Lines.isSound(body, line)) {
          throw new JsonIn.Malformed("a line of segment " + segment + " is garbled");
        }
        fold(resident, segment, body, line);
      } catch (JsonIn.Malformed
          | IllegalArgumentException
          | ArithmeticException
          | IndexOutOfBoundsException e) {
        lose(number, segment, String.valueOf(e.getMessage()));
      }
    }
  }

  private static void fold(Resident resident, long segment, byte[] body, int line) {
    int end = Lines.end(body, line);
    int tab = Lines.restEnd(body, line, end);
    int head = Lines.head(body, line);
    VigyState before = resident.state();
    // From the TAB on: ,"c":{…}}
    JsonIn in = new JsonIn(body, tab, end);
    in.comma();
    in.key();
    if (head < 0) {
      resident.advance(
          StateForm.readChange(in, null, before),
          resident.tally(),
          List.of(),
          Instant.EPOCH,
          segment);
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
    Tally tally = resident.tally().with(Lines.committed(body, tab));
    resident.advance(StateForm.readChange(in, rest, before), tally, kv, start, segment);
  }

  /// The runs of lost vigies in blocks: their numbers must not be given again.
  private void lastSeqs() throws SQLException {
    for (Map.Entry<Integer, Lost> entry : lost.entrySet()) {
      Lost vigy = entry.getValue();
      if (!vigy.recorded()) {
        long seq = History.lastCompacted(db, entry.getKey());
        entry.setValue(vigy.withSeq(Math.max(vigy.seq(), seq)));
      }
    }
  }

  List<Broken> broken() {
    return Lost.told(lost.values());
  }
}
