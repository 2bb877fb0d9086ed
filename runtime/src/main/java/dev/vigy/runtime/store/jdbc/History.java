package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.jdbc.OpenRuns.Place;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds runs: the newest in memory ([OpenRuns]), older ones in blocks.
///
/// What memory and file hold may change between the two looks; the look at memory comes first and
/// says which epochs are left to the file, so no run is missed and none is seen twice.
final class History {
  /// Whose runs they are.
  interface Names {
    /// The number of a vigy that has or had one; 0 if unknown.
    int number(Sqlite db, VigyId id) throws SQLException;

    /// The vigy of a number; empty if it was purged.
    Optional<VigyId> id(Sqlite db, int number) throws SQLException;
  }

  private final Names names;

  History(Names names) {
    this.names = names;
  }

  List<Run> runs(Sqlite db, OpenRuns open, VigyId id, RunQuery query) throws SQLException {
    int vigy = names.number(db, id);
    if (vigy == 0 || query.limit() <= 0) {
      return List.of();
    }
    OpenRuns.Found newest = open.of(vigy);
    Collected found = new Collected(id, query);
    for (Place place : newest.places()) {
      if (found.isFull()) {
        return found.runs;
      }
      found.line(place.body(), place.line());
    }
    long since = query.since().map(instant -> instant.toEpochMilli()).orElse(Long.MIN_VALUE);
    PreparedStatement epochs =
        db.prepared(
            "SELECT id, to_ms, failed FROM epoch WHERE first_position <= ?"
                + " ORDER BY first_position DESC");
    epochs.setLong(1, newest.through());
    // An epoch may have been merged since with newer ones, whose runs were found in memory.
    found.through = newest.through();
    List<Integer> wanted = new ArrayList<>();
    try (ResultSet row = epochs.executeQuery()) {
      while (row.next()) {
        boolean onlyFailed = query.failed().orElse(false);
        if (row.getLong(2) >= since && !(onlyFailed && row.getLong(3) == 0)) {
          wanted.add(row.getInt(1));
        }
      }
    }
    for (int epoch : wanted) {
      if (found.isFull()) {
        break;
      }
      blocks(db, epoch, vigy, found);
    }
    return found.runs;
  }

  /// Adds the runs of one vigy in one epoch, newest first.
  private static void blocks(Sqlite db, int epoch, int vigy, Collected found) throws SQLException {
    long upTo = Blocks.last(epoch, vigy);
    while (!found.isFull()) {
      Block block = block(db, epoch, upTo);
      if (block == null || block.vigyHi < vigy) {
        return;
      }
      List<Integer> lines = new ArrayList<>();
      for (int line = Lines.first(block.body); line >= 0; line = Lines.next(block.body, line)) {
        if (Lines.vigy(block.body, line) == vigy) {
          lines.add(line);
        }
      }
      for (int line : lines.reversed()) {
        found.line(block.body, line);
      }
      if (block.id <= Blocks.id(epoch, vigy, 0)) {
        return;
      }
      upTo = block.id - 1;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
  private record Block(long id, int vigyHi, byte[] body) {}

  /// The block of `epoch` with the highest number up to `upTo`.
  private static @Nullable Block block(Sqlite db, int epoch, long upTo) throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT id, vigy_hi, CAST(body AS BLOB) FROM run_block WHERE id BETWEEN ? AND ?"
                + " ORDER BY id DESC LIMIT 1");
    select.setLong(1, Blocks.first(epoch));
    select.setLong(2, upTo);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? new Block(row.getLong(1), row.getInt(2), row.getBytes(3)) : null;
    }
  }

  /// The highest seq of a vigy in blocks, 0 if it has none there.
  static long lastCompacted(Sqlite db, int vigy) throws SQLException {
    List<Integer> epochs = new ArrayList<>();
    PreparedStatement select = db.prepared("SELECT id FROM epoch ORDER BY first_position DESC");
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        epochs.add(row.getInt(1));
      }
    }
    for (int epoch : epochs) {
      long last = 0;
      Block block = block(db, epoch, Blocks.last(epoch, vigy));
      if (block != null && block.vigyHi >= vigy) {
        for (int line = Lines.first(block.body); line >= 0; line = Lines.next(block.body, line)) {
          if (Lines.vigy(block.body, line) == vigy) {
            for (int head : heads(block.body, line)) {
              last = Math.max(last, Lines.seq(block.body, head));
            }
          }
        }
      }
      if (last > 0) {
        return last;
      }
    }
    return 0;
  }

  Optional<Run> run(Sqlite db, OpenRuns open, String id) throws SQLException {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    OpenRuns.Found newest = open.withId(bytes);
    for (Place place : newest.places()) {
      return run(db, place.vigy(), place.body(), place.line(), bytes);
    }
    List<Integer> wanted = new ArrayList<>();
    PreparedStatement epochs =
        db.prepared(
            "SELECT id FROM epoch WHERE first_id <= ?1 AND last_id >= ?1"
                + " ORDER BY first_position DESC");
    epochs.setString(1, id);
    try (ResultSet row = epochs.executeQuery()) {
      while (row.next()) {
        wanted.add(row.getInt(1));
      }
    }
    for (int epoch : wanted) {
      PreparedStatement select =
          db.prepared(
              "SELECT CAST(body AS BLOB) FROM run_block WHERE id >= ? AND id < ?"
                  + " AND instr(body, ?) > 0");
      select.setLong(1, Blocks.first(epoch));
      select.setLong(2, Blocks.first(epoch + 1L));
      select.setString(3, '"' + id + '"');
      List<byte[]> bodies = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          bodies.add(row.getBytes(1));
        }
      }
      for (byte[] body : bodies) {
        for (int line = Lines.first(body); line >= 0; line = Lines.next(body, line)) {
          Optional<Run> run = run(db, Lines.vigy(body, line), body, line, bytes);
          if (run.isPresent()) {
            return run;
          }
        }
      }
    }
    return Optional.empty();
  }

  /// The run of that id, if it stands in that line.
  private Optional<Run> run(Sqlite db, int vigy, byte[] body, int line, byte[] id)
      throws SQLException {
    for (int head : heads(body, line)) {
      int headEnd = Lines.headEnd(body, head);
      int at = Lines.id(body, head);
      if (Lines.same(body, at, Math.min(headEnd, at + id.length), id, 0, id.length)) {
        Optional<VigyId> name = names.id(db, vigy);
        return name.stream()
            .flatMap(known -> readable(known, body, line, List.of(head)).stream())
            .findFirst();
      }
    }
    return Optional.empty();
  }

  /// A part of what was asked for.
  ///
  /// @param next where to go on, or -1 when there is no more
  record Step(List<Run> runs, long next) {}

  /// Up to `limit` runs from position `at` on: as many as one look gives. Runs of purged vigies are
  /// passed over, so there may be none and yet more to come. Each step needs a moment of its own:
  /// what memory has let go since must be seen in the file.
  Step runsFrom(Sqlite db, OpenRuns open, long at, int limit) throws SQLException {
    OpenRuns.Found newest = open.from(at, limit);
    List<Place> places = newest.places();
    if (places.isEmpty() || position(places.getFirst()) > at) {
      List<Placed> compacted = inOrder(db, newest.through(), at, limit);
      if (!compacted.isEmpty()) {
        return new Step(fromBlocks(db, compacted), compacted.getLast().position + 1);
      }
    }
    if (places.isEmpty()) {
      return new Step(List.of(), -1);
    }
    List<Run> found = new ArrayList<>();
    for (Place place : places) {
      Optional<VigyId> id = names.id(db, place.vigy());
      if (id.isPresent()) {
        int head = Lines.head(place.body(), place.line());
        found.addAll(readable(id.get(), place.body(), place.line(), List.of(head)));
      }
    }
    return new Step(found, position(places.getLast()) + 1);
  }

  private static long position(Place place) {
    return Lines.position(place.body(), Lines.head(place.body(), place.line()));
  }

  private record Placed(long position, int epoch, int vigy) {}

  /// The vigies of compacted runs from `at` on, or from the first one that retention left.
  private static List<Placed> inOrder(Sqlite db, long through, long at, int limit)
      throws SQLException {
    PreparedStatement epochs =
        db.prepared(
            "SELECT id, first_position, last_position FROM epoch"
                + " WHERE last_position >= ? AND first_position <= ?"
                + " ORDER BY first_position LIMIT 1");
    long from = at;
    while (true) {
      epochs.setLong(1, from);
      epochs.setLong(2, through);
      int epoch;
      long last;
      try (ResultSet row = epochs.executeQuery()) {
        if (!row.next()) {
          return List.of();
        }
        epoch = row.getInt(1);
        from = Math.max(from, row.getLong(2));
        last = Math.min(through, row.getLong(3));
      }
      List<Placed> found = new ArrayList<>();
      for (RunOrder.Placed placed : RunOrder.between(db, from, last, limit)) {
        found.add(new Placed(placed.position(), epoch, placed.vigy()));
      }
      if (!found.isEmpty() || last >= through) {
        return found;
      }
      // Retention took all that the epoch still had.
      from = last + 1;
    }
  }

  private List<Run> fromBlocks(Sqlite db, List<Placed> wanted) throws SQLException {
    Map<Integer, List<Run>> ofVigy = new HashMap<>();
    List<Run> found = new ArrayList<>();
    for (Placed placed : wanted) {
      List<Run> runs = ofVigy.get(placed.vigy);
      if (runs == null) {
        runs = between(db, placed, wanted.getLast().position);
        ofVigy.put(placed.vigy, runs);
      }
      for (Run run : runs) {
        if (run.position() == placed.position) {
          found.add(run);
          break;
        }
      }
    }
    return found;
  }

  /// The runs of the vigy of `from` from there on up to position `last`, of one epoch.
  private List<Run> between(Sqlite db, Placed from, long last) throws SQLException {
    List<Run> found = new ArrayList<>();
    Optional<VigyId> id = names.id(db, from.vigy);
    if (id.isEmpty()) {
      return found;
    }
    long upTo = Blocks.last(from.epoch, from.vigy);
    while (true) {
      Block block = block(db, from.epoch, upTo);
      if (block == null || block.vigyHi < from.vigy) {
        return found;
      }
      long oldest = Long.MAX_VALUE;
      for (int line = Lines.first(block.body); line >= 0; line = Lines.next(block.body, line)) {
        if (Lines.vigy(block.body, line) != from.vigy) {
          continue;
        }
        List<Integer> heads = new ArrayList<>();
        for (int head : heads(block.body, line)) {
          long position = Lines.position(block.body, head);
          oldest = Math.min(oldest, position);
          if (position >= from.position && position <= last) {
            heads.add(head);
          }
        }
        if (!heads.isEmpty()) {
          found.addAll(readable(id.get(), block.body, line, heads));
        }
      }
      if (oldest <= from.position || block.id <= Blocks.id(from.epoch, from.vigy, 0)) {
        return found;
      }
      upTo = block.id - 1;
    }
  }

  /// Where the heads of a line stand, as far as they can be told.
  private static List<Integer> heads(byte[] body, int line) {
    List<Integer> heads = new ArrayList<>();
    try {
      for (int head = Lines.head(body, line); head >= 0; ) {
        int headEnd = Lines.headEnd(body, head);
        if (!Lines.isHead(body, head, headEnd)) {
          return heads;
        }
        heads.add(head);
        head = Lines.nextHead(body, headEnd);
      }
    } catch (JsonIn.Malformed | IndexOutOfBoundsException e) {
      // It is cut.
    }
    return heads;
  }

  /// The runs of a line, or none if somebody broke it: the others must stay readable. `verify`
  /// tells.
  private static List<Run> readable(VigyId id, byte[] body, int line, List<Integer> heads) {
    List<Run> runs = new ArrayList<>();
    try {
      RunForm.Rest rest = rest(body, line);
      for (int head : heads) {
        runs.add(rest.run(id, body, head, Lines.headEnd(body, head)));
      }
    } catch (JsonIn.Malformed
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException
        | IndexOutOfBoundsException e) {
      return List.of();
    }
    return runs;
  }

  /// What the runs of a line have in common.
  static RunForm.Rest rest(byte[] body, int line) {
    int lineEnd = Lines.end(body, line);
    int head = Lines.head(body, line);
    int headEnd = Lines.headEnd(body, head);
    for (int next = head; next >= 0; next = Lines.nextHead(body, headEnd)) {
      headEnd = Lines.headEnd(body, next);
    }
    return RunForm.readRest(body, headEnd + 2, Lines.restEndOrBrace(body, headEnd, lineEnd));
  }

  /// Runs of one vigy that fit a query, newest first.
  private static final class Collected {
    final List<Run> runs = new ArrayList<>();
    private final VigyId id;
    private final RunQuery query;
    private final long before;

    /// Newer runs are passed over.
    long through = Long.MAX_VALUE;

    Collected(VigyId id, RunQuery query) {
      this.id = id;
      this.query = query;
      this.before = query.beforeSeq().orElse(Long.MAX_VALUE);
    }

    boolean isFull() {
      return runs.size() >= query.limit();
    }

    void line(byte[] body, int line) {
      List<Integer> heads = new ArrayList<>();
      for (int head : heads(body, line)) {
        if (Lines.seq(body, head) < before && Lines.position(body, head) <= through) {
          heads.add(head);
        }
      }
      if (heads.isEmpty()) {
        return;
      }
      for (Run run : readable(id, body, line, heads.reversed())) {
        if (!isFull() && query.matches(run)) {
          runs.add(run);
        }
      }
    }
  }
}
