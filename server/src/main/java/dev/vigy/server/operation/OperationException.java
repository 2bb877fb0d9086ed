package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An operation that was refused or could not be carried out, in one sentence for whoever asked.
/// Nothing was changed.
public final class OperationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of error it is; each protocol has its own code for it.
  public enum Kind {
    /// The request can't be understood: bad JSON, a bad label, selector or interval.
    MALFORMED,
    /// The request came from where no request may come from.
    FORBIDDEN,
    NOT_FOUND,
    /// The path is known, the method is not.
    NOT_ALLOWED,
    /// Another state is needed first, or somebody else was faster.
    CONFLICT,
    TOO_LARGE,
    /// A body that is not JSON.
    MEDIA_TYPE,
    /// Understood and refused: a wrong type, a program with errors.
    REFUSED,
    /// The store or the engine can't do it now.
    UNAVAILABLE,
    /// A bug of ours.
    INTERNAL
  }

  private final Kind kind;
  private final String message;
  private final @Nullable String hint;
  private final transient List<Json> diagnostics;

  public OperationException(
      Kind kind, String message, Optional<String> hint, List<Json> diagnostics) {
    super(message, null, false, false);
    this.kind = kind;
    this.message = message;
    this.hint = hint.orElse(null);
    this.diagnostics = List.copyOf(diagnostics);
  }

  public OperationException(Kind kind, String message) {
    this(kind, message, Optional.empty(), List.of());
  }

  public OperationException(Kind kind, String message, String hint) {
    this(kind, message, Optional.of(hint), List.of());
  }

  static OperationException malformed(String message) {
    return new OperationException(Kind.MALFORMED, message);
  }

  static OperationException refused(String message) {
    return new OperationException(Kind.REFUSED, message);
  }

  public Kind kind() {
    return kind;
  }

  /// One sentence without a full stop.
  public String message() {
    return message;
  }

  /// What the caller could do, where that is known.
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /// What a check found, as JSON: `severity`, `message`, and where known `file`, `line`, `column`,
  /// `source`, `hint`.
  public List<Json> diagnostics() {
    return diagnostics;
  }
}
