package dev.vigy.runtime.worker;

import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.schedule.Timing.Passed;
import dev.vigy.runtime.vigy.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One tick on its way to an outcome, through as many passes as it asks questions.
///
/// Belongs to whoever holds its line: a worker, those who ask, then the committer.
final class Attempt {
  final Line line;

  /// What the vigy was when the tick was decided. The outcome counts only while it still is that.
  final Resident from;

  final Trigger trigger;
  final OptionalLong nominal;

  /// When it was due, epoch ms: a backoff counts from here.
  final long instant;

  /// What became of the instants before it; null where no schedule names any.
  final @Nullable Passed passed;

  final @Nullable Forced forced;

  /// "Now" for the program, epoch ms, the same in all passes.
  final long startMs;

  final long startNanos;

  final List<Answer> answers = new ArrayList<>();

  /// CPU time of earlier passes.
  long spentNanos;

  /// Asks the world what it asked for; set before it may stand in line for that.
  Runnable asking = () -> {};

  /// What its answers weigh. Guarded by the share of answers.
  long answerBytes;

  /// How long it has waited for answers.
  long askedNanos;

  /// Whether it waits for its turn, since when, and how long it has waited: that is not its own
  /// doing.
  boolean waits;

  long waitsSinceNanos;

  long waitedNanos;

  /// Whether it built more than every tick may, and so needs a share of its own.
  boolean heavy;

  /// Bytes of the memory share that it waits for or holds. Guarded by the share.
  long wanted;

  long share;

  Attempt(
      Line line,
      Resident from,
      Trigger trigger,
      OptionalLong nominal,
      long instant,
      @Nullable Passed passed,
      @Nullable Forced forced,
      long startMs,
      long startNanos) {
    this.line = line;
    this.from = from;
    this.trigger = trigger;
    this.nominal = nominal;
    this.instant = instant;
    this.passed = passed;
    this.forced = forced;
    this.startMs = startMs;
    this.startNanos = startNanos;
  }
}
