package dev.vigy.runtime.store;

/// Runs of a vigy that retention took. Between the first and the last of them others may still be
/// there, such as failures: those and the counts together make up the whole range.
///
/// @param fromSeq of the first that went, 0 if none did
/// @param toSeq of the last that went
/// @param quiet how many of [Retention.Outcome#QUIET] went
/// @param others how many of [Retention.Outcome#OTHER]
/// @param failed how many of [Retention.Outcome#FAILED]
public record Gone(long fromSeq, long toSeq, long quiet, long others, long failed) {
  public static final Gone NOTHING = new Gone(0, 0, 0, 0, 0);

  /// How many went.
  public long runs() {
    return quiet + others + failed;
  }

  /// As if those of `more` had gone, too.
  public Gone plus(Gone more) {
    if (runs() == 0 || more.runs() == 0) {
      return runs() == 0 ? more : this;
    }
    return new Gone(
        Math.min(fromSeq, more.fromSeq),
        Math.max(toSeq, more.toSeq),
        quiet + more.quiet,
        others + more.others,
        failed + more.failed);
  }

  /// The range of one run.
  public static Gone one(long seq, Retention.Outcome outcome) {
    return new Gone(
        seq,
        seq,
        outcome == Retention.Outcome.QUIET ? 1 : 0,
        outcome == Retention.Outcome.OTHER ? 1 : 0,
        outcome == Retention.Outcome.FAILED ? 1 : 0);
  }
}
