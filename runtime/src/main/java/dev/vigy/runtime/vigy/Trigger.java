package dev.vigy.runtime.vigy;

import java.util.Locale;

/// Why a tick started; in JSON lower case with a hyphen.
public enum Trigger {
  SCHEDULE,
  FORCED,
  WAKE,
  ASKED,
  RETRY,
  CATCH_UP;

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
