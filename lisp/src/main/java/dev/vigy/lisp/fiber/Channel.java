package dev.vigy.lisp.fiber;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Keyword;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A queue between fibers, first in first out; a host object as programs see it.
///
/// Whoever waits for it stands in a line, the one who came first in front: receivers only while
/// nothing is there, senders only while it is full. What a sender in line offers gets in as soon as
/// a value is taken. A channel for no value hands over from sender to receiver.
public final class Channel {
  /// What a receiver gets from a closed channel with nothing in it.
  public static final Keyword CLOSED = new Keyword("closed");

  private final ArrayDeque<Object> items = new ArrayDeque<>();
  private final long capacity;
  private boolean closed;
  final LinkedHashSet<Offer> receivers = new LinkedHashSet<>(0);
  final LinkedHashSet<Offer> senders = new LinkedHashSet<>(0);

  /// The number of the `chan-select` that it was last taken in; 0 for none.
  long selected;

  /// @param capacity how many values fit; [Long#MAX_VALUE] for no bound
  public Channel(long capacity) {
    this.capacity = capacity;
  }

  public long capacity() {
    return capacity;
  }

  public int size() {
    return items.size();
  }

  public boolean isClosed() {
    return closed;
  }

  boolean canReceive() {
    return !items.isEmpty() || !senders.isEmpty() || closed;
  }

  boolean canSend() {
    return closed || !receivers.isEmpty() || items.size() < capacity;
  }

  /// Takes the oldest value; [#CLOSED] if there will be none, null if there is none yet.
  public @Nullable Object receive() {
    Object oldest = items.pollFirst();
    if (!senders.isEmpty()) {
      Offer next = senders.getFirst();
      if (oldest == null) {
        oldest = next.value;
      } else {
        items.addLast(next.value);
      }
      next.fiber.scheduler.fulfil(next, true);
    }
    return oldest != null ? oldest : closed ? CLOSED : null;
  }

  /// Puts a value in, or hands it to who waits for one.
  ///
  /// @param most how many values a channel may hold
  /// @return whether it went in; false if the channel is closed or full
  /// @throws LispError if it would hold more than that
  public boolean send(Object value, long most) {
    if (closed) {
      return false;
    }
    if (!receivers.isEmpty()) {
      Offer first = receivers.getFirst();
      first.fiber.scheduler.fulfil(first, value);
      return true;
    }
    if (items.size() >= capacity) {
      return false;
    }
    if (items.size() >= most) {
      throw LispError.limit("a channel", most, "values");
    }
    items.addLast(value);
    return true;
  }

  /// Lets nothing more in. Who waits to receive gets [#CLOSED], who waits to send gets false.
  public void close() {
    closed = true;
    // Fulfilling an offer takes it out of its line, and with it all others of that fiber.
    while (!receivers.isEmpty()) {
      Offer first = receivers.getFirst();
      first.fiber.scheduler.fulfil(first, CLOSED);
    }
    while (!senders.isEmpty()) {
      Offer first = senders.getFirst();
      first.fiber.scheduler.fulfil(first, false);
    }
  }

  /// Another channel with the same values in it; nobody waits for it.
  public Channel copy() {
    Channel copy = new Channel(capacity);
    copy.closed = closed;
    copy.items.addAll(items);
    return copy;
  }

  /// Puts other values in the place of those that are in it.
  public void change(UnaryOperator<Object> change) {
    for (Object item : drain()) {
      items.addLast(change.apply(item));
    }
  }

  /// Takes all values that are in it.
  public List<Object> drain() {
    List<Object> all = new ArrayList<>(items);
    items.clear();
    return all;
  }
}
