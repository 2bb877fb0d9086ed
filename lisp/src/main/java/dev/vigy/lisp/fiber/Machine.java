package dev.vigy.lisp.fiber;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.FiberLimits;
import dev.vigy.lisp.run.LispError;

/// What the fibers of one run share, as far as taking turns concerns it: the world of the run.
public interface Machine {
  /// The fibers of this run; made when first asked for.
  Scheduler fibers();

  FiberLimits fiberLimits();

  /// Sets the state of a fiber aside that is about to lose control. Its clock stops.
  Object save();

  /// Goes on with what [#save] set aside. Its clock starts.
  void restore(Object saved);

  /// A fiber has come to its end. Its clock stops.
  void leave();

  /// Begins with the empty state of a new fiber, and calls a procedure in it.
  Object perform(Object callee, Object[] arguments);

  /// Counts the stack that the fiber holds while others have control, as far as it has not been
  /// counted.
  ///
  /// @throws LispError if that is more memory than the run may use
  void chargeStack();

  /// The error of the program that an exhausted stack stands for.
  ///
  /// @throws Error the failure itself if it is another one
  LispError errorOf(Error failure);

  /// The name that a procedure was defined by, or nothing.
  String nameOf(Object callee);

  /// The machine behind a run.
  static Machine of(Activation run) {
    if (run instanceof Machine machine) {
      return machine;
    }
    throw new IllegalStateException("a run without fibers");
  }
}
