package dev.vigy.lisp.fiber;

import dev.vigy.lisp.fiber.Fiber.State;
import dev.vigy.lisp.fiber.Fiber.Wait;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Says which fiber of a run has control, and hands it over.
///
/// **Turns.** `ready` holds who could go on, in the order in which they became able to. A fiber has
/// control until it waits, yields or ends; then the first of `ready` has it. If there is none,
/// nobody can ever go on: then the program itself, which waits like all others, gets the error
/// *deadlock* as the result of its waiting.
///
/// **Stacks.** The program itself runs on the thread of whoever runs it. Every other fiber needs a
/// stack of its own from its first step to its last, held by a virtual thread ([Strand]); where a
/// fiber ends and the next one has not begun, that one takes over the thread. Only the strand in
/// control touches anything here, so nothing is locked. A stack that gets deep goes on in a further
/// thread ([#onNewStack]), since virtual threads have small ones.
///
/// **Ends.** What no `catch` may see (a limit, an exit, a bug of the host) ends the run wherever it
/// happens: it is carried over to the program's own fiber. [#drop] then unwinds what is left, one
/// stack after the other, before the run returns.
public final class Scheduler {
  /// Frames that must be free before anything is changed, so that a stack that runs out can't leave
  /// a switch half done.
  private static final int FREE_FRAMES = 100;

  private final Machine machine;
  private final Fiber main = Fiber.main(this);
  private final ArrayDeque<Fiber> ready = new ArrayDeque<>();

  /// All that have not ended, apart from the program itself, the oldest first.
  private final Set<Fiber> alive = new LinkedHashSet<>();

  /// Those that failed and that nobody has joined since.
  private final Set<Fiber> unseen = new LinkedHashSet<>();

  private Fiber current = main;
  private int made;
  private long selections;

  /// The first exit that waits for an answer from outside.
  private @Nullable NonLocalExit outside;

  /// Those whose stacks are still to be unwound; null while the run goes on.
  private @Nullable ArrayDeque<Fiber> doomed;

  public Scheduler(Machine machine) {
    this.machine = machine;
    moveHere();
  }

  /// Says that the program itself goes on in this thread.
  public void moveHere() {
    main.strand = Strand.here();
  }

  /// Whether a spawned fiber has control.
  public boolean isAside() {
    return current != main;
  }

  /// Whether the run has ended and only unwinds what is left.
  public boolean isDropping() {
    return doomed != null && current != main;
  }

  // --- What programs do --------------------------------------------------------------------------

  /// A new fiber that calls a procedure. It begins when it is its turn, after all that are ready.
  ///
  /// @throws LispError if there are too many
  public Fiber spawn(Object callee, Object[] arguments) {
    begin();
    long most = machine.fiberLimits().fibers();
    if (alive.size() >= most) {
      throw LispError.limit("spawn", most, "fibers at a time");
    }
    Fiber fiber = new Fiber(this, ++made, callee, arguments);
    alive.add(fiber);
    ready.add(fiber);
    return fiber;
  }

  /// Lets all that are ready go first.
  public void letOthersGo() {
    begin();
    if (!ready.isEmpty()) {
      machine.chargeStack();
      ready.add(current);
      pass();
    }
  }

  /// The value of a fiber, once it has ended; throws the error that it ended with.
  public Object join(Fiber fiber) {
    begin();
    return switch (fiber.state) {
      case DONE -> fiber.outcome;
      case FAILED -> {
        unseen.remove(fiber);
        if (fiber.error == null) {
          throw new IllegalStateException("a failed fiber without an error");
        }
        throw fiber.error.again();
      }
      case DROPPED -> throw LispError.nativeFn("join", "the fiber was dropped when its run ended");
      case NEW, BEGUN -> {
        if (fiber.equals(current)) {
          throw LispError.nativeFn("join", "a fiber can't wait for its own end");
        }
        machine.chargeStack();
        fiber.joining.add(current);
        yield await(new Wait.ForEnd(fiber));
      }
    };
  }

  /// Puts a value into a channel, as soon as there is room.
  ///
  /// @return whether it went in; false if the channel is closed
  public boolean send(Channel channel, Object value) {
    begin();
    if (channel.canSend()) {
      return channel.send(value, machine.fiberLimits().channelValues());
    }
    return Boolean.TRUE.equals(await(List.of(new Offer(current, channel, true, value)), false));
  }

  /// Takes the oldest value of a channel, as soon as there is one; [Channel#CLOSED] if there will
  /// be none.
  public Object receive(Channel channel) {
    begin();
    Object value = channel.receive();
    return value != null
        ? value
        : await(List.of(new Offer(current, channel, false, Nil.NIL)), false);
  }

  /// An offer for [#select] to take a value.
  public Offer toReceive(Channel channel) {
    return new Offer(current, channel, false, Nil.NIL);
  }

  /// An offer for [#select] to put a value in.
  public Offer toSend(Channel channel, Object value) {
    return new Offer(current, channel, true, value);
  }

  /// Does one of these things, as soon as one can be done; a list of the channel and of what
  /// [#receive] or [#send] would give.
  ///
  /// Where several can be done at once, it is the one whose channel `chan-select` took longest ago
  /// or never, among those the first: so none is passed over for ever, and no chance is in it.
  public Object select(List<Offer> offers) {
    begin();
    Offer best = null;
    for (Offer offer : offers) {
      if (offer.isReady() && (best == null || offer.channel.selected < best.channel.selected)) {
        best = offer;
      }
    }
    if (best == null) {
      return await(List.copyOf(offers), true);
    }
    Channel channel = best.channel;
    channel.selected = ++selections;
    Object result =
        best.sends
            ? (Object) channel.send(best.value, machine.fiberLimits().channelValues())
            : channel.receive();
    if (result == null) {
      throw new IllegalStateException("ready, and then not");
    }
    return LispList.of(channel, result);
  }

  /// Runs a part of the fiber in control on a stack of its own, since the one it has may not do.
  public Object onNewStack(Supplier<Object> work) {
    Fiber self = current;
    Strand below = strandOf(self);
    Segment segment = new Segment(work);
    Strand above =
        Strand.of(
            () -> {
              segment.run();
              below.resume();
            });
    self.strand = above;
    try {
      above.start();
    } catch (Throwable failure) {
      self.strand = below;
      throw failure;
    }
    below.await();
    self.strand = below;
    return segment.outcome();
  }

  // --- The end of a run --------------------------------------------------------------------------

  /// To be called when the program has come to its end well.
  ///
  /// @throws LispError of the first fiber that failed and that nobody joined
  public void finish() {
    if (!unseen.isEmpty()) {
      raise(unseen.iterator().next().error);
    }
  }

  /// To be called when the program itself was left for an answer from outside: lets all others go
  /// on as far as they can, so that they ask as well.
  public void goOnWithout(NonLocalExit exit) {
    main.wait = new Wait.ForOutside(exit);
    if (!ready.isEmpty()) {
      pass();
    }
    main.wait = null;
  }

  /// To be called at the end of a run, however it ended: unwinds the stacks of all fibers that have
  /// not come to theirs. No code of the program runs on.
  public void drop() {
    ready.clear();
    unseen.clear();
    outside = null;
    main.wait = null;
    main.failure = null;
    ArrayDeque<Fiber> begun = new ArrayDeque<>();
    for (Fiber fiber : alive) {
      fiber.stopWaiting();
      if (fiber.strand == null) {
        fiber.end(State.DROPPED);
      } else {
        begun.add(fiber);
      }
    }
    alive.clear();
    Fiber first = begun.poll();
    if (first != null) {
      doomed = begun;
      switchTo(main, first);
      doomed = null;
    }
  }

  // --- Turns -------------------------------------------------------------------------------------

  /// What every operation of a program starts with.
  private void begin() {
    if (isDropping()) {
      throw new Dropped();
    }
    if (frames(FREE_FRAMES) != FREE_FRAMES) {
      throw new IllegalStateException("it counts");
    }
  }

  private static int frames(int count) {
    return count == 0 ? 0 : 1 + frames(count - 1);
  }

  private Object await(List<Offer> offers, boolean select) {
    machine.chargeStack();
    offers.forEach(Offer::queue);
    return await(new Wait.ForChannels(offers, select));
  }

  private Object await(Wait wait) {
    current.wait = wait;
    Fiber self = current;
    pass();
    Object answer = self.answer;
    self.answer = Nil.NIL;
    return answer;
  }

  /// Gives the fiber in control up and goes on when it is its turn again.
  private void pass() {
    Fiber self = current;
    Fiber next = next();
    if (!next.equals(self)) {
      switchTo(self, next);
    }
    Throwable failure = self.failure;
    if (failure != null) {
      self.failure = null;
      raise(failure);
    }
  }

  private void switchTo(Fiber self, Fiber next) {
    Object saved = machine.save();
    Strand own = strandOf(self);
    current = next;
    try {
      if (next.strand == null) {
        Strand strand = Strand.of(() -> carry(next));
        next.strand = strand;
        strand.start();
      } else {
        next.strand.resume();
      }
    } catch (Throwable failure) {
      // No thread could be started: the fiber in control keeps it, and the run ends.
      next.strand = null;
      current = self;
      machine.restore(saved);
      throw failure;
    }
    own.await();
    machine.restore(saved);
    if (isDropping()) {
      throw new Dropped();
    }
  }

  private static Strand strandOf(Fiber fiber) {
    if (fiber.strand == null) {
      throw new IllegalStateException("a fiber without a stack");
    }
    return fiber.strand;
  }

  /// The work of a thread: this fiber, and after it those that have not begun yet.
  private void carry(Fiber first) {
    Fiber fiber = first;
    while (true) {
      perform(fiber);
      Strand strand = fiber.strand;
      fiber.strand = null;
      Fiber next = next();
      current = next;
      if (next.strand != null) {
        next.strand.resume();
        return;
      }
      next.strand = strand;
      fiber = next;
    }
  }

  private void perform(Fiber fiber) {
    fiber.begin();
    try {
      Object value = machine.perform(fiber.callee, fiber.arguments);
      ended(fiber, State.DONE);
      fiber.outcome = value;
      for (Fiber waiting : fiber.joining) {
        wake(waiting, value, null);
      }
    } catch (LispError error) {
      fail(fiber, error);
    } catch (Dropped _) {
      ended(fiber, State.DROPPED);
    } catch (NonLocalExit exit) {
      if (exit.waitsForOutside()) {
        // It has no stack any more, and asks again from its start in the next run.
        fiber.wait = new Wait.ForOutside(exit);
        outside = outside == null ? exit : outside;
      } else {
        endRun(fiber, exit);
      }
    } catch (Throwable failure) {
      endWith(fiber, failure);
    } finally {
      fiber.joining.clear();
      machine.leave();
    }
  }

  private void endWith(Fiber fiber, Throwable failure) {
    if (failure instanceof Error error) {
      try {
        fail(fiber, machine.errorOf(error));
        return;
      } catch (Throwable _) {
        // It was no exhausted stack.
      }
    }
    endRun(fiber, failure);
  }

  private void fail(Fiber fiber, LispError error) {
    if (!error.kind().isCatchable()) {
      endRun(fiber, error);
      return;
    }
    ended(fiber, State.FAILED);
    fiber.error = error;
    if (fiber.joining.isEmpty()) {
      unseen.add(fiber);
    }
    for (Fiber waiting : fiber.joining) {
      wake(waiting, Nil.NIL, error.again());
    }
  }

  /// Ends the run by what no program may catch, thrown in the program's own fiber.
  private void endRun(Fiber fiber, Throwable end) {
    ended(fiber, State.DROPPED);
    if (doomed != null) {
      return;
    }
    main.stopWaiting();
    main.failure = end;
    ready.remove(main);
    ready.addFirst(main);
  }

  private void ended(Fiber fiber, State how) {
    alive.remove(fiber);
    fiber.end(how);
  }

  /// Who goes on.
  private Fiber next() {
    if (doomed != null) {
      Fiber next = doomed.poll();
      return next == null ? main : next;
    }
    Fiber next = ready.poll();
    if (next != null) {
      return next;
    }
    // Everybody waits. The program itself is told, unless that is what it waited for.
    if (!(main.wait instanceof Wait.ForOutside)) {
      main.failure = outside != null ? outside : Deadlock.error(machine, main, alive);
      main.stopWaiting();
    }
    return main;
  }

  /// Does what a waiting fiber offered: it goes on with this result.
  void fulfil(Offer offer, Object result) {
    Fiber fiber = offer.fiber;
    boolean select = fiber.wait instanceof Wait.ForChannels(_, boolean isSelect) && isSelect;
    if (select) {
      offer.channel.selected = ++selections;
    }
    wake(fiber, select ? LispList.of(offer.channel, result) : result, null);
  }

  private void wake(Fiber fiber, Object answer, @Nullable Throwable failure) {
    if (!(fiber.wait instanceof Wait.ForEnd)) {
      fiber.stopWaiting();
    }
    fiber.wait = null;
    fiber.answer = answer;
    fiber.failure = failure;
    ready.add(fiber);
  }

  /// Throws what is there, as it is.
  static void raise(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }
}
