package dev.vigy.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A command line that can't be understood: exit 2. The message is one sentence without a full
/// stop.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final @Nullable String hint;

  UsageException(String message, @Nullable String hint) {
    super(message, null, false, false);
    this.hint = hint;
  }

  UsageException(String message) {
    this(message, null);
  }

  /// `message()` never is null here, unlike [Throwable#getMessage].
  String message() {
    return String.valueOf(getMessage());
  }

  Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
