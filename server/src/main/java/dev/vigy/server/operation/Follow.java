package dev.vigy.server.operation;

import java.util.Optional;

/// Which runs somebody wants to follow.
///
/// @param after a cursor; runs after it are sent, also those that are there already. Absent: from
///   now on
/// @param vigy only this one, by name or id
/// @param labelSelector only vigies whose labels match
public record Follow(Optional<Long> after, Optional<String> vigy, Optional<String> labelSelector) {
  /// @throws OperationException if the cursor is none
  public static Follow of(
      Optional<String> after, Optional<String> vigy, Optional<String> labelSelector) {
    return new Follow(after.map(Follow::cursor), vigy, labelSelector);
  }

  private static long cursor(String text) {
    try {
      long cursor = Long.parseLong(text);
      if (cursor >= 0) {
        return cursor;
      }
    } catch (NumberFormatException e) {
      // The message below says what was expected.
    }
    throw new OperationException(
        OperationException.Kind.MALFORMED,
        "`" + text + "` is not a cursor",
        "a cursor is the `id` of an event, or the `cursor` of a run");
  }
}
