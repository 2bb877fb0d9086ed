package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Change;
import dev.vigy.runtime.store.Committed;
import dev.vigy.runtime.store.Store.Loaded;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.store.VigyRecord;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes batches: the only one that does, in the only process that does.
///
/// Everything here happens on one thread at a time, under the lock of [SqliteStore]; what other
/// threads look at (residents, names, open runs) guards itself.
final class Committer implements History.Names, Upkeep.Host {
  private static final long IDLE_BUDGET = TimeUnit.MILLISECONDS.toNanos(5);

  /// So long closing may take to bring rows up to date.
  private static final long CLOSING = TimeUnit.SECONDS.toNanos(1);

  private static final long KEPT_ANSWERS = 10_000;

  private final Path file;
  private final Sqlite db;
  final OpenRuns open;
  private final Map<VigyId, Resident> residents;
  private final Map<VigyId, Integer> numbers;
  private final Map<Integer, VigyId> ids;
  private final Map<VigyId, Lost> broken = new ConcurrentHashMap<>();
  private final JsonOut buffer = new JsonOut(1 << 16);
  private final Behind behind = new Behind();
  private Settings settings;
  private final Settings.Pace pace;
  private final Readers readers;
  private final Marks marks;
  private final Runnable idling;
  private volatile @Nullable Upkeep upkeep;
  private volatile long lastCommitNanos;
  private volatile long newestStartMs;
  private long writer;
  private boolean writing;
  private volatile long segment;
  private volatile long position;
  private int number;
  private long place;
  private long newestRequest;

  /// @param idling calls [#idle] under the lock, if the lock is free
  Committer(
      Path file,
      Sqlite db,
      Recovery recovery,
      Settings settings,
      Readers readers,
      Runnable idling) {
    this.file = file;
    this.db = db;
    this.settings = settings;
    this.pace = settings.pace();
    this.readers = readers;
    this.idling = idling;
    this.marks = recovery.marks;
    this.open = recovery.open;
    this.writer = recovery.marks.writer();
    this.segment = recovery.lastSegment;
    this.position = recovery.position;
    this.number = recovery.marks.vigy();
    this.place = recovery.lastPlace;
    this.residents = new ConcurrentHashMap<>(recovery.residents.size());
    this.numbers = new ConcurrentHashMap<>(recovery.names.size());
    this.ids = new ConcurrentHashMap<>(recovery.names.size());
    recovery.residents.values().forEach(r -> residents.put(r.vigy().id(), r));
    recovery.names.forEach(this::named);
    recovery.lost.values().forEach(lost -> broken.put(lost.id(), lost));
  }

  private void named(int vigy, VigyId id) {
    ids.put(vigy, id);
    numbers.put(id, vigy);
  }

  @Override
  public int number(Sqlite unused, VigyId id) {
    return numbers.getOrDefault(id, 0);
  }

  @Override
  public Optional<VigyId> id(Sqlite unused, int vigy) {
    return Optional.ofNullable(ids.get(vigy));
  }

  Loaded loaded() {
    List<VigyRecord> records =
        residents.values().stream()
            .sorted(Comparator.comparingLong(resident -> resident.place))
            .map(Resident::record)
            .toList();
    return new Loaded(records, Lost.told(broken.values()), position);
  }

  Committed commit(Batch batch) {
    Numbering numbering = new Numbering();
    buffer.clear();
    Plan plan = Plan.of(batch, numbering, buffer, position + 1);
    long id = segment + 1;
    Segment written = plan.segment(id, position + 1);
    try {
      db.begin();
      checkOrBecomeWriter();
      if (written != null) {
        insert(written, plan.lineVigies());
      }
      rows(plan, id, numbering);
      answers(batch);
      behind.work(db, budget());
      db.commit();
    } catch (SQLException e) {
      undo();
      throw Trouble.told(file, "written", e);
    } catch (RuntimeException | Error e) {
      undo();
      throw e;
    }
    lastCommitNanos = System.nanoTime();
    Committed committed = durable(plan, id, written, numbering);
    behind.durable();
    return committed;
  }

  private void undo() {
    db.rollback();
    behind.undone();
  }

  /// More when compaction lags: then commits must wait for it, or memory would fill up.
  private long budget() {
    Upkeep known = upkeep;
    long normal = pace.budget().toNanos();
    int lag = known == null ? 0 : known.lag();
    return lag < 2 ? normal : lag < 4 ? normal * 10 : normal * 100;
  }

  /// Runs waiting units although there is nothing to commit. Under the lock.
  void idle() {
    if (!writing) {
      return;
    }
    try {
      db.begin();
      checkOrBecomeWriter();
      behind.work(db, IDLE_BUDGET);
      db.commit();
    } catch (SQLException e) {
      undo();
      throw Trouble.told(file, "written", e);
    } catch (RuntimeException | Error e) {
      undo();
      throw e;
    }
    behind.durable();
  }

  /// Before the first commit: what work behind the commits goes by.
  void use(Settings newSettings) {
    settings = newSettings;
  }

  private void begin(Marks now) {
    Upkeep started = new Upkeep(this, open, behind, settings, readers, now);
    upkeep = started;
    started.start();
  }

  /// Why the work behind the commits does not go on.
  Optional<String> trouble() {
    Upkeep known = upkeep;
    return known == null ? Optional.empty() : known.trouble();
  }

  /// How often that work failed in a row.
  int failures() {
    Upkeep known = upkeep;
    return known == null ? 0 : known.failures();
  }

  /// Begins again after [#end].
  void restart() {
    if (writing) {
      begin(readers.read(Marks::read));
    }
  }

  /// Brings work behind the commits to an end. Under the lock, before the connection closes.
  void end(boolean everything) {
    Upkeep known = upkeep;
    if (known == null) {
      return;
    }
    try {
      known.end();
      if (everything) {
        known.drainAll();
      } else {
        known.drainRows(System.nanoTime() + CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    upkeep = null;
  }

  @Override
  public List<Resident> residents() {
    return residents.values().stream()
        .sorted(Comparator.comparingInt(resident -> resident.number))
        .toList();
  }

  @Override
  public @Nullable Resident resident(int vigy) {
    VigyId id = ids.get(vigy);
    return id == null ? null : residents.get(id);
  }

  @Override
  public boolean isKnown(int vigy) {
    return ids.containsKey(vigy);
  }

  @Override
  public long durableSegment() {
    return segment;
  }

  @Override
  public void idleTransaction() {
    idling.run();
  }

  @Override
  public long lastCommitNanos() {
    return lastCommitNanos;
  }

  @Override
  public long newestStartMs() {
    return newestStartMs;
  }

  /// Numbers that are given away only if the batch becomes durable.
  private final class Numbering implements Plan.Known {
    int nextNumber = number;
    long nextPlace = place;

    @Override
    public @Nullable Resident resident(VigyId id) {
      return residents.get(id);
    }

    @Override
    public int formerNumber(VigyId id) {
      return numbers.getOrDefault(id, 0);
    }

    @Override
    public @Nullable Lost lost(VigyId id) {
      return broken.get(id);
    }

    @Override
    public int nextNumber() {
      return ++nextNumber;
    }

    @Override
    public long nextPlace() {
      return ++nextPlace;
    }
  }

  /// Sees that nobody else wrote since we read the file, and what others ask.
  private void checkOrBecomeWriter() throws SQLException {
    PreparedStatement select = db.prepared("SELECT writer, (SELECT max(id) FROM edit) FROM mark");
    long found;
    try (ResultSet row = select.executeQuery()) {
      found = row.next() ? row.getLong(1) : -1;
      newestRequest = row.getLong(2);
    }
    if (found != writer) {
      throw new StoreException(
          "the store " + file + " was written by another process while this one had it",
          "see that no old process still runs; start this one again",
          null);
    }
    if (!writing) {
      db.prepared("UPDATE mark SET writer = writer + 1").executeUpdate();
      // An epoch that was being compacted when its process ended is compacted again.
      PreparedStatement blocks = db.prepared("DELETE FROM run_block WHERE id >= ? AND id < ?");
      blocks.setLong(1, Blocks.first(marks.epoch() + 1L));
      blocks.setLong(2, Blocks.first(Blocks.MERGED));
      blocks.executeUpdate();
      update("DELETE FROM run_order WHERE first_position > ?", marks.position());
      recordBroken();
    }
  }

  /// What was found to be damaged stays so, although the segment may go in which it was found.
  private void recordBroken() throws SQLException {
    for (Lost lost : broken.values()) {
      if (!lost.recorded()) {
        PreparedStatement update =
            db.prepared("UPDATE vigy SET broken = ?, last_seq = max(last_seq, ?) WHERE id = ?");
        update.setString(1, lost.reason());
        update.setLong(2, lost.seq());
        update.setInt(3, numbers.getOrDefault(lost.id(), 0));
        update.executeUpdate();
      }
    }
  }

  /// The last seq of a broken vigy, 0 for any other.
  long brokenSeq(VigyId id) {
    Lost lost = broken.get(id);
    return lost == null ? 0 : lost.seq();
  }

  private void insert(Segment written, byte[] vigies) throws SQLException {
    PreparedStatement insert =
        db.prepared("INSERT INTO segment VALUES (?, ?, ?, ?, CAST(? AS TEXT))");
    insert.setLong(1, written.id());
    insert.setLong(2, written.firstPosition());
    insert.setInt(3, written.runs());
    insert.setBytes(4, vigies);
    insert.setBytes(5, written.body());
    insert.executeUpdate();
  }

  private void rows(Plan plan, long id, Numbering numbering) throws SQLException {
    for (Plan.Draft draft : plan.edited) {
      forget(draft);
      if (draft.vigy != null) {
        put(draft, draft.vigy, id);
      }
    }
    if (numbering.nextNumber != number) {
      PreparedStatement update = db.prepared("UPDATE mark SET vigy = ?");
      update.setInt(1, numbering.nextNumber);
      update.executeUpdate();
    }
    for (int i = 0; i < plan.audits.size(); i++) {
      Change.Audit audit = plan.audits.get(i);
      PreparedStatement insert =
          db.prepared(
              "INSERT INTO audit (at, who, what, hex, name, note) VALUES (?, ?, ?, ?, ?, ?)");
      insert.setLong(1, audit.at().toEpochMilli());
      insert.setString(2, audit.by());
      insert.setString(3, audit.what());
      insert.setString(4, plan.audited.get(i).id.hex());
      insert.setString(5, plan.auditedNames.get(i));
      insert.setString(6, audit.note().orElse(null));
      insert.executeUpdate();
    }
  }

  private void forget(Plan.Draft draft) throws SQLException {
    int former = numbers.getOrDefault(draft.id, 0);
    if (draft.dropGenerations && former > 0) {
      update("DELETE FROM generation WHERE vigy = ?", former);
    }
    if (draft.purged > 0) {
      update("DELETE FROM vigy WHERE id = ?", draft.purged);
      update("DELETE FROM state WHERE id = ?", draft.purged);
      update("DELETE FROM gone WHERE id = ?", draft.purged);
      PreparedStatement insert =
          db.prepared("INSERT OR REPLACE INTO purged (hex, last_seq) VALUES (?, ?)");
      insert.setString(1, draft.id.hex());
      insert.setLong(2, draft.lastSeq);
      insert.executeUpdate();
    } else if (draft.vigy == null && former > 0) {
      update("DELETE FROM state WHERE id = ?", former);
      PreparedStatement update =
          db.prepared("UPDATE vigy SET body = NULL, broken = NULL, last_seq = ? WHERE id = ?");
      update.setLong(1, draft.lastSeq);
      update.setInt(2, former);
      update.executeUpdate();
    }
  }

  private void update(String sql, long parameter) throws SQLException {
    PreparedStatement statement = db.prepared(sql);
    statement.setLong(1, parameter);
    statement.executeUpdate();
  }

  private void put(Plan.Draft draft, Vigy vigy, long id) throws SQLException {
    PreparedStatement definition =
        db.prepared(
            """
            INSERT INTO vigy (id, hex, name, place, last_seq, body)
              VALUES (?, ?, ?, ?, ?, CAST(? AS TEXT))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, place = excluded.place,
              broken = NULL, body = excluded.body, last_seq = max(last_seq, excluded.last_seq)
            """);
    definition.setInt(1, draft.number);
    definition.setString(2, draft.id.hex());
    definition.setString(3, vigy.name());
    definition.setLong(4, draft.place);
    definition.setLong(5, draft.lastSeq);
    definition.setBytes(6, VigyForm.write(vigy));
    definition.executeUpdate();
    JsonOut whole = new JsonOut(1024);
    StateForm.writeWhole(whole, draft.state, draft.kv(), draft.tally);
    PreparedStatement state =
        db.prepared(
            "INSERT OR REPLACE INTO state (id, applied, body) VALUES (?, ?, CAST(? AS TEXT))");
    state.setInt(1, draft.number);
    state.setLong(2, id);
    state.setBytes(3, whole.toBytes());
    state.executeUpdate();
    for (Vigy earlier : draft.earlier) {
      PreparedStatement generation =
          db.prepared(
              "INSERT INTO generation (vigy, generation, body) VALUES (?, ?, CAST(? AS TEXT))");
      generation.setInt(1, draft.number);
      generation.setLong(2, earlier.generation());
      generation.setBytes(3, VigyForm.write(earlier));
      generation.executeUpdate();
    }
  }

  private void answers(Batch batch) throws SQLException {
    if (batch.answered().isEmpty()) {
      return;
    }
    PreparedStatement update = db.prepared("UPDATE edit SET answer = ? WHERE id = ?");
    for (Batch.RequestAnswer answer : batch.answered()) {
      update.setString(1, answer.answer());
      update.setLong(2, answer.number());
      update.executeUpdate();
    }
    update("DELETE FROM edit WHERE id < ? AND answer IS NOT NULL", newestRequest - KEPT_ANSWERS);
  }

  private Committed durable(Plan plan, long id, @Nullable Segment written, Numbering numbering) {
    if (!writing) {
      writing = true;
      writer++;
      begin(marks);
    }
    segment = id;
    number = numbering.nextNumber;
    place = numbering.nextPlace;
    for (Plan.Draft draft : plan.drafts.values()) {
      if (!draft.rows) {
        Resident resident = draft.was;
        if (resident != null) {
          draft.advance(resident, id);
        }
      } else {
        edited(draft, id);
      }
    }
    long before = position;
    if (written != null) {
      open.add(written);
      OpenEpoch current = open.current();
      if (current.runs() >= pace.epochRuns() || current.bytes() >= pace.epochBytes()) {
        open.close(lastCommitNanos);
        behind.wake();
      }
      position = before + written.runs();
      if (written.runs() > 0) {
        newestStartMs = plan.newestStartMs;
      }
    }
    return new Committed(before + 1, newestRequest);
  }

  private void edited(Plan.Draft draft, long id) {
    broken.remove(draft.id);
    if (draft.purged > 0) {
      ids.remove(draft.purged);
      numbers.remove(draft.id);
    }
    Vigy vigy = draft.vigy;
    if (vigy == null) {
      residents.remove(draft.id);
      return;
    }
    Resident was = draft.was;
    if (was != null && was.number == draft.number && was.place == draft.place) {
      was.rewritten(vigy, draft.state, draft.kv(), draft.tally, id);
    } else {
      named(draft.number, draft.id);
      residents.put(
          draft.id,
          new Resident(
              draft.number,
              draft.place,
              vigy,
              new StateForm.Whole(draft.state, draft.kv(), draft.tally),
              id));
    }
  }
}
