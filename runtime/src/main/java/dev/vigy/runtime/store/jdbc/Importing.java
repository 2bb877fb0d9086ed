package dev.vigy.runtime.store.jdbc;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Puts vigies and runs that come from elsewhere into a store, inside one transaction: all of it is
/// there in the end, or nothing.
///
/// Runs go into blocks at once, never through segments, so that a large history needs no more
/// memory than a small one. Nothing else may be waiting to be sorted: the store was settled before.
final class Importing {
  private static final int SEGMENT_RUNS = 1_000;
  private static final int EPOCH_RUNS = 100_000;
  private static final long EPOCH_BYTES = 32L << 20;
  private static final long PATIENCE = TimeUnit.HOURS.toNanos(24);

  private final Sqlite db;
  private final List<String> notes = new ArrayList<>();
  private final Map<VigyId, Arrived> arrived = new LinkedHashMap<>();
  private final Map<String, VigyId> names = new HashMap<>();
  private final Behind behind = new Behind();
  private final JsonOut body = new JsonOut(1 << 16);
  private int nextNumber;
  private long nextPlace;
  private long segment;
  private long position;
  private long runs;
  private long vigies;

  /// Of the segment that grows.
  private int segmentRuns;

  private OpenEpoch epoch;

  /// A vigy on its way.
  private static final class Arrived {
    final int number;
    final Vigy vigy;
    final StateForm.@Nullable Whole whole;
    long lastSeq;
    Gone gone;

    Arrived(int number, Vigy vigy, StateForm.@Nullable Whole whole, Gone gone) {
      this.number = number;
      this.vigy = vigy;
      this.whole = whole;
      this.gone = gone;
    }
  }

  /// What an import brings of a vigy.
  ///
  /// @param earlierSeq the last seq of its earlier life
  /// @param generations earlier definitions, oldest first
  record Arrival(
      Vigy vigy, StateForm.Whole whole, Gone gone, long earlierSeq, List<Vigy> generations) {}

  /// @param db inside a transaction
  Importing(Sqlite db) throws SQLException {
    this.db = db;
    Recovery recovery = Recovery.read(db, 0);
    nextNumber = recovery.marks.vigy() + 1;
    nextPlace = recovery.lastPlace + 1;
    segment = recovery.lastSegment;
    position = recovery.position;
    epoch = new OpenEpoch(recovery.marks.epoch() + 1, 0);
    recovery.residents.values().forEach(r -> names.put(r.vigy().name(), r.vigy().id()));
    recovery.lost.values().forEach(lost -> names.put(lost.name(), lost.id()));
  }

  void note(String text) {
    notes.add(text);
  }

  private boolean isHere(VigyId id) throws SQLException {
    PreparedStatement select =
        db.prepared(
            "SELECT EXISTS (SELECT 1 FROM vigy WHERE hex = ?1)"
                + " OR EXISTS (SELECT 1 FROM purged WHERE hex = ?1)");
    select.setString(1, id.hex());
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  void vigy(Arrival arrival) throws SQLException {
    Vigy vigy = arrival.vigy();
    if (isHere(vigy.id())) {
      note(
          "`%s` is left out: the store has had a vigy with its id %s"
              .formatted(vigy.name(), vigy.id()));
      return;
    }
    if (names.containsKey(vigy.name())) {
      String other = vigy.name() + "@" + vigy.id();
      note("`%s` arrives as `%s`, disabled: the name is taken".formatted(vigy.name(), other));
      vigy = named(vigy, other);
    }
    names.put(vigy.name(), vigy.id());
    Arrived known = new Arrived(nextNumber++, vigy, arrival.whole(), arrival.gone());
    arrived.put(vigy.id(), known);
    vigies++;
    row(known.number, vigy.id(), vigy.name(), arrival.earlierSeq(), VigyForm.write(vigy));
    for (Vigy earlier : arrival.generations()) {
      PreparedStatement insert =
          db.prepared(
              "INSERT INTO generation (vigy, generation, body) VALUES (?, ?, CAST(? AS TEXT))");
      insert.setInt(1, known.number);
      insert.setLong(2, earlier.generation());
      insert.setBytes(3, VigyForm.write(earlier));
      insert.executeUpdate();
    }
  }

  /// The same, disabled, under another name.
  static Vigy named(Vigy vigy, String name) {
    Map<String, Json> members = new LinkedHashMap<>(Shape.members(ExportForm.definition(vigy)));
    members.put("name", new Json.Text(name));
    members.put("enabled", new Json.Bool(false));
    return ExportForm.definition(vigy.id(), new Json.Object(members));
  }

  private void row(int number, VigyId id, String name, long lastSeq, byte @Nullable [] definition)
      throws SQLException {
    PreparedStatement insert =
        db.prepared(
            "INSERT INTO vigy (id, hex, name, place, last_seq, body)"
                + " VALUES (?, ?, ?, ?, ?, CAST(? AS TEXT))");
    insert.setInt(1, number);
    insert.setString(2, id.hex());
    insert.setString(3, name);
    insert.setLong(4, nextPlace++);
    insert.setLong(5, lastSeq);
    insert.setBytes(6, definition);
    insert.executeUpdate();
  }

  /// A vigy of which only runs are left.
  ///
  /// @param nobody stands for its definition
  void deleted(Vigy nobody, long lastSeq, Gone gone) throws SQLException {
    if (isHere(nobody.id())) {
      note(
          "the runs of the deleted `%s` are left out: the store has had a vigy with its id %s"
              .formatted(nobody.name(), nobody.id()));
      return;
    }
    Arrived known = new Arrived(nextNumber++, nobody, null, gone);
    known.lastSeq = 0;
    arrived.put(nobody.id(), known);
    row(known.number, nobody.id(), nobody.name(), lastSeq, null);
  }

  void purged(VigyId id, long lastSeq) throws SQLException {
    PreparedStatement insert =
        db.prepared(
            "INSERT INTO purged (hex, last_seq) VALUES (?, ?)"
                + " ON CONFLICT (hex) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq)");
    insert.setString(1, id.hex());
    insert.setLong(2, lastSeq);
    insert.executeUpdate();
  }

  void audit(long at, String who, String what, String hex, String name, @Nullable String note)
      throws SQLException {
    PreparedStatement insert =
        db.prepared("INSERT INTO audit (at, who, what, hex, name, note) VALUES (?, ?, ?, ?, ?, ?)");
    insert.setLong(1, at);
    insert.setString(2, who);
    insert.setString(3, what);
    insert.setString(4, hex);
    insert.setString(5, name);
    insert.setString(6, note);
    insert.executeUpdate();
  }

  /// The next run in the order of commits; one of a vigy that did not arrive is passed over.
  ///
  /// @throws JsonIn.Malformed if its number does not fit
  void run(Run run, Lines.Ordinal ordinal) throws SQLException {
    Arrived known = arrived.get(run.vigyId());
    if (known == null) {
      return;
    }
    boolean beyond = known.whole != null && run.seq() > known.whole.state().seq();
    if (run.seq() <= known.lastSeq || beyond) {
      throw new JsonIn.Malformed(
          "run %d of `%s` comes after run %d"
              .formatted(run.seq(), known.vigy.name(), known.lastSeq));
    }
    known.lastSeq = run.seq();
    body.raw(segmentRuns == 0 ? "[\n" : ",\n");
    body.raw(Lines.START).number(known.number).raw(Lines.HEADS);
    body.number(position + 1 + segmentRuns).raw(',');
    RunForm.write(body, run);
    body.raw("\t,\"c\":{");
    if (ordinal.kind() != Lines.UNNUMBERED) {
      body.raw("\"").raw(ordinal.kind()).raw("\":").number(ordinal.first());
    }
    body.raw("}}");
    runs++;
    if (++segmentRuns == SEGMENT_RUNS) {
      segment();
    }
  }

  private void segment() throws SQLException {
    if (segmentRuns == 0) {
      return;
    }
    body.raw("\n]");
    epoch.add(Segment.found(++segment, position + 1, segmentRuns, body.toBytes()));
    position += segmentRuns;
    segmentRuns = 0;
    body.clear();
    if (epoch.runs() >= EPOCH_RUNS || epoch.bytes() >= EPOCH_BYTES) {
      compact();
    }
  }

  private void compact() throws SQLException {
    if (epoch.isEmpty()) {
      return;
    }
    new Compaction(epoch, vigy -> true, row -> {}).prepare(behind, Integer.MAX_VALUE);
    behind.work(db, PATIENCE);
    if (behind.isStuck()) {
      throw new SQLException("the history can't be written");
    }
    behind.durable();
    epoch = new OpenEpoch(epoch.id + 1, 0);
  }

  /// Counts a run that could not be brought over, so that its number is accounted for.
  void lost(VigyId id, Gone one) {
    Arrived known = arrived.get(id);
    if (known != null) {
      known.gone = known.gone.plus(one);
    }
  }

  /// Writes what was waiting for the last run.
  Exported end() throws SQLException {
    segment();
    compact();
    segment++;
    for (Arrived known : arrived.values()) {
      StateForm.Whole whole = known.whole;
      if (whole != null) {
        JsonOut state = new JsonOut(1024);
        StateForm.writeWhole(state, whole.state(), whole.kv(), whole.tally());
        PreparedStatement insert =
            db.prepared("INSERT INTO state (id, applied, body) VALUES (?, ?, CAST(? AS TEXT))");
        insert.setInt(1, known.number);
        insert.setLong(2, segment);
        insert.setBytes(3, state.toBytes());
        insert.executeUpdate();
      }
      if (known.gone.runs() > 0) {
        Pruning.count(db, known.number, known.gone);
      }
    }
    PreparedStatement mark =
        db.prepared(
            "UPDATE mark SET writer = writer + 1, vigy = ?1, applied_to = max(applied_to, ?2),"
                + " compacted_to = max(compacted_to, ?2)");
    mark.setInt(1, nextNumber - 1);
    mark.setLong(2, segment);
    mark.executeUpdate();
    return new Exported(vigies, runs, List.copyOf(notes));
  }
}
