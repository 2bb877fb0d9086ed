package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Retention.Outcome;

/// How many runs of each kind a vigy had in this life: what numbers them, so that the newest
/// thousand of a kind are known without looking at the others.
record Tally(long quiet, long others, long failed) {
  static final Tally NONE = new Tally(0, 0, 0);

  Tally plus(Outcome outcome) {
    return switch (outcome) {
      case QUIET -> new Tally(quiet + 1, others, failed);
      case OTHER -> new Tally(quiet, others + 1, failed);
      case FAILED -> new Tally(quiet, others, failed + 1);
    };
  }

  long of(Outcome outcome) {
    return switch (outcome) {
      case QUIET -> quiet;
      case OTHER -> others;
      case FAILED -> failed;
    };
  }

  /// After a run that says its number.
  Tally with(Lines.Ordinal ordinal) {
    return switch (ordinal.kind()) {
      case Lines.QUIET -> new Tally(ordinal.first(), others, failed);
      case Lines.OTHER -> new Tally(quiet, ordinal.first(), failed);
      case Lines.FAILED -> new Tally(quiet, others, ordinal.first());
      default -> this;
    };
  }

  static char kind(Outcome outcome) {
    return switch (outcome) {
      case QUIET -> Lines.QUIET;
      case OTHER -> Lines.OTHER;
      case FAILED -> Lines.FAILED;
    };
  }
}
