package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a program may know about the tick it runs in.
///
/// @param vigyName the vigy's name
/// @param params its parameters
/// @param generation the generation that conditions are observed at
/// @param startMs "now", epoch ms
/// @param previousStartMs start of the last successful tick
/// @param count number of this tick among successful ones, first is 1
/// @param trigger why it started
/// @param nominal the nominal instant, where there is one
/// @param wakes payloads of the wakes that this tick answers, oldest first
public record TickFacts(
    String vigyName,
    Map<String, Json> params,
    long generation,
    long startMs,
    Optional<Long> previousStartMs,
    long count,
    Trigger trigger,
    Optional<Instant> nominal,
    List<Json> wakes) {
  /// The first tick of a vigy without a name, on demand.
  public static TickFacts first(long startMs) {
    return new TickFacts(
        "", Map.of(), 1, startMs, Optional.empty(), 1, Trigger.FORCED, Optional.empty(), List.of());
  }
}
