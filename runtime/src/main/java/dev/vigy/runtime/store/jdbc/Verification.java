package dev.vigy.runtime.store.jdbc;

import java.util.List;
import java.util.Optional;

/// What a look at every invariant of a store found ([SqliteStore#verify]).
///
/// @param vigies that are registered
/// @param runs that are kept, those of deleted vigies too
/// @param gone runs that retention took and counted
/// @param problems what is wrong, none if the store is sound; at most [#MOST]
/// @param more how many problems there are besides
public record Verification(long vigies, long runs, long gone, List<Problem> problems, long more) {
  /// So many problems are told.
  public static final int MOST = 1_000;

  /// @param vigy the name of the vigy it is about; absent if it is about the whole store
  /// @param text one sentence without the vigy
  public record Problem(Optional<String> vigy, String text) {}

  public boolean isSound() {
    return problems.isEmpty();
  }
}
