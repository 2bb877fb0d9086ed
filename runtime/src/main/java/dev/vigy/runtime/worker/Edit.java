package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Change;
import java.time.Instant;
import java.util.Optional;

/// A change that somebody wants, decided on the committer's thread, where nothing else changes
/// meanwhile.
///
/// @param <T> what the one who wants it is told once it is durable
@FunctionalInterface
public interface Edit<T> {
  /// What the edit means as things stand. Must not wait, and is called again if a store that failed
  /// works again.
  ///
  /// @throws RuntimeException to refuse; it reaches the one who wants the edit, and nothing changes
  Planned<T> plan(Registry registry, Instant now);

  /// @param change what becomes durable; empty when things are already as wanted
  /// @param result what to tell
  record Planned<T>(Optional<Change> change, T result) {
    public static <T> Planned<T> nothing(T result) {
      return new Planned<>(Optional.empty(), result);
    }
  }
}
