package dev.vigy.lisp.core;

import dev.vigy.lisp.fiber.Channel;
import dev.vigy.lisp.fiber.Machine;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;
import java.util.List;

/// Queues that never block (language reference 6.17).
final class Channels {
  private static final Keyword EMPTY = new Keyword("empty");
  private static final Keyword UNBOUNDED = new Keyword("unbounded");

  private Channels() {}

  static List<LibraryEntry> entries() {
    return new Table("Channels")
        .add(
            NativeFunction.of("chan", Arity.range(0, 1), Channels::make),
            "[capacity]",
            "A queue, unbounded unless a capacity is given.",
            "(chan-capacity (chan 3)) => 3")
        .fails(
            "(chan-capacity (chan \"x\")) => :type-mismatch type mismatch: expected non-negative int, got string",
            "(chan-capacity (chan -1)) => :native-fn in native `chan`: negative capacity")
        .add(
            Predicates.test("chan?", v -> v instanceof Channel),
            "value",
            "Whether it is a channel.",
            "(chan? (chan)) => #t")
        .add(
            NativeFunction.of2(
                ">!",
                (run, ch, value) -> {
                  Channel channel = channel(ch);
                  run.allocate(Cost.CELL);
                  return channel.send(value, Machine.of(run).fiberLimits().channelValues());
                }),
            "ch v",
            "Puts a value at the end; #f if the channel is full or closed.",
            "(>! (chan 1) :a) => #t")
        .fails("(>! 5 :a) => :type-mismatch type mismatch: expected channel, got int")
        .add(
            NativeFunction.of1(
                "<!",
                (run, ch) -> {
                  Object oldest = channel(ch).receive();
                  return oldest == null ? EMPTY : oldest;
                }),
            "ch",
            "Takes the oldest value; `:closed` or `:empty` if there is none.",
            "(<! (chan)) => :empty")
        .fails("(<! 5) => :type-mismatch type mismatch: expected channel, got int")
        .add(
            NativeFunction.of1(
                "close!",
                (run, ch) -> {
                  channel(ch).close();
                  return Nil.NIL;
                }),
            "ch",
            "Lets nothing more in; what is there can still be taken.",
            "(let ((c (chan))) (close! c) (<! c)) => :closed")
        .fails(
            "(let ((c (chan))) (close! 5) (<! c)) => :type-mismatch type mismatch: expected channel, got int")
        .add(
            NativeFunction.of1(
                "drain!",
                (run, ch) -> {
                  Channel channel = channel(ch);
                  channel.close();
                  Work.cells(run, channel.size());
                  return LispList.copyOf(channel.drain());
                }),
            "ch",
            "Closes it and takes everything.",
            "(let ((c (chan))) (>! c 1) (drain! c)) => (1)")
        .fails(
            "(let ((c (chan))) (>! c 1) (drain! 5)) => :type-mismatch type mismatch: expected channel, got int")
        .add(
            NativeFunction.of1("chan-closed?", (run, ch) -> channel(ch).isClosed()),
            "ch",
            "Whether it is closed.",
            "(chan-closed? (chan)) => #f")
        .fails("(chan-closed? 5) => :type-mismatch type mismatch: expected channel, got int")
        .add(
            NativeFunction.of1("chan-len", (run, ch) -> (long) channel(ch).size()),
            "ch",
            "How many values are waiting.",
            "(chan-len (chan)) => 0")
        .fails("(chan-len 5) => :type-mismatch type mismatch: expected channel, got int")
        .add(
            NativeFunction.of1(
                "chan-capacity",
                (run, ch) -> {
                  long capacity = channel(ch).capacity();
                  return capacity == Long.MAX_VALUE ? UNBOUNDED : (Object) capacity;
                }),
            "ch",
            "How many values fit, or `:unbounded`.",
            "(chan-capacity (chan)) => :unbounded")
        .fails("(chan-capacity 5) => :type-mismatch type mismatch: expected channel, got int")
        .entries();
  }

  private static Object make(Activation run, Object[] xs) {
    run.allocate(4 * Cost.OBJECT);
    if (xs.length == 0) {
      return new Channel(Long.MAX_VALUE);
    }
    if (!(xs[0] instanceof Long capacity)) {
      throw Arguments.wrong("non-negative int", xs[0]);
    }
    if (capacity < 0) {
      throw LispError.nativeFn("chan", "negative capacity");
    }
    return new Channel(capacity);
  }

  static Channel channel(Object value) {
    if (value instanceof Channel channel) {
      return channel;
    }
    throw LispError.typeMismatch("channel", Value.typeName(value));
  }
}
