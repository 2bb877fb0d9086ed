package dev.vigy.cli.remote;

import dev.vigy.lisp.json.Json;
import dev.vigy.server.operation.Follow;
import java.util.function.Consumer;

/// Whoever carries operations out: a server, or this process on a store of its own.
public interface Backend extends AutoCloseable {
  /// @throws dev.vigy.server.operation.OperationException if it is refused or can't be done
  Json call(String operation, Json.Object arguments);

  /// Tells `listener` runs in commit order on another thread until the result is closed.
  ///
  /// @throws dev.vigy.server.operation.OperationException if what to follow is unknown
  AutoCloseable follow(Follow follow, Consumer<Json.Object> listener);

  @Override
  void close();
}
