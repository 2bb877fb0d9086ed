package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;
import java.util.ArrayDeque;
import java.util.List;

/// Queues that never block (language reference 6.17).
final class Channels {
  private static final Keyword CLOSED = new Keyword("closed");
  private static final Keyword EMPTY = new Keyword("empty");
  private static final Keyword UNBOUNDED = new Keyword("unbounded");

  private Channels() {}

  /// A channel of one run; a host object as programs see it.
  private static final class Channel {
    final ArrayDeque<Object> items = new ArrayDeque<>();

    /// [Long#MAX_VALUE] for none.
    final long capacity;

    boolean closed;

    Channel(long capacity) {
      this.capacity = capacity;
    }
  }

  static List<LibraryEntry> entries() {
    return new Table("Channels")
        .add(
            NativeFunction.of("chan", Arity.range(0, 1), Channels::make),
            "[capacity]",
            "A queue, unbounded unless a capacity is given.",
            "(chan-capacity (chan 3)) => 3")
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
                  if (channel.closed || channel.items.size() >= channel.capacity) {
                    return false;
                  }
                  run.allocate(Cost.CELL);
                  channel.items.addLast(value);
                  return true;
                }),
            "ch v",
            "Puts a value at the end; #f if the channel is full or closed.",
            "(>! (chan 1) :a) => #t")
        .add(
            NativeFunction.of1(
                "<!",
                (run, ch) -> {
                  Channel channel = channel(ch);
                  Object oldest = channel.items.pollFirst();
                  return oldest != null ? oldest : channel.closed ? CLOSED : EMPTY;
                }),
            "ch",
            "Takes the oldest value; `:closed` or `:empty` if there is none.",
            "(<! (chan)) => :empty")
        .add(
            NativeFunction.of1(
                "close!",
                (run, ch) -> {
                  channel(ch).closed = true;
                  return Nil.NIL;
                }),
            "ch",
            "Lets nothing more in; what is there can still be taken.",
            "(let ((c (chan))) (close! c) (<! c)) => :closed")
        .add(
            NativeFunction.of1(
                "drain!",
                (run, ch) -> {
                  Channel channel = channel(ch);
                  channel.closed = true;
                  Work.cells(run, channel.items.size());
                  LispList all = LispList.copyOf(channel.items);
                  channel.items.clear();
                  return all;
                }),
            "ch",
            "Closes it and takes everything.",
            "(let ((c (chan))) (>! c 1) (drain! c)) => (1)")
        .add(
            NativeFunction.of1("chan-closed?", (run, ch) -> channel(ch).closed),
            "ch",
            "Whether it is closed.",
            "(chan-closed? (chan)) => #f")
        .add(
            NativeFunction.of1("chan-len", (run, ch) -> (long) channel(ch).items.size()),
            "ch",
            "How many values are waiting.",
            "(chan-len (chan)) => 0")
        .add(
            NativeFunction.of1(
                "chan-capacity",
                (run, ch) -> {
                  long capacity = channel(ch).capacity;
                  return capacity == Long.MAX_VALUE ? UNBOUNDED : (Object) capacity;
                }),
            "ch",
            "How many values fit, or `:unbounded`.",
            "(chan-capacity (chan)) => :unbounded")
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

  private static Channel channel(Object value) {
    if (value instanceof Channel channel) {
      return channel;
    }
    throw LispError.typeMismatch("channel", Value.typeName(value));
  }
}
