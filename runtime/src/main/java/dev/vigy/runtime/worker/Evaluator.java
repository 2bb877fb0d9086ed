package dev.vigy.runtime.worker;

import dev.vigy.lisp.run.Interrupt;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.extension.Question;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.tick.TickInput;
import dev.vigy.runtime.tick.TickResult;
import dev.vigy.runtime.tick.TickResult.Ask;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// What a worker does with a line it took: one pass of its tick, and what that pass leads to, which
/// is an outcome for the committer, questions to the world, or waiting for a share of memory.
///
/// Has no thread; workers call [#work] at the same time. Shared state is atomic or has its own
/// lock.
final class Evaluator {
  private static final Logger LOG = System.getLogger(Evaluator.class.getName());

  /// After how long a line is tried again that something of ours failed for.
  private static final long RETRY_MS = 1_000;

  /// How much CPU time a tick may use among the quick ones. One that needs more is evaluated again
  /// among the long ones, and so are its next ones, until one is short again.
  private static final Duration SLICE = Duration.ofMillis(5);

  private final Dispatcher dispatcher;
  private final Function<Vigy, Optional<Reconciler>> reconcilers;
  private final Asker asker;
  private final Questioning.Threads threads;
  private final MemoryShare memory;
  private final AnswerShare held;
  private final Budget ceiling;
  private final RunIds ids;
  private final Time time;
  private final Consumer<Job> committer;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger runningLong = new AtomicInteger();

  private final AtomicInteger asking = new AtomicInteger();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Interrupt interrupt = new Interrupt();

  /// @param ceiling no budget counts beyond it
  Evaluator(
      Dispatcher dispatcher,
      Function<Vigy, Optional<Reconciler>> reconcilers,
      Asker asker,
      Questioning.Threads threads,
      MemoryShare memory,
      AnswerShare held,
      Budget ceiling,
      RunIds ids,
      Time time,
      Consumer<Job> committer) {
    this.dispatcher = dispatcher;
    this.reconcilers = reconcilers;
    this.asker = asker;
    this.threads = threads;
    this.memory = memory;
    this.held = held;
    this.ceiling = ceiling;
    this.ids = ids;
    this.time = time;
    this.committer = committer;
  }

  /// How many lines are with a worker at this moment.
  int running() {
    return running.get() + runningLong.get();
  }

  /// How many of them will be done in a moment.
  int runningShort() {
    return running.get();
  }

  /// How many ticks wait for the world or for memory.
  int asking() {
    return asking.get();
  }

  /// Interrupts the programs that run; from now on outcomes count for nothing.
  void stop() {
    stopping.set(true);
    interrupt.request();
  }

  /// Goes on with a line from the ready queue. Throws nothing: whatever goes wrong in us, the
  /// worker lives, and the line is tried again a little later.
  void work(Line line) {
    if (!line.take()) {
      return;
    }
    AtomicInteger count = line.lane() == ReadyQueue.Lane.LONG ? runningLong : running;
    count.incrementAndGet();
    try {
      goOnWith(line);
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "vigy " + line.id + " could not be ticked; it is tried again", bug);
      Forced wish = line.firstForced();
      if (wish != null) {
        line.served(wish);
        wish.done().completeExceptionally(bug);
      }
      dispatcher.then(line, line.rest(line.shown(), time.now() + RETRY_MS));
    } finally {
      count.decrementAndGet();
    }
  }

  private void goOnWith(Line line) {
    Attempt waiting = line.takeAttempt();
    if (waiting != null && waiting.from.isOfMoment(line.shown())) {
      pass(waiting);
      return;
    }
    if (waiting != null) {
      // An edit came while it waited: what it knows is of a vigy that is no more.
      release(waiting);
    }
    switch (dispatcher.claim(line)) {
      case Dispatcher.Claim.Ticking(Attempt attempt) -> pass(attempt);
      case Dispatcher.Claim.Passing(Job.Passing job) -> {
        line.settling();
        committer.accept(job);
      }
      case Dispatcher.Claim.PauseOver(Resident resident) -> {
        // The edit arms the line anew, once the store takes it.
        dispatcher.then(line, line.rest(resident, Line.NEVER));
        committer.accept(Job.Editing.ours(Edits.pauseOver(resident.vigy().id())));
      }
      case Dispatcher.Claim.Nothing() -> {}
    }
  }

  private void pass(Attempt attempt) {
    hasTurn(attempt);
    Budget full = budget(attempt.from.vigy());
    boolean light = !attempt.heavy && full.memoryBytes() > memory.light();
    Duration slice = Duration.ofNanos(attempt.spentNanos).plus(SLICE);
    boolean sliced =
        attempt.line.lane() != ReadyQueue.Lane.LONG && slice.compareTo(full.time()) < 0;
    TickResult result =
        evaluate(
            attempt,
            new Budget(
                full.steps(),
                full.depth(),
                sliced ? slice : full.time(),
                light ? memory.light() : full.memoryBytes(),
                full.probes(),
                full.probeTime()));
    BigStacks.wentTo(result.deepest());
    if (stopping.get()) {
      return;
    }
    switch (result) {
      case Ask(List<Question> questions, long cpuNanos, int _) -> {
        judge(attempt, cpuNanos);
        attempt.spentNanos += cpuNanos;
        ask(attempt, questions, full);
      }
      case Outcome outcome -> {
        if (sliced && outcome.failure().filter(Quarantine::isTime).isPresent()) {
          aside(attempt);
          return;
        }
        judge(attempt, outcome.cpuNanos());
        if (light && outcome.failure().filter(Quarantine::isMemory).isPresent()) {
          attempt.heavy = true;
          inTurn(attempt, full.memoryBytes());
        } else {
          finish(attempt, outcome);
        }
      }
    }
  }

  /// Remembers whether the vigy is a quick one, for its next pass.
  private void judge(Attempt attempt, long cpuNanos) {
    attempt.line.seen(attempt.from.vigy(), cpuNanos < SLICE.toNanos());
  }

  private TickResult evaluate(Attempt attempt, Budget budget) {
    Vigy vigy = attempt.from.vigy();
    VigyState state = attempt.from.state();
    TickInput input =
        new TickInput(
            vigy,
            attempt.from.kv().values(),
            attempt.startMs,
            state.lastStart().map(Instant::toEpochMilli),
            state.successes() + 1,
            attempt.trigger,
            attempt.nominal.isPresent()
                ? Optional.of(Instant.ofEpochMilli(attempt.nominal.getAsLong()))
                : Optional.empty(),
            state.wakes().answered(),
            budget,
            List.copyOf(attempt.answers),
            attempt.spentNanos,
            attempt.from.kv().bytes(),
            interrupt);
    try {
      return reconcilers
          .apply(vigy)
          .map(reconciler -> reconciler.tick(input))
          .orElseGet(
              () ->
                  Mishap.outcome("reconciler", "no reconciler named `" + vigy.reconciler() + "`"));
    } catch (Throwable e) {
      return Mishap.outcome("fatal", "the reconciler threw " + e);
    }
  }

  /// Evaluates again once there is memory for it.
  private void inTurn(Attempt attempt, long bytes) {
    waitsForTurn(attempt);
    attempt.line.waits(attempt);
    asking.incrementAndGet();
    if (memory.take(attempt, bytes)) {
      goOn(attempt);
    }
  }

  /// Evaluates again among those that need long. The pass so far counts for nothing: it is our
  /// doing that it was cut short.
  private void aside(Attempt attempt) {
    attempt.line.seen(attempt.from.vigy(), false);
    attempt.line.waits(attempt);
    asking.incrementAndGet();
    goOn(attempt);
  }

  private void waitsForTurn(Attempt attempt) {
    if (!attempt.waits) {
      attempt.waits = true;
      attempt.waitsSinceNanos = time.nanos().getAsLong();
    }
  }

  private void hasTurn(Attempt attempt) {
    if (attempt.waits) {
      attempt.waits = false;
      attempt.waitedNanos += time.nanos().getAsLong() - attempt.waitsSinceNanos;
    }
  }

  private void goOn(Attempt attempt) {
    asking.decrementAndGet();
    waitsForTurn(attempt);
    Line.Then then = attempt.line.goesOn();
    if (then == Line.Then.NOTHING) {
      // The vigy was deleted meanwhile.
      release(attempt);
    }
    dispatcher.then(attempt.line, then);
  }

  private void ask(Attempt attempt, List<Question> questions, Budget budget) {
    // The share goes to others while this one waits; its next pass takes its turn again.
    releaseMemory(attempt);
    attempt.heavy = false;
    Duration left = budget.probeTime().minusNanos(attempt.askedNanos);
    attempt.asking = () -> askNow(attempt, questions, left.isNegative() ? Duration.ZERO : left);
    attempt.line.waits(attempt);
    asking.incrementAndGet();
    if (held.enter(attempt)) {
      attempt.asking.run();
    }
  }

  private void askNow(Attempt attempt, List<Question> questions, Duration left) {
    long began = time.nanos().getAsLong();
    Questioning.ask(
        attempt.from.vigy(),
        questions,
        asker,
        left,
        threads,
        (List<Answer> answers) -> {
          attempt.askedNanos += time.nanos().getAsLong() - began;
          attempt.answers.addAll(answers);
          held.holds(attempt, answers);
          goOn(attempt);
        });
  }

  private void finish(Attempt attempt, Outcome outcome) {
    release(attempt);
    long nanos = time.nanos().getAsLong() - attempt.startNanos - attempt.waitedNanos;
    long micros = Math.max(0, nanos) / 1_000;
    long end = Math.max(attempt.startMs, time.now());
    Settlement settlement = Settlement.of(attempt, outcome, ids.next(), end, micros);
    attempt.line.settling();
    committer.accept(new Job.Finished(settlement));
  }

  /// It needs nothing more of what all share.
  private void release(Attempt attempt) {
    releaseMemory(attempt);
    for (Attempt next = held.release(attempt); next != null; next = held.release(null)) {
      next.asking.run();
    }
  }

  private void releaseMemory(Attempt attempt) {
    Attempt next = memory.release(attempt.share > 0 ? attempt : null);
    while (next != null) {
      goOn(next);
      next = memory.release(null);
    }
  }

  private Budget budget(Vigy vigy) {
    Budget wanted = vigy.budget();
    return new Budget(
        Math.min(wanted.steps(), ceiling.steps()),
        Math.min(wanted.depth(), ceiling.depth()),
        wanted.time().compareTo(ceiling.time()) < 0 ? wanted.time() : ceiling.time(),
        Math.min(Math.min(wanted.memoryBytes(), ceiling.memoryBytes()), memory.heaviest()),
        Math.min(wanted.probes(), ceiling.probes()),
        wanted.probeTime().compareTo(ceiling.probeTime()) < 0
            ? wanted.probeTime()
            : ceiling.probeTime());
  }
}
