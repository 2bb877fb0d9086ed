package dev.vigy.lisp.fiber;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.value.Nil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call of a procedure that goes on beside the rest of the program; a host object as programs see
/// it. Belongs to its [Scheduler].
public final class Fiber {
  private static final Object[] NOTHING = new Object[0];

  enum State {
    /// Has not begun: it has no stack.
    NEW,
    BEGUN,
    DONE,
    FAILED,
    /// Its run ended before it did.
    DROPPED
  }

  /// What keeps a fiber from going on.
  sealed interface Wait {
    record ForEnd(Fiber of) implements Wait {}

    record ForChannels(List<Offer> offers, boolean select) implements Wait {}

    /// An answer from outside that this run does not have.
    record ForOutside(NonLocalExit exit) implements Wait {}
  }

  final Scheduler scheduler;

  /// 0 is the program itself.
  final int number;

  final Object callee;
  Object[] arguments;
  State state = State.NEW;
  Object outcome = Nil.NIL;
  @Nullable LispError error;
  final List<Fiber> joining = new ArrayList<>(0);

  /// The top of its stack; null if it has none.
  @Nullable Strand strand;

  @Nullable Wait wait;

  /// What the operation that it waited in gives, or throws.
  Object answer = Nil.NIL;

  @Nullable Throwable failure;

  Fiber(Scheduler scheduler, int number, Object callee, Object[] arguments) {
    this.scheduler = scheduler;
    this.number = number;
    this.callee = callee;
    this.arguments = arguments;
  }

  /// The fiber that the program itself is.
  static Fiber main(Scheduler scheduler) {
    Fiber main = new Fiber(scheduler, 0, Nil.NIL, NOTHING);
    main.state = State.BEGUN;
    return main;
  }

  void begin() {
    state = State.BEGUN;
  }

  /// Nothing keeps its arguments from here on.
  void end(State how) {
    state = how;
    arguments = NOTHING;
  }

  /// Takes it out of the lines it stands in.
  void stopWaiting() {
    switch (wait) {
      case Wait.ForEnd(Fiber of) -> of.joining.remove(this);
      case Wait.ForChannels(List<Offer> offers, boolean _) -> offers.forEach(Offer::withdraw);
      case Wait.ForOutside _ -> {}
      case null -> {}
    }
    wait = null;
  }
}
