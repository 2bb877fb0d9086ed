package dev.vigy.cli.command;

import dev.vigy.cli.command.ProgramFiles.Loaded;
import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.RunText;
import dev.vigy.cli.text.Style;
import dev.vigy.cli.text.Times;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.server.operation.RunShape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What `vigy run` has seen so far: prints runs as they come, counts them, and knows when it has
/// seen enough.
///
/// Runs come on the subscription's thread, the command waits on another.
final class LiveRun {
  private final Session session;
  private final RunText text;
  private final Optional<Long> ticks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<VigyId, Loaded> vigies = new HashMap<>();
  private final Map<VigyId, Long> seen = new HashMap<>();
  private long ok;
  private long failed;
  private boolean over;

  /// @param nameWidth of the longest name
  /// @param ticks after how many runs of a vigy it has been seen enough
  LiveRun(Session session, int nameWidth, Optional<Long> ticks) {
    this.session = session;
    this.text = new RunText(session.style(), nameWidth, this::line);
    this.ticks = ticks;
  }

  /// A vigy of the files; only their runs are shown.
  void add(VigyId id, Loaded vigy) {
    lock.lock();
    try {
      vigies.put(id, vigy);
      seen.putIfAbsent(id, 0L);
    } finally {
      lock.unlock();
    }
  }

  /// A run that has become durable.
  void accept(Run run) {
    lock.lock();
    try {
      Loaded vigy = vigies.get(run.vigyId());
      long before = seen.getOrDefault(run.vigyId(), 0L);
      if (vigy == null || over || (ticks.isPresent() && before >= ticks.get())) {
        return;
      }
      seen.put(run.vigyId(), before + 1);
      if (run.ok()) {
        ok++;
      } else {
        failed++;
      }
      show(RunShape.run(run, Optional.of(vigy.definition().name())));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void show(Json.Object run) {
    if (session.json()) {
      session.printLine(run);
    } else {
      session.print(text.lines(new View(run)));
    }
    if (!session.flush()) {
      // Whoever read it is gone, as with `| head`.
      over = true;
    }
  }

  private Optional<RunText.Sources.Line> line(String vigyId, long line) {
    Loaded vigy = vigies.get(new VigyId(vigyId));
    if (vigy == null) {
      return Optional.empty();
    }
    return vigy.text()
        .source()
        .lines()
        .skip(line - 1)
        .findFirst()
        .map(text -> new RunText.Sources.Line(vigy.file(), text));
  }

  /// Ends the waiting.
  void end() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits a while, or less if it is over.
  ///
  /// @return whether it is over: ended, or every vigy has run as often as it should
  boolean await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!isOver() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return isOver();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    return over
        || (ticks.isPresent() && seen.values().stream().allMatch(count -> count >= ticks.get()));
  }

  /// How often a vigy still has to run.
  long left(VigyId id) {
    lock.lock();
    try {
      return Math.max(0, ticks.orElse(0L) - seen.getOrDefault(id, 0L));
    } finally {
      lock.unlock();
    }
  }

  /// A vigy that will not run any more.
  void giveUp(VigyId id) {
    lock.lock();
    try {
      seen.put(id, Long.MAX_VALUE);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean anyFailed() {
    lock.lock();
    try {
      return failed > 0;
    } finally {
      lock.unlock();
    }
  }

  /// `12 runs of 2 vigies in 10s: 11 ok, 1 failed`.
  String summary(long nanos) {
    lock.lock();
    try {
      Style style = session.style();
      String counts = ok + " ok, " + (failed > 0 ? style.red(failed + " failed") : "0 failed");
      return Pages.count(ok + failed, "run", "runs")
          + " of "
          + Pages.count(vigies.size(), "vigy", "vigies")
          + " in "
          + Times.micros(Math.max(100_000, TimeUnit.NANOSECONDS.toMicros(nanos)))
          + ": "
          + counts;
    } finally {
      lock.unlock();
    }
  }
}
