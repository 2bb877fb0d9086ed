package dev.vigy.runtime.vigy;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What became of neighbouring nominal instants: each instant stands in exactly one range.
///
/// @param from first nominal instant (without jitter)
/// @param to last nominal instant, inclusive
/// @param count how many instants of the schedule lie in it
/// @param fate what became of them
/// @param reason why they were skipped or missed: `paused`, `disabled`, `quarantined`, `backoff`,
///   `overlap`, `clock`, `late`, `down`
/// @param fromSeq for `ran` the run of the first instant, for `coalesced` the run they went into;
///   else 0
/// @param toSeq for `ran` the run of the last instant; else as `fromSeq`
public record LedgerRange(
    Instant from,
    Instant to,
    long count,
    Fate fate,
    Optional<String> reason,
    long fromSeq,
    long toSeq) {
  /// Lower case in JSON.
  public enum Fate {
    RAN,
    COALESCED,
    SKIPPED,
    MISSED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
