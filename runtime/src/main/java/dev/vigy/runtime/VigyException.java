package dev.vigy.runtime;

import dev.vigy.lisp.source.Diagnostic;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a user asked for can't be done. The message is one sentence for that user.
public final class VigyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of trouble it is; protocols choose their codes by it.
  public enum Kind {
    /// No such vigy, run or key.
    NOT_FOUND,
    /// What was given can't be read or is out of range.
    INVALID,
    /// A program does not pass the check; see [#diagnostics].
    REFUSED,
    /// It can't be done as things stand now.
    CONFLICT,
    /// More than a limit allows.
    TOO_LARGE,
    /// The store can't be written, or nobody answers; later it may work.
    UNAVAILABLE
  }

  private final Kind kind;
  private final @Nullable String hint;
  private final transient List<Diagnostic> diagnostics;

  public VigyException(Kind kind, String message) {
    this(kind, message, null, List.of(), null);
  }

  public VigyException(
      Kind kind,
      String message,
      @Nullable String hint,
      List<Diagnostic> diagnostics,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hint = hint;
    this.diagnostics = List.copyOf(diagnostics);
  }

  public Kind kind() {
    return kind;
  }

  /// What the user could do, where that is known.
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /// What the check found, for [Kind#REFUSED].
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
