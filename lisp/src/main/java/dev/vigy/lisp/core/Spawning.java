package dev.vigy.lisp.core;

import dev.vigy.lisp.fiber.Channel;
import dev.vigy.lisp.fiber.Fiber;
import dev.vigy.lisp.fiber.Machine;
import dev.vigy.lisp.fiber.Offer;
import dev.vigy.lisp.fiber.Scheduler;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Procedure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fibers that go on beside each other and wait for each other, which those of [Fibers] cannot.
final class Spawning {
  private Spawning() {}

  static List<LibraryEntry> entries() {
    return new Table("Fibers that wait")
        .add(
            NativeFunction.of("spawn", Arity.atLeast(1), Spawning::spawn),
            "f argument…",
            "Begins a fiber: a call of `f` with the arguments that goes on beside the rest of the"
                + " program. It gets its first turn when the others wait, yield or end. An error"
                + " that it does not catch is thrown by `join`; if nobody joins it, it fails the"
                + " program at its end. A fiber that has not ended when the program ends is"
                + " dropped.",
            "(join (spawn + 1 2)) => 3")
        .fails("(spawn 5) => :type-mismatch type mismatch: expected procedure, got int")
        .add(
            NativeFunction.of0(
                "yield",
                run -> {
                  fibers(run).letOthersGo();
                  return Nil.NIL;
                }),
            "",
            "Lets all other fibers that can go on have a turn first.",
            "(let ((c (chan))) (spawn >! c 1) (yield) (<! c)) => 1")
        .add(
            NativeFunction.of1("join", (run, fiber) -> fibers(run).join(fiber(fiber))),
            "fiber",
            "Waits for the end of a spawned fiber: its value. Throws the error that it ended"
                + " with.",
            "(map join (map (lambda (n) (spawn * n n)) '(1 2 3))) => (1 4 9)")
        .fails(
            "(join 5) => :type-mismatch type mismatch: expected spawned fiber, got int",
            "(join (spawn throw (ex-info \"no\"))) => :ex-info no")
        .add(
            NativeFunction.of2(
                "chan-send",
                (run, ch, value) -> {
                  Channel channel = Channels.channel(ch);
                  run.allocate(Cost.CELL);
                  return fibers(run).send(channel, value);
                }),
            "ch v",
            "Puts a value at the end of a channel, as soon as there is room: #t, or #f if the"
                + " channel is closed. A channel with capacity 0 hands over to a receiver.",
            "(let ((c (chan 0))) (spawn chan-send c :a) (chan-receive c)) => :a")
        .fails(
            "(chan-send 5 :a) => :type-mismatch type mismatch: expected channel, got int",
            "(chan-send (chan 0) :a) => :deadlock deadlock: the program waits to send to channel A")
        .add(
            NativeFunction.of1(
                "chan-receive", (run, ch) -> fibers(run).receive(Channels.channel(ch))),
            "ch",
            "Takes the oldest value of a channel, as soon as there is one; `:closed` if the channel"
                + " is closed and empty.",
            "(let ((c (chan))) (spawn chan-send c 1) (chan-receive c)) => 1")
        .fails(
            "(chan-receive 5) => :type-mismatch type mismatch: expected channel, got int",
            "(chan-receive (chan)) => :deadlock deadlock: the program waits to receive from channel A")
        .add(
            NativeFunction.of("chan-select", Arity.atLeast(1), Spawning::select),
            "operation…",
            "Does one of several things, as soon as one can be done: a channel receives from it,"
                + " `(list ch v)` sends to it. Gives the channel and the result in a list. Where"
                + " several can be done, it is the one whose channel was selected longest ago or"
                + " never, the first of these.",
            "(let ((a (chan)) (b (chan))) (spawn chan-send b 1) (second (chan-select a b))) => 1")
        .fails(
            "(chan-select 5) => :type-mismatch type mismatch: expected channel or (channel value), got int")
        .entries();
  }

  private static Scheduler fibers(Activation run) {
    return Machine.of(run).fibers();
  }

  private static Fiber fiber(Object value) {
    if (value instanceof Fiber fiber) {
      return fiber;
    }
    throw Arguments.wrong("spawned fiber", value);
  }

  private static Object spawn(Activation run, Object[] xs) {
    if (!(xs[0] instanceof Procedure procedure)) {
      throw Arguments.wrong("procedure", xs[0]);
    }
    run.allocate(Cost.FIBER + Cost.SLOT * xs.length);
    return fibers(run).spawn(procedure, Arrays.copyOfRange(xs, 1, xs.length));
  }

  private static Object select(Activation run, Object[] xs) {
    Scheduler fibers = fibers(run);
    run.step(xs.length);
    run.allocate((Cost.OBJECT + Cost.CELL) * (xs.length + 2));
    List<Offer> offers = new ArrayList<>(xs.length);
    for (Object x : xs) {
      offers.add(offer(fibers, x));
    }
    return fibers.select(offers);
  }

  private static Offer offer(Scheduler fibers, Object operation) {
    return switch (operation) {
      case Channel channel -> fibers.toReceive(channel);
      case LispList list when list.length() == 2 && list.nth(0) instanceof Channel channel ->
          fibers.toSend(channel, list.nth(1));
      default -> throw Arguments.wrong("channel or (channel value)", operation);
    };
  }
}
