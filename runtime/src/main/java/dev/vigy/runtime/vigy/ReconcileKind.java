package dev.vigy.runtime.vigy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

  private static final Map<String, ReconcileKind> BY_TEXT =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ReconcileKind::text, kind -> kind));

  private final String text = name().toLowerCase(Locale.ROOT);

  public String text() {
    return text;
  }

  public static Optional<ReconcileKind> parse(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }
}
