package dev.vigy.runtime.worker;

import java.util.function.Function;

/// How the process that made a request in the store is answered, in the same batch as what it asked
/// for.
///
/// @param number of the request; 0 when nobody in another process waits
/// @param done JSON text for a result
/// @param failed JSON text for a refusal
public record Reply<T>(
    long number, Function<T, String> done, Function<RuntimeException, String> failed) {
  /// For callers in this process.
  public static <T> Reply<T> nobody() {
    return new Reply<>(0, result -> "", failure -> "");
  }

  boolean isAwaited() {
    return number > 0;
  }
}
