package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Retention;
import java.time.Duration;

/// How much a store keeps, and how its work behind the commits is paced.
///
/// @param retention how long runs are kept
/// @param patience how long to wait for another process that writes, before giving up
/// @param pace the rest; [Pace#DEFAULT] outside of tests
public record Settings(Retention retention, Duration patience, Pace pace) {
  public static final Settings DEFAULT =
      new Settings(Retention.DEFAULT, Duration.ofSeconds(5), Pace.DEFAULT);

  /// How much history to keep.
  public Settings withRetention(Retention newRetention) {
    return new Settings(newRetention, patience, pace);
  }

  public Settings withPatience(Duration newPatience) {
    return new Settings(retention, newPatience, pace);
  }

  public Settings withPace(Pace newPace) {
    return new Settings(retention, patience, newPace);
  }

  /// When work behind the commits is done; measured in `docs/decisions/0002-store-format.md`.
  ///
  /// @param sweep every so often the rows of all vigies are brought up to date
  /// @param budget so much of each commit may go into that work, ten times as much when it lags
  /// @param epochRuns an epoch is closed with so many runs,
  /// @param epochBytes or with so many bytes,
  /// @param epochAge or when it is so old
  /// @param idle without commits for so long, the work goes on by itself
  public record Pace(
      Duration sweep,
      Duration budget,
      int epochRuns,
      long epochBytes,
      Duration epochAge,
      Duration idle) {
    public static final Pace DEFAULT =
        new Pace(
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            200_000,
            48L << 20,
            Duration.ofMinutes(10),
            Duration.ofMillis(200));
  }
}
