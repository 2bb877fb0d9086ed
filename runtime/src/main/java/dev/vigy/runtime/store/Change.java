package dev.vigy.runtime.store;

import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Run.KvChange;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.vigy.VigyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One durable change of one vigy, part of a [Batch].
public sealed interface Change {
  VigyId vigyId();

  /// A tick: its run, and the state after it. A failed run carries no kv change.
  ///
  /// @param before the state that `after` grew from; what is equal in both need not be written
  ///   again
  record Ticked(Run run, VigyState before, VigyState after) implements Change {
    @Override
    public VigyId vigyId() {
      return run.vigyId();
    }
  }

  /// An edit by somebody: registration, change of definition, pause, kv set or deleted from
  /// outside.
  ///
  /// @param vigy the whole definition after the edit
  /// @param after the state after it
  /// @param kv keys set or deleted from outside
  /// @param audit who did what, for history
  record Edited(Vigy vigy, VigyState after, List<KvChange> kv, Audit audit) implements Change {
    @Override
    public VigyId vigyId() {
      return vigy.id();
    }
  }

  /// The vigy, its kv, state and pending actions are gone; runs stay under retention, and `lastSeq`
  /// is remembered for this id.
  ///
  /// @param purge history goes too
  record Deleted(VigyId vigyId, long lastSeq, boolean purge, Audit audit) implements Change {}

  /// The state moved without a tick: instants were skipped, missed, or passed over while paused; or
  /// somebody woke the vigy, which moves nothing but its wakes.
  record Accounted(VigyId vigyId, VigyState before, VigyState after) implements Change {}

  /// @param what such as `register`, `edit`, `pause`, `kv set`
  /// @param by who: a user's name, a token's name
  record Audit(Instant at, String by, String what, Optional<String> note) {}
}
