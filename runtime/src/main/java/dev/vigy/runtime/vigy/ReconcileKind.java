package dev.vigy.runtime.vigy;

import java.util.Locale;
import java.util.Optional;

/// What an action asks for; lower case in JSON (contracts 1.6).
public enum ReconcileKind {
  NOOP,
  DEFER,
  PULL,
  PUSH,
  CREATE,
  UPDATE,
  DELETE,
  APPLY,
  RESTART,
  CUSTOM;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ReconcileKind> parse(String text) {
    for (ReconcileKind kind : values()) {
      if (kind.text().equals(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
