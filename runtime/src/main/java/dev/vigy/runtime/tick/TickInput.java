package dev.vigy.runtime.tick;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.runtime.extension.Answer;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Trigger;
import dev.vigy.runtime.vigy.Vigy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that a tick may depend on.
///
/// @param vigy the definition that runs
/// @param kv every key of the vigy; not changed by the tick
/// @param startMs "now", epoch ms
/// @param previousStartMs start of the last successful tick
/// @param tickCount number of this tick among successful ones, first is 1
/// @param nominal the nominal instant, where there is one
/// @param wakes payloads of the wakes that this tick answers, oldest first
/// @param budget the limits, already under the ceilings
/// @param answers what the world answered in earlier passes of this tick, in the order asked
/// @param spentNanos CPU time of the earlier passes, which counts towards the budget's time
/// @param kvBytes the size of `kv` as [dev.vigy.runtime.extension.KvSize] counts it, or
///   [#UNCOUNTED]: then the tick counts, once it writes
/// @param interrupt ends the evaluation from another thread; a tick that ends by it counts for
///   nothing
public record TickInput(
    Vigy vigy,
    Map<String, Json> kv,
    long startMs,
    Optional<Long> previousStartMs,
    long tickCount,
    Trigger trigger,
    Optional<Instant> nominal,
    List<Json> wakes,
    Budget budget,
    List<Answer> answers,
    long spentNanos,
    long kvBytes,
    Interrupt interrupt) {
  /// The size of kv is not known.
  public static final long UNCOUNTED = -1;
}
