package dev.vigy.runtime.probe;

/// A program asked for what it may not look at: an error in the program. The message says what to
/// write where.
final class Denied extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Denied(String message) {
    super(message, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
