package dev.vigy.runtime.store;

import java.util.List;

/// What one commit makes durable: changes of many vigies, in order, and answers to requests of
/// other processes.
///
/// @param changes at most one [Change.Ticked] a vigy
/// @param answered requests of the `edit` table that this batch answers
public record Batch(List<Change> changes, List<RequestAnswer> answered) {
  public Batch {
    changes = List.copyOf(changes);
    answered = List.copyOf(answered);
  }

  /// @param number of the request, as [Store#requestsAfter] gave it
  /// @param answer JSON text for the process that asked
  public record RequestAnswer(long number, String answer) {}
}
