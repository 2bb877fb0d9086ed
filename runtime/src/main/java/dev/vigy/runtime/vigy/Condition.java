package dev.vigy.runtime.vigy;

import java.time.Instant;
import java.util.Optional;

/// A condition in the manner of Kubernetes, merged by name.
///
/// @param lastTransition when the status last changed; a change of reason or message alone leaves
///   it
/// @param observedGeneration the generation of the vigy that said it
public record Condition(
    String name,
    Status status,
    Optional<String> reason,
    Optional<String> message,
    Instant lastTransition,
    long observedGeneration) {
  /// Lower case in JSON.
  public enum Status {
    TRUE,
    FALSE,
    UNKNOWN
  }
}
