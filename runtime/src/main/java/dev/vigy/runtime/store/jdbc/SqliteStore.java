package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Batch;
import dev.vigy.runtime.store.Committed;
import dev.vigy.runtime.store.Gone;
import dev.vigy.runtime.store.Request;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.store.StoreLock;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A store in one SQLite file. Needs the driver `org.xerial:sqlite-jdbc` on the class path.
///
/// Any number of processes may open a file; the one that [#claim]s it commits and answers reads
/// from memory where it can, the others follow what it makes durable. Requests come from any of
/// them.
public final class SqliteStore implements Store {
  private static final System.Logger LOG = System.getLogger(SqliteStore.class.getName());

  private final Path file;
  private Settings settings;
  private final boolean readOnly;
  private final Readers readers;
  private final Following following = new Following();
  private final History followed = new History(following);

  /// Guards the writing connection and all below.
  private final ReentrantLock writing = new ReentrantLock();

  private @Nullable Sqlite writer;
  private @Nullable StoreLock lock;
  private volatile @Nullable Committer committer;
  private volatile boolean claimed;
  private boolean closed;

  private SqliteStore(Path file, Settings settings, boolean readOnly) {
    this.file = file;
    this.settings = settings;
    this.readOnly = readOnly;
    this.readers = new Readers(file, settings.patience());
  }

  /// Opens the store in `file`, or makes one.
  ///
  /// @throws StoreException if that is no file, not ours, too new, damaged, or can't be written
  public static SqliteStore at(Path file) {
    return at(file, Settings.DEFAULT);
  }

  /// Opens the store in `file`, or makes one.
  public static SqliteStore at(Path file, Settings settings) {
    refuseFolders(file);
    SqliteStore store = new SqliteStore(file, settings, false);
    try {
      store.writer = openWriter(file, settings, true);
      return store;
    } catch (SQLException e) {
      throw Trouble.told(file, "opened", e);
    }
  }

  /// Opens a store that is there for reading and for requests; it never commits.
  ///
  /// @throws StoreException if there is none, too
  public static SqliteStore reader(Path file) {
    return reader(file, Settings.DEFAULT);
  }

  /// Opens a store that is there for reading and for requests.
  public static SqliteStore reader(Path file, Settings settings) {
    refuseFolders(file);
    if (!Files.exists(file)) {
      throw new StoreException(
          "there is no store " + file, "see the path, or start vigy once", null);
    }
    SqliteStore store = new SqliteStore(file, settings, true);
    int version = store.readers.read(db -> Schema.CURRENT.check(db, file));
    if (version < Schema.CURRENT.version()) {
      // Only who writes can bring it up to date.
      at(file, settings).close();
    }
    return store;
  }

  private static void refuseFolders(Path file) {
    if (Files.isDirectory(file)) {
      throw new StoreException(
          file + " is a folder, not a store", "name a file in it, such as state.db", null);
    }
  }

  private static Sqlite openWriter(Path file, Settings settings, boolean create)
      throws SQLException {
    Sqlite db =
        create
            ? Sqlite.writing(file, settings.patience())
            : Sqlite.writingExisting(file, settings.patience());
    boolean ready = false;
    try {
      db.execute("PRAGMA page_size=4096");
      if (create) {
        Schema.CURRENT.prepare(db, file, settings.patience());
      }
      String journal = db.patiently(() -> db.text("PRAGMA journal_mode=WAL"));
      db.execute("PRAGMA synchronous=FULL");
      long synchronous = db.number("PRAGMA synchronous");
      if (!journal.equals("wal") || synchronous != 2) {
        throw new StoreException(
            "the store %s can't be made durable: journal mode %s, synchronous %d"
                .formatted(file, journal, synchronous),
            "put it on a local disk",
            null);
      }
      db.execute("PRAGMA wal_autocheckpoint=1000");
      db.execute("PRAGMA journal_size_limit=67108864");
      db.execute("PRAGMA cache_size=-65536");
      db.execute("PRAGMA secure_delete=OFF");
      ready = true;
      return db;
    } finally {
      if (!ready) {
        db.close();
      }
    }
  }

  @Override
  public boolean claim() {
    if (readOnly) {
      return false;
    }
    writing.lock();
    try {
      if (!claimed) {
        mustBeOpen();
        switch (StoreLock.take(file, "process " + ProcessHandle.current().pid())) {
          case StoreLock.Attempt.Taken(StoreLock taken) -> {
            lock = taken;
            claimed = true;
          }
          case StoreLock.Attempt.Held(Optional<String> by) -> {}
        }
      }
      return claimed;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Optional<String> holder() {
    if (claimed) {
      return Optional.empty();
    }
    return StoreLock.holder(file);
  }

  private void mustBeOpen() {
    if (closed) {
      throw new IllegalStateException("the store " + file + " is closed");
    }
  }

  @Override
  public Loaded load() {
    if (claimed) {
      writing.lock();
      try {
        return committer().loaded();
      } finally {
        writing.unlock();
      }
    }
    return readers.read(
        db -> {
          Recovery recovery = Recovery.read(db, System.nanoTime());
          return new Loaded(
              recovery.residents.values().stream().map(Resident::record).toList(),
              recovery.broken(),
              recovery.position);
        });
  }

  /// The committer, made from the file when it is first needed. Under the lock.
  private Committer committer() {
    Committer known = committer;
    if (known == null) {
      mustBeOpen();
      Recovery recovery = readers.read(db -> Recovery.read(db, System.nanoTime()));
      known = new Committer(file, writer(), recovery, settings, readers, this::idle);
      committer = known;
    }
    return known;
  }

  /// Asked by upkeep, from its own thread; not while anything is being written.
  private void idle() {
    if (writing.tryLock()) {
      try {
        Committer owner = committer;
        if (owner != null) {
          owner.idle();
        }
      } finally {
        writing.unlock();
      }
    }
  }

  /// Does all work that waits behind the commits, now. For tests and for tools that measure.
  void settle() {
    writing.lock();
    try {
      Committer owner = committer;
      if (owner != null) {
        owner.end(true);
        owner.restart();
      }
    } finally {
      writing.unlock();
    }
  }

  /// Looks whether everything in the store fits together, at one moment. Reads all of it, so it
  /// takes as long as that takes; commits go on meanwhile.
  public Verification verify() {
    return readers.read(StoreCheck::of);
  }

  /// Writes all that is durable at one moment into a new file, a store of its own. Commits go on
  /// meanwhile.
  ///
  /// @throws StoreException if `target` is there already, or can't be written; nothing is left of
  ///   it then
  public void backup(Path target) {
    StoreCopy.to(file, target, settings().patience());
  }

  /// Writes all that is durable at one moment as JSON lines (`docs/operations.md`). Commits go on
  /// meanwhile.
  ///
  /// @throws UncheckedIOException if `out` fails
  public Exported export(Writer out) {
    return readers.read(db -> Exporting.of(db, out));
  }

  /// Puts the vigies of a file into this store, with their history: of an export, or of a store of
  /// the Rust version. All of it is there in the end, or, if this throws, nothing.
  ///
  /// @param now from when on vigies of the Rust version are due
  /// @param by who stands in the audit
  /// @throws StoreException if the file is neither, or another process uses this store
  public Exported importFrom(Path source, Instant now, String by) {
    writing.lock();
    try {
      // What waits must be sorted first. A commit makes this the one who writes.
      commit(new Batch(List.of(), List.of()));
      settle();
      Committer owner = committer;
      if (owner != null) {
        owner.end(false);
        committer = null;
      }
      Sqlite db = writer();
      db.begin();
      try {
        Exported imported = Sources.read(source, db, settings.patience(), now, by);
        db.commit();
        return imported;
      } catch (SQLException | RuntimeException e) {
        db.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw Trouble.told(file, "written", e);
    } finally {
      writing.unlock();
    }
  }

  private Settings settings() {
    writing.lock();
    try {
      return settings;
    } finally {
      writing.unlock();
    }
  }

  /// The connection that commits. Under the lock, or in tests.
  Sqlite writer() {
    mustBeOpen();
    Sqlite db = writer;
    if (db == null) {
      try {
        db = openWriter(file, settings, false);
      } catch (SQLException e) {
        throw Trouble.told(file, "opened", e);
      }
      writer = db;
    }
    return db;
  }

  @Override
  public Committed commit(Batch batch) {
    writing.lock();
    try {
      if (!claim()) {
        throw new StoreException(
            "the store " + file + " is held by " + holder().orElse("another process"),
            "stop it, or ask it to do this",
            null);
      }
      return committer().commit(batch);
    } finally {
      writing.unlock();
    }
  }

  private interface Look<T> {
    T look(Sqlite db, OpenRuns open, History history) throws SQLException;
  }

  private <T> T look(Look<T> look) {
    Committer owner = committer;
    if (owner == null && claimed) {
      writing.lock();
      try {
        owner = committer();
      } finally {
        writing.unlock();
      }
    }
    if (owner != null) {
      OpenRuns open = owner.open;
      History history = new History(owner);
      return readers.read(db -> look.look(db, open, history));
    }
    synchronized (following) {
      return readers.read(
          db -> {
            following.refresh(db);
            return look.look(db, following.open, followed);
          });
    }
  }

  @Override
  public List<Run> runs(VigyId vigy, RunQuery query) {
    return look((db, open, history) -> history.runs(db, open, vigy, query));
  }

  @Override
  public Optional<Run> run(String id) {
    return look((db, open, history) -> history.run(db, open, id));
  }

  @Override
  public List<Run> runsAfter(long position, int limit) {
    List<Run> found = new ArrayList<>();
    long at = Math.max(0, position) + 1;
    while (at > 0 && found.size() < limit) {
      long from = at;
      int more = limit - found.size();
      History.Step step = look((db, open, history) -> history.runsFrom(db, open, from, more));
      found.addAll(step.runs());
      at = step.next();
    }
    return found;
  }

  @Override
  public List<Vigy> generations(VigyId vigy) {
    return readers.read(
        db -> {
          List<Vigy> found = new ArrayList<>();
          PreparedStatement select =
              db.prepared(
                  "SELECT CAST(g.body AS BLOB) FROM vigy v JOIN generation g ON g.vigy = v.id"
                      + " WHERE v.hex = ? ORDER BY g.id DESC");
          select.setString(1, vigy.hex());
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.add(VigyForm.read(vigy, row.getBytes(1)));
            }
          }
          return found;
        });
  }

  @Override
  public void retain(Retention retention) {
    writing.lock();
    try {
      settings = settings.withRetention(retention);
      Committer owner = committer;
      if (owner != null) {
        owner.use(settings);
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Gone gone(VigyId vigy) {
    return readers.read(
        db -> {
          PreparedStatement select =
              db.prepared(
                  "SELECT g.from_seq, g.to_seq, g.quiet, g.others, g.failed"
                      + " FROM vigy v JOIN gone g ON g.id = v.id WHERE v.hex = ?");
          select.setString(1, vigy.hex());
          try (ResultSet row = select.executeQuery()) {
            return row.next()
                ? new Gone(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5))
                : Gone.NOTHING;
          }
        });
  }

  @Override
  public long lastSeq(VigyId vigy) {
    Committer owner = committer;
    long broken = owner == null ? 0 : owner.brokenSeq(vigy);
    long written =
        readers.read(
            db -> {
              PreparedStatement select =
                  db.prepared(
                      "SELECT max(last_seq) FROM (SELECT last_seq FROM vigy WHERE hex = ?1"
                          + " UNION ALL SELECT last_seq FROM purged WHERE hex = ?1)");
              select.setString(1, vigy.hex());
              try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0L;
              }
            });
    return Math.max(broken, written);
  }

  @Override
  public long request(String body) {
    writing.lock();
    try {
      Sqlite db = writer();
      db.begin();
      try {
        PreparedStatement insert = db.prepared("INSERT INTO edit (body) VALUES (?)");
        insert.setString(1, body);
        insert.executeUpdate();
        long number = db.number("SELECT last_insert_rowid()");
        db.commit();
        return number;
      } catch (SQLException e) {
        db.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw Trouble.told(file, "written", e);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public List<Request> requestsAfter(long number) {
    return readers.read(
        db -> {
          List<Request> found = new ArrayList<>();
          PreparedStatement select =
              db.prepared(
                  "SELECT id, at, body FROM edit WHERE id > ? AND answer IS NULL ORDER BY id");
          select.setLong(1, number);
          try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.add(
                  new Request(
                      row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3)));
            }
          }
          return found;
        });
  }

  @Override
  public Optional<String> answer(long number) {
    Optional<String> answer =
        readers.read(
            db -> {
              PreparedStatement select = db.prepared("SELECT answer FROM edit WHERE id = ?");
              select.setLong(1, number);
              try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
              }
            });
    if (answer.isPresent() && claimed) {
      // It is seen as soon as its commit is durable; what the commit did is seen when it returns.
      writing.lock();
      try {
        return answer;
      } finally {
        writing.unlock();
      }
    }
    return answer;
  }

  @Override
  public Optional<String> trouble() {
    Committer owner = committer;
    return owner == null ? Optional.empty() : owner.trouble();
  }

  /// How often the work behind the commits failed in a row.
  int failures() {
    Committer owner = committer;
    return owner == null ? 0 : owner.failures();
  }

  /// As much of it as can be done: a full disk must not keep connections and the lock.
  @Override
  public void close() {
    writing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      Committer owner = committer;
      if (owner != null) {
        attempt(() -> owner.end(false));
      }
      readers.close();
      Sqlite db = writer;
      if (db != null) {
        attempt(db::close);
      }
    } finally {
      StoreLock held = lock;
      if (held != null) {
        held.close();
      }
      writing.unlock();
    }
  }

  private interface Closing {
    void run() throws SQLException;
  }

  private void attempt(Closing closing) {
    try {
      closing.run();
    } catch (SQLException | RuntimeException e) {
      // Everything that was acknowledged is durable; what could not be tidied up is found again.
      LOG.log(System.Logger.Level.WARNING, "the store " + file + " was not closed in order", e);
    }
  }
}
