package dev.vigy.cli.command;

import dev.vigy.cli.remote.AddressFile;
import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.remote.ServerBackend;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds who carries out a command's operations: the server that was named, the one that serves the
/// store, or this process.
final class Backends {
  private Backends() {}

  /// For commands that only look: a store that does not exist yet is empty, and is not made.
  static Backend reading(Session session) {
    return server(session)
        .orElseGet(
            () -> {
              Path db = StorePath.of(session);
              Store store =
                  Files.exists(db)
                      ? Stores.reader(db)
                      : MemoryStore.create(session.world().clock());
              return LocalBackend.open(session, store, db);
            });
  }

  /// For commands that change vigies which are there: what does not exist yet is empty, and is not
  /// made.
  static Backend changing(Session session) {
    return server(session)
        .orElseGet(
            () -> {
              Path db = StorePath.of(session);
              Store store =
                  Files.exists(db) ? Stores.open(db) : MemoryStore.create(session.world().clock());
              return LocalBackend.open(session, store, db);
            });
  }

  /// For commands that put something new into a store, and make it if there is none.
  static Backend making(Session session) {
    return server(session)
        .orElseGet(
            () -> {
              Path db = StorePath.of(session);
              return LocalBackend.open(session, Stores.open(db), db);
            });
  }

  private static Optional<Backend> server(Session session) {
    Optional<String> url = session.line().value("server");
    if (url.isPresent()) {
      if (session.line().flag("db")) {
        throw new UsageException("`--server` and `--db` exclude each other");
      }
      return Optional.of(ServerBackend.at(url.get()));
    }
    return AddressFile.of(StorePath.of(session)).read().flatMap(ServerBackend::of);
  }
}
