package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Change;
import java.util.concurrent.CompletableFuture;

/// What the committer is given to make durable.
sealed interface Job {
  /// The outcome of a tick.
  record Finished(Settlement settlement) implements Job {}

  /// Instants that nobody will run come into the ledger.
  record Passing(Line line, Resident from, Change.Accounted change, Resident after)
      implements Job {}

  /// An edit.
  ///
  /// @param done completed when it is durable, or with why it is not
  /// @param ours whether the engine itself wants it: then it is tried until the store takes it
  record Editing<T>(Edit<T> edit, CompletableFuture<T> done, Reply<T> reply, boolean ours)
      implements Job {
    static <T> Editing<T> ours(Edit<T> edit) {
      return new Editing<>(edit, new CompletableFuture<>(), Reply.nobody(), true);
    }
  }

  /// A request of another process that is refused before it became an edit or a tick.
  record Refusing(long request, String answer) implements Job {}
}
