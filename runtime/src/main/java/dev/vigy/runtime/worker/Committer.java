package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Committed;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.Weight;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes outcomes and edits durable, many in one batch, and tells the world afterwards. The only
/// one that changes what a vigy is.
///
/// A batch is closed when nothing more can be expected soon, at the latest [#LINGER] after its
/// first job. Under a backlog it waits for [#CROWD] outcomes, at the latest [#LONGEST_LINGER],
/// because then the cost of a transaction is what everybody waits for.
///
/// When the store fails, nothing of the batch is there: edits and forced ticks are told so;
/// outcomes of scheduled ticks are kept and tried again with growing pauses, and no tick starts
/// until they are through. So nothing acknowledged is lost, and no probe is asked twice for a full
/// disk.
///
/// A batch that the store refuses for what is in it, or that can't even be planned, is committed
/// job by job, so that only the one at fault pays: an edit is told, an outcome becomes a failed run
/// that says why.
///
/// [#submit] is for any thread; the rest belongs to one.
final class Committer {
  /// Outcomes and edits in one batch.
  static final int MOST = 1_000;

  /// About how many bytes of runs one batch may bring, so that no transaction, and no array in it,
  /// grows beyond what a store can write.
  static final long MOST_BYTES = 16L << 20;

  static final long LINGER = TimeUnit.MILLISECONDS.toNanos(2);
  static final long LONGEST_LINGER = TimeUnit.MILLISECONDS.toNanos(20);

  /// Enough for one transaction under a backlog.
  static final int CROWD = 64;

  private static final Logger LOG = System.getLogger(Committer.class.getName());
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

  private final Store store;
  private final Lines lines;
  private final Dispatcher dispatcher;
  private final ReadyQueue ready;
  private final Bus bus;
  private final Time time;
  private final Load load;
  private final Requests requests;
  private final Rate rate = new Rate();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition submitted = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<Job> jobs = new ArrayDeque<>();
  private int edits;
  private boolean closed;

  // Of the committing thread.
  private final List<Job> kept = new ArrayList<>();
  private long pause = FIRST_PAUSE;
  private long resumesAt;

  private volatile @Nullable StoreException trouble;
  private volatile boolean pausing;
  private final AtomicLong transactions = new AtomicLong();

  /// What else is on its way.
  interface Load {
    /// How many ticks are being evaluated that will be done in a moment.
    int running();

    /// Whether more stand in line that will end soon.
    boolean backlog();
  }

  /// Whoever reads the requests of other processes.
  interface Requests {
    /// A request was not answered, because the store failed.
    void again(long number);

    /// A request is answered, durably.
    void answered(long number);

    /// @param number of the newest request in the store
    void newest(long number);
  }

  Committer(
      Store store,
      Lines lines,
      Dispatcher dispatcher,
      ReadyQueue ready,
      Bus bus,
      Time time,
      Load load,
      Requests requests) {
    this.store = store;
    this.lines = lines;
    this.dispatcher = dispatcher;
    this.ready = ready;
    this.bus = bus;
    this.time = time;
    this.load = load;
    this.requests = requests;
  }

  /// @return false if it is closed: nothing will become of the job
  boolean submit(Job job) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      jobs.add(job);
      if (!(job instanceof Job.Finished)) {
        edits++;
      }
      submitted.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Milliseconds until a store that failed is tried again; empty when it did not.
  OptionalLong untilRetry() {
    return pausing
        ? OptionalLong.of(
            Math.max(0, Math.ceilDiv(resumesAt - time.nanos().getAsLong(), 1_000_000L)))
        : OptionalLong.empty();
  }

  /// Why ticking pauses, if it does.
  Optional<StoreException> trouble() {
    return Optional.ofNullable(trouble);
  }

  /// Whether a forced tick would have to wait for the store to recover.
  boolean pausing() {
    return pausing;
  }

  /// Durable runs a second, lately.
  double perSecond() {
    return rate.perSecond(time.now());
  }

  /// How many batches became durable.
  long transactions() {
    return transactions.get();
  }

  /// Commits until [#close], and then what is left.
  void run() {
    try {
      while (awaitJobs()) {
        commitOnce();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes no more jobs.
  void close() {
    lock.lock();
    try {
      closed = true;
      submitted.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Commits what there is now, if anything.
  ///
  /// @return whether there was
  boolean commitOnce() {
    if (waitsForStore()) {
      return false;
    }
    List<Job> batch = take();
    if (batch.isEmpty()) {
      return false;
    }
    commit(batch);
    return true;
  }

  /// Whether there is nothing but what failed before, and it is too early to try that again.
  private boolean waitsForStore() {
    if (!pausing || time.nanos().getAsLong() - resumesAt >= 0) {
      recover();
      return false;
    }
    lock.lock();
    try {
      return jobs.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private List<Job> take() {
    List<Job> batch = new ArrayList<>(kept);
    kept.clear();
    long bytes = 0;
    lock.lock();
    try {
      while (batch.size() < MOST && bytes < MOST_BYTES) {
        Job job = jobs.poll();
        if (job == null) {
          break;
        }
        if (job instanceof Job.Finished(Settlement settlement)) {
          bytes += Weight.of(settlement.change().run());
        }
        if (!(job instanceof Job.Finished)) {
          edits--;
        }
        batch.add(job);
      }
    } finally {
      lock.unlock();
    }
    return batch;
  }

  /// @return false when it is closed and nothing is left
  private boolean awaitJobs() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (jobs.isEmpty()) {
        if (closed) {
          // A store that fails to the end keeps what it has; its outcomes are void and will be
          // evaluated
          // again by the next engine.
          return !kept.isEmpty() && !pausing;
        }
        if (!pausing) {
          submitted.await();
          continue;
        }
        long left = resumesAt - time.nanos().getAsLong();
        if (left <= 0) {
          recover();
          if (!kept.isEmpty()) {
            return true;
          }
        } else {
          submitted.awaitNanos(left);
        }
      }
      linger();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// With nothing to try the store with, nothing is known against it: the next tick or edit tries
  /// it.
  private void recover() {
    if (pausing && kept.isEmpty()) {
      trouble = null;
      pausing = false;
      ready.pause(false);
    }
  }

  private void linger() throws InterruptedException {
    long began = time.nanos().getAsLong();
    while (jobs.size() < MOST && !closed) {
      long waited = time.nanos().getAsLong() - began;
      boolean backlog = load.backlog() && !pausing;
      if (!backlog && load.running() == 0) {
        return;
      }
      boolean enough = !backlog || edits > 0 || jobs.size() >= CROWD;
      long most = enough ? LINGER : LONGEST_LINGER;
      if (waited >= most) {
        return;
      }
      submitted.awaitNanos(Math.min(most - waited, LINGER));
    }
  }

  private void commit(List<Job> batch) {
    Round round = new Round(lines, time.instant());
    Optional<Committed> committed = Optional.empty();
    try {
      for (Job job : batch) {
        round.add(job);
      }
      if (!round.isEmpty()) {
        committed = Optional.of(store.commit(round.batch()));
      }
    } catch (StoreException e) {
      failed(round, e);
      release(round);
      return;
    } catch (RuntimeException | Error bug) {
      // Nothing of it is there, and nobody was told anything yet.
      LOG.log(Level.ERROR, "a batch of " + batch.size() + " could not be written", bug);
      if (batch.size() > 1) {
        batch.forEach(job -> commit(List.of(job)));
      } else {
        refuse(batch.getFirst(), bug);
      }
      return;
    }
    if (committed.isPresent()) {
      durable(round, committed.get());
    } else {
      round.tellings.forEach(Runnable::run);
    }
    release(round);
  }

  /// Lets those try again whose vigy had changed meanwhile. Only after the commit: before, they
  /// would grow from the same old state once more.
  private void release(Round round) {
    round.voided.forEach(settlement -> again(settlement.attempt().line));
    round.passedInVain.forEach(passing -> again(passing.line()));
  }

  /// One job that no store can take.
  private void refuse(Job job, Throwable cause) {
    switch (job) {
      case Job.Finished(Settlement settlement) -> {
        if (settlement.isUnwritable()) {
          // Not even that can be written: the line rests until somebody edits the vigy.
          Forced forced = settlement.attempt().forced;
          if (forced != null) {
            settlement.attempt().line.served(forced);
            forced.done().completeExceptionally(cause);
          }
        } else {
          commit(List.of(new Job.Finished(settlement.unwritable(cause))));
        }
      }
      case Job.Passing passing -> again(passing.line());
      case Job.Editing<?> editing -> {
        if (editing.reply().isAwaited()) {
          commit(List.of(new Job.Refusing(editing.reply().number(), told(editing, cause))));
        }
        editing.done().completeExceptionally(cause);
      }
      case Job.Refusing(long request, String _) -> requests.answered(request);
    }
  }

  private static <T> String told(Job.Editing<T> editing, Throwable cause) {
    return editing
        .reply()
        .failed()
        .apply(new IllegalArgumentException("it can't be stored: " + cause.getMessage(), cause));
  }

  private void again(Line line) {
    dispatcher.then(line, line.again());
  }

  private void durable(Round round, Committed committed) {
    transactions.incrementAndGet();
    if (trouble != null) {
      trouble = null;
      pausing = false;
      pause = FIRST_PAUSE;
      ready.pause(false);
    }
    Set<Line> ticked = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Settlement settlement : round.counted) {
      ticked.add(settlement.attempt().line);
    }
    for (Job.Passing passing : round.passed) {
      ticked.add(passing.line());
    }
    List<Line> changed = new ArrayList<>(round.touched().size());
    List<Forced> dismissed = new ArrayList<>();
    round.touched().forEach((id, resident) -> show(id, resident, changed, dismissed));
    List<Run> runs = round.runs(committed.firstPosition());
    rate.add(time.now(), runs.size());
    bus.publish(runs);
    for (int i = 0; i < runs.size(); i++) {
      Forced forced = round.counted.get(i).attempt().forced;
      if (forced != null) {
        round.counted.get(i).attempt().line.served(forced);
        forced.done().complete(runs.get(i));
      }
    }
    round.tellings.forEach(Runnable::run);
    dismissed.forEach(forced -> forced.done().completeExceptionally(new GoneException()));
    dispatcher.settled(changed, ticked);
    round.answered().forEach(requests::answered);
    requests.newest(committed.newestRequest());
  }

  private void show(
      VigyId id, Optional<Resident> resident, List<Line> changed, List<Forced> dismissed) {
    Line line = lines.line(id);
    if (resident.isEmpty()) {
      if (line != null) {
        lines.remove(line);
        dismissed.addAll(line.gone());
      }
      return;
    }
    if (line == null) {
      line = new Line(id);
      lines.put(line, resident.get());
    } else {
      line.show(resident.get());
    }
    changed.add(line);
  }

  private void failed(Round round, StoreException failure) {
    trouble = failure;
    pausing = true;
    ready.pause(true);
    resumesAt = time.nanos().getAsLong() + pause;
    pause = Math.min(LONGEST_PAUSE, 2 * pause);
    for (Job.Editing<?> edit : round.edits) {
      if (edit.ours()) {
        kept.add(edit);
      } else {
        edit.done().completeExceptionally(failure);
      }
    }
    round.toTakeUpAgain().forEach(requests::again);
    for (Settlement settlement : round.counted) {
      Forced forced = settlement.attempt().forced;
      if (forced == null) {
        kept.add(new Job.Finished(settlement));
      } else {
        again(settlement.attempt().line);
      }
    }
    kept.addAll(round.passed);
    // Nobody shall wait for a disk to be cleared; a tick that runs for them will count for nothing.
    for (Line line : lines.lines()) {
      line.dismissed().forEach(forced -> forced.done().completeExceptionally(failure));
    }
  }
}
