package dev.vigy.runtime.extension;

import org.jspecify.annotations.Nullable;

/// A function that an embedder gives to programs.
@FunctionalInterface
public interface HostFunction {
  /// @return a Lisp value, or any Java object that [dev.vigy.lisp.value.Value#of] or JSON has a
  ///   Lisp value for
  /// @throws Exception becomes an error in the program, which it may catch: the message is the
  ///   reason
  @Nullable Object call(Call call) throws Exception;
}
