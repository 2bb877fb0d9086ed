package dev.vigy.runtime.store;

import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyId;
import java.util.List;
import java.util.Optional;

/// Where vigies, their state, kv and history are kept. One writer; readers on any thread.
///
/// Instants are kept in whole milliseconds.
///
/// Contract: `StoreContract` in the tests holds for every implementation.
public interface Store extends AutoCloseable {
  /// What the store holds after recovery: every vigy with its record. A vigy of which something
  /// can't be read is in [Loaded#broken] instead, until it is deleted or its definition is
  /// committed anew: part of its state would be worse than none.
  ///
  /// @param vigies in order of registration
  /// @param newestPosition of the newest durable run, 0 for none
  record Loaded(List<VigyRecord> vigies, List<Broken> broken, long newestPosition) {
    /// @param name as it was registered
    /// @param reason one sentence
    /// @param lastSeq of its last run, as far as can be told
    public record Broken(VigyId id, String name, String reason, long lastSeq) {}
  }

  /// Recovers and reads everything that is resident. Called once by the engine, and by one-shot
  /// readers.
  Loaded load();

  /// Tries to become the one who commits; one `Store` object of all processes is at a time, until
  /// its [#close] or its end. Does not wait. What [#load] says is complete only after this
  /// succeeded.
  ///
  /// @return whether this object has it now
  boolean claim();

  /// Who commits instead of us, as it said of itself: `process 4711`. Empty when nobody is known.
  Optional<String> holder();

  /// Makes a batch durable. When this returns, it survives a crash; when it throws, none of it is
  /// there.
  ///
  /// Called by one thread at a time. Each run must be the one after its vigy's last, and belong to
  /// a vigy that the store holds by then; anything else is a bug of the caller and is thrown at
  /// once.
  ///
  /// Claims the store where that was not done.
  ///
  /// @throws StoreException if the store can't write: disk full, read-only, claimed by another
  Committed commit(Batch batch);

  /// Newest first.
  List<Run> runs(VigyId vigy, RunQuery query);

  /// A run by its id (UUIDv7 text).
  Optional<Run> run(String id);

  /// Runs in commit order with a position after `position`, at most `limit`; of all vigies.
  List<Run> runsAfter(long position, int limit);

  /// The definitions that were current earlier, newest first. Deleting a vigy takes them too.
  List<Vigy> generations(VigyId vigy);

  /// How long runs are kept from now on; [Retention#DEFAULT] if nobody says. Called before the
  /// first commit.
  void retain(Retention retention);

  /// What retention took of the runs of a vigy. Nothing for one that was purged.
  Gone gone(VigyId vigy);

  /// The last `seq` that a deleted or broken vigy of that id had, 0 for none.
  long lastSeq(VigyId vigy);

  /// Asks the engine that owns the store; any process may. Durable when it returns.
  ///
  /// @return the request's number
  long request(String body);

  /// Unanswered requests with a number above `number`, oldest first.
  List<Request> requestsAfter(long number);

  /// The answer to a request, once its batch is durable.
  Optional<String> answer(long number);

  /// Why the store's own upkeep does not go on although commits may get through: one sentence,
  /// absent while all is well.
  default Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  void close();
}
