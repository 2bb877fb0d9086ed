package dev.vigy.runtime;

import java.util.Optional;

/// How an engine is doing, for health checks and status lines.
///
/// @param role what this `Vigies` is at the moment
/// @param vigies how many are registered
/// @param enabled how many of them tick: enabled, not paused, not quarantined, in scope
/// @param ticksPerSecond durable runs a second, over the last ten seconds
/// @param running ticks that are evaluated or wait for probes at this moment
/// @param storeError why ticking pauses, or why the store keeps more and more although ticking goes
///   on: one sentence about the store, absent while all is well with it
public record EngineStatus(
    Role role,
    int vigies,
    int enabled,
    double ticksPerSecond,
    int running,
    Optional<String> storeError) {
  /// Who does the work.
  public enum Role {
    /// This one holds the scope's lock and follows the schedules.
    TICKING,
    /// This one holds the lock, takes edits and forced ticks, and follows no schedule.
    MANUAL,
    /// Another process holds the lock; edits go to it.
    CLIENT,
    /// Closed.
    CLOSED
  }

  /// Whether all is well with the store.
  public boolean healthy() {
    return storeError.isEmpty();
  }
}
