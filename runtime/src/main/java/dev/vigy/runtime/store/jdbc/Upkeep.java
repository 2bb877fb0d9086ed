package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.StoreException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Decides what is to be done behind the commits, and prepares it on a thread of its own: sweeps of
/// the rows, compaction of closed epochs, deletion of segments that both have left behind, and
/// tidying of history. What it prepares waits in [Behind] for the committer; when no commits come,
/// it asks for a transaction.
final class Upkeep {
  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

  /// How many units may wait: they hold bytes.
  private static final int WAITING = 256;

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long TROUBLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// So many failures in a row are worth telling.
  private static final int TOLD = 10;

  private static final int SEGMENT_BYTES_A_UNIT = 256 << 10;

  /// What upkeep needs of the committer.
  interface Host {
    /// In the order of their numbers.
    List<Resident> residents();

    @Nullable Resident resident(int number);

    boolean isKnown(int number);

    long durableSegment();

    /// Runs waiting units in a transaction of their own, if nothing else is being written.
    void idleTransaction();

    /// When the last commit came.
    long lastCommitNanos();

    /// The start of the newest run, ms; 0 if this process committed none.
    long newestStartMs();
  }

  private final Host host;
  private final OpenRuns open;
  private final Behind behind;
  private final Settings.Pace pace;
  private final Tidying tidying;
  private final Thread thread;
  private volatile boolean ending;

  // All below belongs to whoever steps: the thread, or after its end a drain.
  private @Nullable Sweep sweep;
  private long sweepAtNanos = System.nanoTime();
  private @Nullable Compaction compaction;
  private long deletedTo;

  private boolean begun;

  /// The epoch whose compaction failed and is to be done again, 0 for none.
  private int again;

  /// What was logged last, and how often it failed in a row.
  private volatile String trouble = "";

  private final AtomicInteger failures = new AtomicInteger();

  /// Of the first epoch that this process compacts.
  private final int firstEpoch;

  /// What became durable, told by the committer's thread.
  private volatile long appliedTo;

  private volatile long compactedTo;
  private final ConcurrentLinkedQueue<Runnable> news = new ConcurrentLinkedQueue<>();

  /// Closed epochs with the average size of their segments, for deletion in even steps.
  private final ArrayDeque<long[]> segmentSizes = new ArrayDeque<>();

  Upkeep(Host host, OpenRuns open, Behind behind, Settings settings, Readers readers, Marks marks) {
    this.host = host;
    this.open = open;
    this.behind = behind;
    this.pace = settings.pace();
    this.tidying = new Tidying(settings.retention(), readers, known(host), news::add);
    this.appliedTo = marks.appliedTo();
    this.compactedTo = marks.compactedTo();
    this.firstEpoch = marks.epoch() + 1;
    this.thread = Thread.ofPlatform().daemon().name("vigy-store").unstarted(this::run);
  }

  private static Pruning.Vigies known(Host host) {
    return new Pruning.Vigies() {
      @Override
      public Tally tally(int vigy) {
        Resident resident = host.resident(vigy);
        return resident == null ? Tally.NONE : resident.tally();
      }

      @Override
      public boolean isKnown(int vigy) {
        return host.isKnown(vigy);
      }
    };
  }

  void start() {
    thread.start();
  }

  /// Whatever fails is tried again: the thread ends with its process, or when nothing can go on.
  private void run() {
    try {
      while (!ending && !behind.isStuck()) {
        behind.await(STEP_NANOS);
        if (!ending && !tried(false)) {
          behind.await(TROUBLE_NANOS);
        }
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void begin() {
    tidying.begin(behind, firstEpoch);
    begun = true;
  }

  /// A step that may fail: a full disk hinders this work too, and passes.
  private boolean tried(boolean hurry) {
    try {
      step(System.nanoTime(), hurry);
      trouble = "";
      failures.set(0);
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      failures.incrementAndGet();
      boolean told = e instanceof StoreException;
      String message = told ? String.valueOf(e.getMessage()) : e.toString();
      if (!message.equals(trouble)) {
        trouble = message;
        LOG.log(
            System.Logger.Level.WARNING,
            "work behind the commits waits: " + message,
            told ? null : e);
      }
      return false;
    }
  }

  /// Why this work does not go on, once that is more than a moment's trouble.
  Optional<String> trouble() {
    if (behind.isStuck()) {
      return Optional.of("the store is damaged, so old runs are no longer put in order or deleted");
    }
    return failures.get() < TOLD
        ? Optional.empty()
        : Optional.of("old runs can't be put in order or deleted: " + trouble);
  }

  int failures() {
    return failures.get();
  }

  /// @param hurry whether everything is due now
  private void step(long now, boolean hurry) {
    if (!begun) {
      begin();
    }
    for (Runnable told = news.poll(); told != null; told = news.poll()) {
      told.run();
    }
    sweep(now, hurry);
    compact(now, hurry);
    deleteSegments();
    tidying.step(behind, WAITING, host.newestStartMs(), hurry, lag() > 1);
    long quiet = now - host.lastCommitNanos();
    if (behind.size() > 0 && (hurry || quiet > pace.idle().toNanos())) {
      host.idleTransaction();
    }
  }

  private void sweep(long now, boolean hurry) {
    long period = pace.sweep().toNanos();
    if (sweep == null) {
      boolean due = hurry || now - sweepAtNanos >= period;
      if (due && host.durableSegment() > appliedTo) {
        sweepAtNanos = now;
        long through = host.durableSegment();
        sweep =
            new Sweep(
                host.residents(),
                through,
                now,
                () -> {
                  appliedTo = through;
                  news.add(() -> sweep = null);
                });
      }
    }
    if (sweep != null) {
      try {
        sweep.prepare(behind, now, hurry ? 0 : period * 4 / 5, WAITING);
      } catch (RuntimeException | OutOfMemoryError e) {
        // It may have left vigies out, so it must not come to its mark.
        sweep = null;
        throw e;
      }
    }
  }

  private void compact(long now, boolean hurry) {
    OpenEpoch current = open.current();
    if (!current.isEmpty() && now - current.openedNanos > pace.epochAge().toNanos()) {
      open.close(now);
    }
    if (compaction == null) {
      List<OpenEpoch> waiting = open.waiting();
      if (!waiting.isEmpty()) {
        OpenEpoch epoch = waiting.getFirst();
        if (again == epoch.id) {
          behind.add(db -> forgetHalf(db, epoch));
          again = 0;
        }
        compaction = new Compaction(epoch, host::isKnown, row -> compacted(epoch, row));
      }
    }
    if (compaction != null) {
      try {
        compaction.prepare(behind, hurry ? Integer.MAX_VALUE : WAITING);
      } catch (RuntimeException | OutOfMemoryError e) {
        // It may have left runs out, so it must not come to its end.
        again = compaction.epoch.id;
        compaction = null;
        throw e;
      }
    }
  }

  /// Blocks that a failed compaction has written.
  private static void forgetHalf(Sqlite db, OpenEpoch epoch) throws SQLException {
    PreparedStatement blocks = db.prepared("DELETE FROM run_block WHERE id >= ? AND id < ?");
    blocks.setLong(1, Blocks.first(epoch.id));
    blocks.setLong(2, Blocks.first(Blocks.MERGED));
    blocks.executeUpdate();
    PreparedStatement order = db.prepared("DELETE FROM run_order WHERE first_position >= ?");
    order.setLong(1, epoch.firstPosition());
    order.executeUpdate();
  }

  /// The blocks of an epoch are durable. On the committer's thread.
  private void compacted(OpenEpoch epoch, @Nullable EpochRow row) {
    open.compacted(epoch);
    compactedTo = epoch.lastSegment();
    long average = epoch.bytes() / epoch.segments().size();
    news.add(
        () -> {
          if (row != null) {
            tidying.added(row);
          }
          compaction = null;
          segmentSizes.add(new long[] {epoch.lastSegment(), average});
        });
  }

  /// Deletes segments whose changes are in rows and whose runs are in blocks.
  private void deleteSegments() {
    long through = Math.min(appliedTo, compactedTo);
    while (deletedTo < through && behind.size() < WAITING) {
      while (segmentSizes.size() > 1 && segmentSizes.getFirst()[0] <= deletedTo) {
        segmentSizes.removeFirst();
      }
      long average = segmentSizes.isEmpty() ? SEGMENT_BYTES_A_UNIT / 8 : segmentSizes.getFirst()[1];
      long many = Math.clamp(SEGMENT_BYTES_A_UNIT / Math.max(1, average), 1, 64);
      long from = deletedTo;
      // Before the first one there is only what earlier processes left.
      long to =
          from == 0 ? Math.min(through, host.durableSegment()) : Math.min(through, from + many);
      behind.add(db -> delete(db, from, to, many));
      deletedTo = to;
    }
  }

  private void delete(Sqlite db, long from, long to, long many) throws SQLException {
    PreparedStatement delete =
        db.prepared(
            "DELETE FROM segment WHERE id IN"
                + " (SELECT id FROM segment WHERE id > ? AND id <= ? ORDER BY id LIMIT ?)");
    delete.setLong(1, from);
    delete.setLong(2, to);
    delete.setLong(3, many);
    if (delete.executeUpdate() == many && to - from > many) {
      behind.add(again -> delete(again, from, to, many));
    }
  }

  /// How far behind compaction is, in epochs: the committer gives more time when it grows.
  int lag() {
    return open.waiting().size();
  }

  /// Ends the thread. Nothing is lost by what was not done.
  void end() throws InterruptedException {
    ending = true;
    behind.wake();
    thread.join();
  }

  /// After [#end]: brings all rows up to date, so that the next start has nothing to fold.
  void drainRows(long deadlineNanos) {
    boolean works = true;
    while (works
        && host.durableSegment() > appliedTo
        && !behind.isStuck()
        && System.nanoTime() - deadlineNanos < 0) {
      works = tried(true);
    }
  }

  /// After [#end]: does everything that could be done, compaction of what is open included.
  void drainAll() {
    open.close(System.nanoTime());
    do {
      step(System.nanoTime(), true);
    } while (!behind.isStuck()
        && (behind.size() > 0
            || !news.isEmpty()
            || compaction != null
            || sweep != null
            || tidying.isBusy()
            || host.durableSegment() > appliedTo
            || deletedTo < Math.min(appliedTo, compactedTo)));
  }
}
