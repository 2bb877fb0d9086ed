package dev.vigy.server.operation;

import dev.vigy.runtime.VigyException;
import dev.vigy.runtime.store.StoreException;
import java.util.List;

/// What the runtime refuses, as errors of operations.
final class Failures {
  private Failures() {}

  static OperationException of(VigyException e) {
    return new OperationException(
        kind(e.kind()),
        String.valueOf(e.getMessage()),
        e.hint(),
        e.diagnostics().stream().map(DiagnosticShape::of).toList());
  }

  static OperationException of(StoreException e) {
    return new OperationException(
        OperationException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e.hint(), List.of());
  }

  private static OperationException.Kind kind(VigyException.Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> OperationException.Kind.NOT_FOUND;
      case INVALID -> OperationException.Kind.MALFORMED;
      case REFUSED -> OperationException.Kind.REFUSED;
      case CONFLICT -> OperationException.Kind.CONFLICT;
      case TOO_LARGE -> OperationException.Kind.TOO_LARGE;
      case UNAVAILABLE -> OperationException.Kind.UNAVAILABLE;
    };
  }
}
