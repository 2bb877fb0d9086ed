package dev.vigy.runtime.store;

import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyState;
import org.jspecify.annotations.Nullable;

/// What every store checks before it believes a batch. A batch that breaks one of these is a bug of
/// the caller, and would leave a history that nobody can check afterwards.
public final class StoreRules {
  private StoreRules() {}

  /// @param entry what the store holds about the vigy of `change`
  /// @throws IllegalStateException if it holds nothing
  public static <T> T known(@Nullable T entry, Change change) {
    if (entry == null) {
      throw new IllegalStateException(
          "vigy " + change.vigyId() + " is not in the store, so it can't change");
    }
    return entry;
  }

  /// @throws IllegalStateException if `run` is not the one after the last of `state`
  public static void follows(VigyState state, Run run) {
    if (run.seq() != state.seq() + 1) {
      throw new IllegalStateException(
          "run " + run.seq() + " of vigy " + run.vigyId() + " does not follow run " + state.seq());
    }
  }
}
