package dev.vigy.runtime.store;

import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Duration;

/// How long runs are kept: by what became of them, and all together.
///
/// A store prunes in small steps beside its commits, so a run may stay a little longer: up to ten
/// minutes, or an eighth of its age. What time it is, a store takes from the newest run that was
/// committed: nothing grows old while nothing ticks.
///
/// @param quiet successful runs that did and changed nothing ([Outcome#QUIET])
/// @param others all other successful runs
/// @param failed runs that failed
/// @param bytes all runs together; when there are more, the oldest go first, whatever they are
/// @param runs all runs of all vigies together, likewise
public record Retention(Rule quiet, Rule others, Rule failed, long bytes, long runs) {
  /// The longest age that can be asked for: about 100 years.
  public static final Duration LONGEST = Duration.ofDays(36_525);

  /// 24 hours or 1,000 quiet runs of a vigy, 7 days or 10,000 others, failures for 30 days; 4 GiB
  /// together.
  public static final Retention DEFAULT =
      new Retention(
          new Rule(Duration.ofHours(24), 1_000),
          new Rule(Duration.ofDays(7), 10_000),
          new Rule(Duration.ofDays(30), Long.MAX_VALUE),
          4L << 30,
          Long.MAX_VALUE);

  /// Nothing goes.
  public static final Retention EVERYTHING =
      new Retention(Rule.ALL, Rule.ALL, Rule.ALL, Long.MAX_VALUE, Long.MAX_VALUE);

  /// @throws IllegalArgumentException for a negative size or number
  public Retention {
    if (bytes < 0 || runs < 0) {
      throw new IllegalArgumentException("a history can't be smaller than nothing");
    }
  }

  /// Whichever of the two keeps less.
  ///
  /// @param age of the start of a run
  /// @param runs the newest so many of their kind, of each vigy
  public record Rule(Duration age, long runs) {
    static final Rule ALL = new Rule(LONGEST, Long.MAX_VALUE);

    /// @throws IllegalArgumentException for a negative number, or an age that is negative or beyond
    ///   [Retention#LONGEST]
    public Rule {
      if (age.isNegative() || age.compareTo(LONGEST) > 0 || runs < 0) {
        throw new IllegalArgumentException(
            "runs are kept for 0 to " + LONGEST.toDays() + " days, and in no negative number");
      }
    }
  }

  /// What retention makes of a run.
  public enum Outcome {
    /// Successful, with no action but `noop` and `defer`, no key set or deleted, and with desired,
    /// observed and conditions as they were before.
    QUIET,

    /// Successful, and not quiet.
    OTHER,

    FAILED;

    /// @param before the state that the run found
    /// @param after the state that it led to
    public static Outcome of(Run run, VigyState before, VigyState after) {
      if (!run.ok()) {
        return FAILED;
      }
      if (!run.kvChanges().isEmpty()
          || !before.desired().equals(after.desired())
          || !before.observed().equals(after.observed())
          || !before.conditions().equals(after.conditions())) {
        return OTHER;
      }
      for (Action action : run.actions()) {
        if (action.kind() != ReconcileKind.NOOP && action.kind() != ReconcileKind.DEFER) {
          return OTHER;
        }
      }
      return QUIET;
    }
  }

  /// Whether no run goes for its age or number.
  public boolean keepsAll() {
    return quiet.equals(Rule.ALL) && others.equals(Rule.ALL) && failed.equals(Rule.ALL);
  }

  public Rule rule(Outcome outcome) {
    return switch (outcome) {
      case QUIET -> quiet;
      case OTHER -> others;
      case FAILED -> failed;
    };
  }

  public Retention withQuiet(Duration age, long mostRuns) {
    return new Retention(new Rule(age, mostRuns), others, failed, bytes, runs);
  }

  public Retention withOthers(Duration age, long mostRuns) {
    return new Retention(quiet, new Rule(age, mostRuns), failed, bytes, runs);
  }

  public Retention withFailed(Duration age, long mostRuns) {
    return new Retention(quiet, others, new Rule(age, mostRuns), bytes, runs);
  }

  /// All runs together.
  public Retention withHistory(long mostBytes, long mostRuns) {
    return new Retention(quiet, others, failed, mostBytes, mostRuns);
  }
}
