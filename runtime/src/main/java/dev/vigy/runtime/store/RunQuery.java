package dev.vigy.runtime.store;

import dev.vigy.runtime.vigy.Run;
import java.time.Instant;
import java.util.Optional;

/// Which runs of a vigy to read, newest first.
///
/// @param limit at most so many
/// @param beforeSeq only runs with a smaller number
/// @param failed only failed (true) or only successful (false) runs
/// @param since only runs started at or after
public record RunQuery(
    int limit, Optional<Long> beforeSeq, Optional<Boolean> failed, Optional<Instant> since) {
  public static RunQuery newest(int limit) {
    return new RunQuery(limit, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Whether `run` is one of those asked for, the limit aside.
  public boolean matches(Run run) {
    return (beforeSeq.isEmpty() || run.seq() < beforeSeq.get())
        && (failed.isEmpty() || failed.get() != run.ok())
        && (since.isEmpty() || !run.startedAt().isBefore(since.get()));
  }
}
