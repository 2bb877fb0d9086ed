package dev.vigy.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A command that could not be carried out: exit 1. The message is one sentence without a full
/// stop.
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String message;
  private final @Nullable String hint;

  CommandException(String message) {
    this(message, null);
  }

  CommandException(String message, @Nullable String hint) {
    super(message, null, false, false);
    this.message = message;
    this.hint = hint;
  }

  String message() {
    return message;
  }

  Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
