package dev.vigy.server.operation;

import dev.vigy.runtime.Vigies.Status;
import dev.vigy.runtime.vigy.Selector;
import java.util.Optional;

/// Reads what narrows a list.
final class Selection {
  private Selection() {}

  /// @throws OperationException if the selector can't be read
  static Selector selector(Optional<String> text) {
    try {
      return text.map(Selector::parse).orElse(Selector.ALL);
    } catch (IllegalArgumentException e) {
      throw new OperationException(
          OperationException.Kind.MALFORMED,
          String.valueOf(e.getMessage()),
          "selectors look like `team=web,tier!=dev`, `tier in (prod,test)`, `team`, `!team`");
    }
  }

  /// @throws OperationException if there is no such status
  static Optional<Status> status(Optional<String> text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (Status status : Status.values()) {
      if (Operations.text(status).equals(text.get())) {
        return Optional.of(status);
      }
    }
    throw new OperationException(
        OperationException.Kind.MALFORMED,
        "`status`: there is no status `" + text.get() + "`",
        "expected active, paused, disabled, quarantined or out-of-scope");
  }
}
