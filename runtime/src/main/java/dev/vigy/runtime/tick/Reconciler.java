package dev.vigy.runtime.tick;

/// Whatever runs a tick: a Lisp program, a chain, nothing, or Java. The only thing the worker
/// knows.
@FunctionalInterface
public interface Reconciler {
  /// One pass. Runs on a thread of the worker's pool with a big stack; must not wait for anything
  /// outside.
  TickResult tick(TickInput input);
}
