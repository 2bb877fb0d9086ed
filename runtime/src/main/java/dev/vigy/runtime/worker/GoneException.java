package dev.vigy.runtime.worker;

/// The vigy was deleted while somebody waited for a tick of it, or the engine ended.
public final class GoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GoneException() {
    super("the vigy is gone");
  }
}
