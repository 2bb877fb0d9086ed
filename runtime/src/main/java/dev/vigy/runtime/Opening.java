package dev.vigy.runtime;

/// Puts the parts of a [Vigies] together.
final class Opening {
  private Opening() {}

  static Side open(Vigies.Builder asked) {
    if (asked.workers > 0) {
      throw new VigyException(
          VigyException.Kind.UNAVAILABLE, "no engine yet for " + asked.workers + " workers");
    }
    throw new IllegalArgumentException("no workers");
  }
}
