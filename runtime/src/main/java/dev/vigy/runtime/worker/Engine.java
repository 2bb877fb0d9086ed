package dev.vigy.runtime.worker;

import dev.vigy.runtime.schedule.Timing;
import dev.vigy.runtime.store.Request;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.store.StoreException;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The engine of one store: everything between a clock and a durable run.
///
/// ```
///   Timer ──due──▶ ReadyQueue ──▶ workers ──outcome──▶ Committer ──batch──▶ Store
///     ▲                ▲          │     ▲                │    │
///     │                │       questions│ answers        │    └──▶ Bus ──▶ subscribers
///     │                │          ▼     │                │
///     │                │      virtual threads            │
///     │                └──────── forced ticks, void ─────┤
///     └───────────────────────── next due ───────────────┘
///                       edits, requests ────────────────▶
/// ```
///
/// Who owns what:
/// - the **timer's thread**: the wheel and its links in the lines;
/// - a **worker** (a few threads with big stacks): the attempt it evaluates; nothing is shared
///   between evaluations but compiled programs, which never change. What turns out to need long is
///   evaluated again by other workers than what is short ([ReadyQueue]);
/// - the **committer's thread**: what every vigy is ([Resident], [Lines]), the batch in the making;
/// - **virtual threads**: whatever waits, which is probes and listeners;
/// - each **line** guards its own phase with its own lock ([Line] draws the phases).
///
/// Readers look at the residents, which never change; they wait for nobody.
///
/// Driven by hand ([Parts#byHand]) there is no thread at all: [#step] does what there is to do at
/// the time the clock shows, in one order. So tests move time and see every state between.
public final class Engine implements AutoCloseable {
  /// How long a tick that runs may go on when the engine is closed.
  private static final Duration GRACE = Duration.ofMillis(500);

  /// How long interrupted programs and the last commit may take.
  private static final Duration LONGEST_END = Duration.ofSeconds(3);

  /// How long listeners may take to hear the last runs.
  private static final Duration LONGEST_LISTENING = Duration.ofSeconds(1);

  private final Parts parts;
  private final Lines lines;
  private final ReadyQueue ready;
  private final Dispatcher dispatcher;
  private final Timer timer;
  private final Evaluator evaluator;
  private final Committer committer;
  private final RequestReader requests;
  private final Bus bus;
  private final @Nullable Crew crew;
  private volatile boolean closed;

  // Of the thread that looks for requests.
  private long lookedAtClock;
  private long lookedAtNanos;

  /// What an engine is made of.
  ///
  /// @param reconcilers who runs the ticks of a vigy
  /// @param follows whose schedules are followed; the others tick when forced
  /// @param ceiling no budget counts beyond it
  /// @param heapBytes the most that the heap can be
  /// @param workers how many threads evaluate
  /// @param desk what to do with a request of another process; it answers through edits, ticks and
  ///   refusals
  /// @param byHand no threads: somebody calls [Engine#step]
  public record Parts(
      Store store,
      Time time,
      Function<Vigy, Optional<Reconciler>> reconcilers,
      Asker asker,
      RunIds ids,
      Predicate<Vigy> follows,
      Budget ceiling,
      long heapBytes,
      int workers,
      BiConsumer<Engine, Request> desk,
      boolean byHand) {}

  private Engine(Parts parts) {
    this.parts = parts;
    Store.Loaded loaded = parts.store().load();
    lines = new Lines(parts.store(), loaded.vigies().size());
    bus = new Bus(parts.store(), loaded.newestPosition());
    ready = new ReadyQueue(parts.workers());
    crew = parts.byHand() ? null : new Crew(parts.workers());
    Time time = parts.time();
    dispatcher =
        new Dispatcher(ready, time, parts.follows(), time.now(), (from, to) -> clockWentBack(from));
    timer = new Timer(time, dispatcher);
    dispatcher.connect(timer);
    evaluator =
        new Evaluator(
            dispatcher,
            parts.reconcilers(),
            parts.asker(),
            crew == null ? new InPlace() : crew,
            new MemoryShare(parts.heapBytes(), crew == null ? parts.workers() : crew.evaluating()),
            new AnswerShare(parts.heapBytes()),
            parts.ceiling(),
            parts.ids(),
            time,
            job -> submit(job));
    requests =
        new RequestReader(
            parts.store(), request -> parts.desk().accept(this, request), this::watchClock);
    committer = new Committer(parts.store(), lines, dispatcher, ready, bus, time, load(), requests);
    lookedAtClock = time.now();
    lookedAtNanos = time.nanos().getAsLong();
    long now = time.now();
    List<Resident> residents = new ArrayList<>();
    loaded.broken().forEach(broken -> residents.add(Resident.broken(broken)));
    loaded.vigies().forEach(record -> residents.add(Resident.of(record)));
    for (Resident resident : residents) {
      Line line = new Line(resident.vigy().id());
      lines.put(line, resident);
      dispatcher.then(line, line.settled(false, dispatcher.due(resident, now), now));
      long newest = newest(resident.state());
      if (newest > now + Timer.BACK) {
        // The clock went back while nobody was there to see it.
        submit(Job.Editing.ours(Edits.clockWentBack(line.id, newest)));
      }
    }
  }

  private Committer.Load load() {
    return new Committer.Load() {
      @Override
      public int running() {
        return evaluator.runningShort();
      }

      @Override
      public boolean backlog() {
        return ready.isBusy();
      }
    };
  }

  /// The newest instant that a state knows of, epoch ms: no clock was ever before it.
  private static long newest(VigyState state) {
    long newest = Long.MIN_VALUE;
    for (Optional<Instant> instant :
        List.of(state.lastNominal(), state.lastStart(), state.lastFailure())) {
      newest = Math.max(newest, instant.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
    }
    return newest;
  }

  /// Loads the store and begins.
  ///
  /// @throws StoreException if the store can't be read
  public static Engine start(Parts parts) {
    Engine engine = new Engine(parts);
    if (engine.crew != null) {
      engine.crew.start(engine.timer, engine.committer, engine.requests);
      engine.crew.evaluate(engine.ready, engine.evaluator);
    }
    return engine;
  }

  /// The vigies as they are durable, for readers on any thread.
  public Registry registry() {
    return lines;
  }

  /// Hands an edit to the committer.
  ///
  /// @return completed when it is durable; exceptionally with its refusal, or with a
  ///   [StoreException]
  public <T> CompletableFuture<T> edit(Edit<T> edit, Reply<T> reply) {
    CompletableFuture<T> done = new CompletableFuture<>();
    if (!submit(new Job.Editing<>(edit, done, reply, false))) {
      done.completeExceptionally(new GoneException());
    }
    return done;
  }

  /// A forced tick, behind those that stand in the vigy's line already.
  ///
  /// @return completed with the durable run; exceptionally with a [GoneException] or
  ///   [StoreException]
  public CompletableFuture<Run> tick(VigyId id, Reply<Run> reply) {
    CompletableFuture<Run> done = new CompletableFuture<>();
    Optional<StoreException> trouble = committer.pausing() ? committer.trouble() : Optional.empty();
    Line line = lines.line(id);
    if (trouble.isPresent()) {
      done.completeExceptionally(trouble.get());
    } else if (closed || line == null || !line.join(new Forced(done, reply))) {
      done.completeExceptionally(new GoneException());
    } else {
      dispatcher.then(line, line.wake());
      if (closed) {
        // It joined after those who waited were sent away.
        done.completeExceptionally(new GoneException());
      }
    }
    return done;
  }

  /// Answers a request that can't become an edit or a tick.
  public void refuse(long request, String answer) {
    submit(new Job.Refusing(request, answer));
  }

  /// A request could not be done because the store failed: it will be handed over again.
  public void later(long request) {
    requests.again(request);
  }

  private boolean submit(Job job) {
    return committer.submit(job);
  }

  /// Waits for something that the engine does; by hand, does it, and no tick that it does not need.
  ///
  /// @throws ExecutionException with why it did not come to be
  /// @throws TimeoutException when it takes longer
  public <T> T await(CompletableFuture<T> done, Duration longest)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (crew == null) {
      boolean moved = true;
      while (!done.isDone() && moved) {
        moved = committer.commitOnce() || step();
      }
      return done.get(0, TimeUnit.SECONDS);
    }
    return done.get(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// A listener for durable runs in commit order, on a virtual thread of its own; by hand it hears
  /// them in [#step].
  public Listening subscribe(long after, Predicate<Run> filter, Consumer<Run> listener) {
    Bus.Subscriber subscriber = bus.subscribe(after, filter, listener);
    if (crew != null) {
      subscriber.begins();
      Thread.ofVirtual().name("vigy-listener").start(subscriber::run);
    }
    return new Listening(subscriber);
  }

  /// A listener's place in the order of commits.
  public static final class Listening implements AutoCloseable {
    private final Bus.Subscriber subscriber;

    private Listening(Bus.Subscriber subscriber) {
      this.subscriber = subscriber;
    }

    /// Position of the newest run it was told.
    public long position() {
      return subscriber.position();
    }

    @Override
    public void close() {
      subscriber.end();
    }
  }

  /// Position of the newest published run.
  public long newestPosition() {
    return bus.newest();
  }

  /// Why ticking pauses, if it does.
  public Optional<StoreException> trouble() {
    return committer.trouble();
  }

  /// Durable runs a second, over the last ten seconds.
  public double ticksPerSecond() {
    return committer.perSecond();
  }

  /// Ticks that are evaluated or wait for the world at this moment.
  public int running() {
    return evaluator.running() + evaluator.asking();
  }

  /// How many batches became durable.
  public long transactions() {
    return committer.transactions();
  }

  /// When a vigy has something to do by itself, epoch ms; empty when never.
  public Optional<Long> due(Resident resident) {
    long due = dispatcher.due(resident, parts.time().now());
    return due == Line.NEVER ? Optional.empty() : Optional.of(due);
  }

  /// Since when this engine ticks: what was due before it was caught up or missed.
  public Instant runningSince() {
    return Instant.ofEpochMilli(dispatcher.runningSince());
  }

  /// By hand: does what there is to do at this time, one batch at most.
  ///
  /// @return whether there was anything
  public boolean step() {
    if (crew != null) {
      throw new IllegalStateException("this engine has threads of its own");
    }
    boolean moved = requests.look();
    timer.step();
    for (Line line = ready.poll(); line != null; line = ready.poll()) {
      evaluator.work(line);
      moved = true;
    }
    boolean paused = committer.pausing();
    moved |= committer.commitOnce();
    moved |= paused && !committer.pausing();
    bus.deliver();
    return moved;
  }

  /// By hand: when the next line becomes due or a timer must be looked at, epoch ms; empty when
  /// never.
  public Optional<Long> next() {
    long next = timer.step();
    OptionalLong retry = committer.untilRetry();
    if (retry.isPresent()) {
      next = Math.min(next, parts.time().now() + retry.getAsLong());
    }
    return next == TimerWheel.NEVER ? Optional.empty() : Optional.of(next);
  }

  /// All fixed schedules begin anew.
  private void clockWentBack(long from) {
    for (Line line : lines.lines()) {
      Resident resident = line.shown();
      if (resident != null && Timing.of(resident.vigy(), resident.state()).isPresent()) {
        submit(Job.Editing.ours(Edits.clockWentBack(line.id, from)));
      }
    }
  }

  /// The timer sleeps by a clock that never jumps; when the wall clock does, it must look again.
  private void watchClock() {
    long clock = parts.time().now();
    long nanos = parts.time().nanos().getAsLong();
    long jump = (clock - lookedAtClock) - (nanos - lookedAtNanos) / 1_000_000;
    lookedAtClock = clock;
    lookedAtNanos = nanos;
    if (Math.abs(jump) > 50) {
      timer.nudge();
    }
  }

  /// Ends within a bounded time: no more ticks start; those that run get [#GRACE] to finish and are
  /// interrupted then; what finished is committed; listeners hear all of it.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    timer.close();
    requests.close();
    ready.close();
    if (crew == null) {
      committer.close();
      while (committer.commitOnce()) {
        // What finished.
      }
      bus.deliver();
    } else {
      end(crew);
    }
    for (Line line : lines.lines()) {
      line.dismissed().forEach(forced -> forced.done().completeExceptionally(new GoneException()));
    }
    bus.close();
    bus.awaitEnd(LONGEST_LISTENING);
  }

  private void end(Crew threads) {
    long until = parts.time().nanos().getAsLong() + GRACE.toNanos();
    while (evaluator.running() > 0 && parts.time().nanos().getAsLong() < until) {
      LockSupport.parkNanos(1_000_000);
    }
    evaluator.stop();
    threads.interrupt();
    committer.close();
    threads.join(LONGEST_END);
  }

  /// Questions by hand are asked in place, and take no time.
  private static final class InPlace implements Questioning.Threads {
    @Override
    public Runnable start(Runnable task) {
      task.run();
      return () -> {};
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
      return () -> {};
    }
  }
}
