package dev.vigy.runtime.vigy;

import dev.vigy.lisp.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Wakes that wait for a tick: all of them together make one tick due, and the next successful one
/// answers them, whatever made it start. A failed tick answers nothing.
///
/// @param due when that tick is due by the wakes; absent when there are none, or when retries after
///   failures are used up
/// @param count how many wait, those without payload included
/// @param payloads theirs, oldest first
public record Wakes(Optional<Instant> due, long count, List<Json> payloads) {
  public static final Wakes NONE = new Wakes(Optional.empty(), 0, List.of());

  /// A tick answers at most so many payloads; what is left makes another tick due.
  public static final int MOST_ANSWERED = 100;

  /// So many payloads may wait.
  public static final int MOST_WAITING = 1_000;

  public Wakes {
    payloads = List.copyOf(payloads);
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /// With one more.
  public Wakes and(Optional<Json> payload, Instant at) {
    if (payload.isEmpty()) {
      return new Wakes(Optional.of(at), count + 1, payloads);
    }
    List<Json> more = new ArrayList<>(payloads);
    more.add(payload.get());
    return new Wakes(Optional.of(at), count + 1, more);
  }

  /// With the tick due at another time.
  public Wakes dueAt(Optional<Instant> newDue) {
    return isEmpty() || due.equals(newDue) ? this : new Wakes(newDue, count, payloads);
  }

  /// The payloads that a tick answers which begins now.
  public List<Json> answered() {
    return payloads.size() <= MOST_ANSWERED ? payloads : payloads.subList(0, MOST_ANSWERED);
  }

  /// What is left when those that `before` knew are answered.
  ///
  /// @param at when the rest is due
  public Wakes without(Wakes before, Instant at) {
    int answered = before.answered().size();
    List<Json> rest = payloads.subList(answered, payloads.size());
    // Those without payload are answered all together; of those with one, as many as were taken.
    long left = count - before.count + (before.payloads.size() - answered);
    return left == 0 ? NONE : new Wakes(Optional.of(at), left, rest);
  }
}
