package dev.vigy.lisp.run;

import java.util.List;
import java.util.Optional;

/// Is told of every call that a program makes of a function of the host, and may answer in its
/// stead: for logs, for tests, and for running recorded answers again.
///
/// Called on the thread that evaluates, in the order of the calls; each [#enter] is followed by one
/// [#leave], after those of calls in between. What it throws, the program sees as thrown by the
/// function.
public interface CallObserver {
  /// A call is about to be made, with a number of arguments that fits.
  ///
  /// @return a Lisp value that is taken as the result, without the call being made
  default Optional<Object> enter(String function, List<Object> arguments) {
    return Optional.empty();
  }

  /// The call has ended.
  default void leave(String function, List<Object> arguments, End end) {}

  /// How a call ended.
  sealed interface End {
    /// The function gave a value.
    record Returned(Object value) implements End {}

    /// The observer gave one.
    record Supplied(Object value) implements End {}

    /// It failed, as the program sees it.
    record Raised(LispError error) implements End {}

    /// It left the run, or its run ended.
    record Left(NonLocalExit exit) implements End {}
  }
}
