package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Looks at everything in a store, at one moment, and says what does not fit together.
///
/// Nothing is taken on trust that can be found out: runs are read from blocks and segments, states
/// from rows and segments as a restart would, and the two are compared ([VigyCheck]).
final class StoreCheck {
  private final Sqlite db;
  private final List<Verification.Problem> problems = new ArrayList<>();
  private long more;
  private long runs;

  /// By number; those that were purged are not in it.
  private final Map<Integer, VigyCheck> vigies = new TreeMap<>();

  /// Positions of the runs in the blocks of an epoch, and whose they are.
  private long[] positions = new long[1024];

  private int[] owners = new int[1024];
  private int placed;

  private StoreCheck(Sqlite db) {
    this.db = db;
  }

  /// @param db inside a snapshot
  static Verification of(Sqlite db) throws SQLException {
    return new StoreCheck(db).all();
  }

  private void problem(Optional<String> vigy, String text) {
    if (problems.size() < Verification.MOST) {
      problems.add(new Verification.Problem(vigy, text));
    } else {
      more++;
    }
  }

  private void problem(String text) {
    problem(Optional.empty(), text);
  }

  private Verification all() throws SQLException {
    for (String line : column("PRAGMA quick_check(20)")) {
      if (!line.equals("ok")) {
        problem("SQLite finds the file damaged: " + line);
      }
    }
    Recovery recovery = Recovery.read(db, 0);
    vigies(recovery);
    definitions();
    history(recovery.marks);
    segments(recovery.marks);
    long gone = 0;
    for (VigyCheck vigy : vigies.values()) {
      vigy.end();
      gone += vigy.gone().runs();
    }
    return new Verification(recovery.residents.size(), runs, gone, List.copyOf(problems), more);
  }

  private List<String> column(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet row = db.prepared(sql).executeQuery()) {
      while (row.next()) {
        found.add(String.valueOf(row.getString(1)));
      }
    }
    return found;
  }

  private void vigies(Recovery recovery) throws SQLException {
    Map<Integer, Gone> gone = gone();
    Map<String, List<Long>> kvEdits = kvEdits();
    Map<String, Integer> names = new HashMap<>();
    PreparedStatement select =
        db.prepared(
            "SELECT v.id, v.hex, v.name, v.last_seq, v.body IS NOT NULL, ifnull(p.last_seq, 0)"
                + " FROM vigy v LEFT JOIN purged p ON p.hex = v.hex ORDER BY v.id");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        int number = row.getInt(1);
        String hex = String.valueOf(row.getString(2));
        String name = String.valueOf(row.getString(3));
        boolean lives = row.getBoolean(5);
        Optional<String> about = Optional.of(name);
        if (!VigyId.isValid(hex)) {
          problem(about, "its id is `" + hex + "`");
          continue;
        }
        Integer namesake = lives ? names.put(name, number) : null;
        if (namesake != null) {
          problem(about, "two vigies have this name");
        }
        Lost lost = recovery.lost.get(number);
        if (lost != null) {
          problem(about, "it is quarantined: " + lost.reason());
        }
        vigies.put(
            number,
            new VigyCheck(
                new VigyId(hex),
                Optional.ofNullable(recovery.residents.get(number)),
                lost == null,
                row.getLong(6),
                row.getLong(4),
                gone.getOrDefault(number, Gone.NOTHING),
                kvEdits.getOrDefault(hex, List.of()),
                text -> problem(about, text)));
        gone.remove(number);
      }
    }
    gone.keySet()
        .forEach(number -> problem("runs of a vigy that is unknown are counted, number " + number));
  }

  private Map<Integer, Gone> gone() throws SQLException {
    Map<Integer, Gone> found = new TreeMap<>();
    PreparedStatement select =
        db.prepared("SELECT id, from_seq, to_seq, quiet, others, failed FROM gone");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.put(
            row.getInt(1),
            new Gone(
                row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
      }
    }
    return found;
  }

  /// When keys were set or deleted from outside, by vigy.
  private Map<String, List<Long>> kvEdits() throws SQLException {
    Map<String, List<Long>> found = new HashMap<>();
    PreparedStatement select = db.prepared("SELECT hex, at FROM audit WHERE what LIKE 'kv%'");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.computeIfAbsent(row.getString(1), hex -> new ArrayList<>()).add(row.getLong(2));
      }
    }
    return found;
  }

  private void definitions() throws SQLException {
    PreparedStatement select =
        db.prepared("SELECT vigy, generation, CAST(body AS BLOB) FROM generation");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        VigyCheck vigy = vigies.get(row.getInt(1));
        if (vigy == null) {
          problem("an earlier generation belongs to a vigy that is unknown");
          continue;
        }
        long generation = row.getLong(2);
        try {
          if (VigyForm.read(vigy.id(), row.getBytes(3)).generation() != generation) {
            throw new JsonIn.Malformed("it says another number");
          }
        } catch (JsonIn.Malformed | IllegalArgumentException | ArithmeticException e) {
          vigy.problem("generation " + generation + " can't be read: " + e.getMessage());
        }
      }
    }
  }

  private void history(Marks marks) throws SQLException {
    long behind = 0;
    Set<Integer> inBlocks = Set.copyOf(Blocks.epochs(db));
    for (EpochRow epoch : EpochRow.all(db)) {
      String name = "part " + epoch.id() + " of the history";
      if (epoch.firstPosition() <= behind) {
        problem(name + " overlaps the one before");
      }
      behind = epoch.lastPosition();
      placed = 0;
      if (inBlocks.contains(epoch.id())) {
        blocks(epoch, name);
      } else if (epoch.runs() > 0) {
        problem(name + " has lost its " + epoch.runs() + " runs");
      }
      order(epoch, name);
    }
    if (behind > marks.position()) {
      problem("the history goes further than the store says: to " + behind);
    }
  }

  private void blocks(EpochRow epoch, String name) throws SQLException {
    long after = -1;
    while (true) {
      List<Blocks.Block> found = Blocks.next(db, epoch.id(), after, 16);
      if (found.isEmpty()) {
        return;
      }
      after = found.getLast().id();
      for (Blocks.Block block : found) {
        try {
          block(epoch, name, block);
        } catch (JsonIn.Malformed
            | IllegalArgumentException
            | ArithmeticException
            | IndexOutOfBoundsException e) {
          problem("block " + block.id() + " of the history can't be read: " + e.getMessage());
        }
      }
    }
  }

  private void block(EpochRow epoch, String name, Blocks.Block block) {
    byte[] body = block.body();
    int line = Lines.first(body);
    if (line < 0) {
      throw new JsonIn.Malformed("it has no lines");
    }
    int last = line;
    for (; line >= 0; line = Lines.next(body, line)) {
      last = line;
      int number = Lines.vigy(body, line);
      if (number < block.vigyLow() || number > block.vigyHigh()) {
        throw new JsonIn.Malformed("a line is of another vigy");
      }
      RunForm.Rest rest = History.rest(body, line);
      VigyCheck vigy = vigies.get(number);
      for (int head = Lines.head(body, line); head >= 0; ) {
        int headEnd = Lines.headEnd(body, head);
        long position = Lines.position(body, head);
        place(position, number);
        if (position < epoch.firstPosition() || position > epoch.lastPosition()) {
          problem("a run stands at position " + position + ", which is not in " + name);
        }
        if (vigy != null) {
          runs++;
          vigy.run(rest.run(vigy.id(), body, head, headEnd));
        }
        head = Lines.nextHead(body, headEnd);
      }
    }
    int end = Lines.end(body, last);
    if (end + 2 != body.length || body[end] != '\n' || body[end + 1] != ']') {
      throw new JsonIn.Malformed("it is cut");
    }
  }

  private void place(long position, int owner) {
    if (placed == positions.length) {
      positions = Arrays.copyOf(positions, placed * 2);
      owners = Arrays.copyOf(owners, placed * 2);
    }
    positions[placed] = position;
    owners[placed++] = owner;
  }

  /// Whether each run of an epoch is found by its position.
  private void order(EpochRow epoch, String name) throws SQLException {
    Map<Long, Integer> missing = HashMap.newHashMap(placed);
    for (int i = 0; i < placed; i++) {
      if (missing.put(positions[i], owners[i]) != null) {
        problem("two runs stand at position " + positions[i]);
      }
    }
    long from = epoch.firstPosition();
    while (from <= epoch.lastPosition()) {
      long to = Math.min(epoch.lastPosition(), from + 16 * RunOrder.CHUNK);
      for (RunOrder.Placed run : RunOrder.between(db, from, to, Integer.MAX_VALUE)) {
        missing.remove(run.position(), run.vigy());
      }
      from = to + 1;
    }
    if (!missing.isEmpty()) {
      problem(
          "%d runs of %s are not found in the order of their commits"
              .formatted(missing.size(), name));
    }
  }

  private void segments(Marks marks) throws SQLException {
    long next = marks.position() + 1;
    PreparedStatement select =
        db.prepared(
            "SELECT id, first_position, runs, CAST(body AS BLOB) FROM segment WHERE id > ?"
                + " ORDER BY id");
    select.setLong(1, marks.compactedTo());
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long id = row.getLong(1);
        long first = row.getLong(2);
        if (first != next) {
          problem("batch %d begins at position %d, and %d was expected".formatted(id, first, next));
        }
        next = first + row.getInt(3);
        byte[] found = row.getBytes(4);
        segment(id, first, row.getInt(3), found == null ? new byte[0] : found);
      }
    }
  }

  private void segment(long id, long first, int count, byte[] body) {
    int found = 0;
    for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
      if (!Lines.isRun(body, line)) {
        continue;
      }
      try {
        if (!Lines.isSound(body, line)) {
          throw new JsonIn.Malformed("it is garbled");
        }
        VigyCheck vigy = vigies.get(Lines.vigy(body, line));
        int head = Lines.head(body, line);
        long position = Lines.position(body, head);
        if (position != first + found) {
          throw new JsonIn.Malformed("it stands at position " + position);
        }
        if (vigy != null) {
          Run run = History.rest(body, line).run(vigy.id(), body, head, Lines.headEnd(body, head));
          runs++;
          vigy.run(run);
        }
      } catch (JsonIn.Malformed
          | IllegalArgumentException
          | ArithmeticException
          | IndexOutOfBoundsException e) {
        problem("run %d of batch %d can't be read: %s".formatted(found + 1, id, e.getMessage()));
      }
      found++;
    }
    if (found != count) {
      problem("batch %d holds %d runs instead of %d".formatted(id, found, count));
    }
  }
}
