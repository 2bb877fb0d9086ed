package dev.vigy.runtime.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A store that can't be opened, read or written. The message is one sentence for the user.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final @Nullable String hint;

  public StoreException(String message, @Nullable Throwable cause) {
    this(message, null, cause);
  }

  public StoreException(String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /// What the user could do, where that is known.
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
