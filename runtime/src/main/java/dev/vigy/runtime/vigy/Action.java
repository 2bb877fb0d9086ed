package dev.vigy.runtime.vigy;

import dev.vigy.lisp.json.Json;
import java.util.Optional;

/// One typed intent of a tick. Absent parts are left out of JSON.
///
/// @param kind what is asked for
/// @param subject what it is about (`vigy-act`); a newer one of the same vigy, kind and subject
///   supersedes an undelivered older one
/// @param payload the argument as JSON; JSON null is a payload, not absence
/// @param result `ok` of a noop, `skipped` of a defer, later what became of it
/// @param message why, such as a defer's text
public record Action(
    ReconcileKind kind,
    Optional<String> subject,
    Optional<Json> payload,
    Optional<ActionStatus> result,
    Optional<String> message) {
  /// An action about a subject, of which nothing became yet.
  public static Action of(ReconcileKind kind, String subject, Json payload) {
    return new Action(
        kind, Optional.of(subject), Optional.of(payload), Optional.empty(), Optional.empty());
  }

  /// What became of an action; lower case in JSON.
  public enum ActionStatus {
    OK,
    FAILED,
    SKIPPED
  }
}
