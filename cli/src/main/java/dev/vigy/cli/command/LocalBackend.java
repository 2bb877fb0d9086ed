package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.store.Store;
import dev.vigy.server.operation.Follow;
import dev.vigy.server.operation.Operations;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Operations on a store that this process opened; follows no schedule.
final class LocalBackend implements Backend {
  private final Vigies vigies;
  private final Operations operations;

  private LocalBackend(Vigies vigies, Operations operations) {
    this.vigies = vigies;
    this.operations = operations;
  }

  static LocalBackend open(Session session, Store store, Path db) {
    Vigies vigies =
        Vigies.builder()
            .store(store)
            .ticking(false)
            .workers(1)
            .by(Author.of(session.world()))
            .start();
    var about = new Operations.About(Version.text(), "", db.toString());
    return new LocalBackend(
        vigies, new Operations(vigies, Optional.empty(), session.world().clock(), about));
  }

  @Override
  public Json call(String operation, Json.Object arguments) {
    return operations.call(operation, arguments);
  }

  @Override
  public AutoCloseable follow(Follow follow, Consumer<Json.Object> listener) {
    return operations.follow(follow, listener);
  }

  @Override
  public void close() {
    vigies.close();
  }
}
