package dev.vigy.runtime;

/// A listener that is told runs in commit order, on a virtual thread of its own.
public interface Subscription extends AutoCloseable {
  /// The position of the newest run that the listener was told.
  long position();

  /// Ends it; a listener that is being told something at this moment finishes that.
  @Override
  void close();
}
