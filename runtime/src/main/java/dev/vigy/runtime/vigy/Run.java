package dev.vigy.runtime.vigy;

import dev.vigy.lisp.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The durable record of one tick (product 4).
///
/// @param id UUIDv7 text, monotonic in a process
/// @param seq numbered per vigy without gaps, first is 1
/// @param position place in the store's commit order, the cursor of streams; 0 until committed
/// @param said logs, traces, events, metrics, printed text: of a failed run for reading only
/// @param kvChanges keys set or deleted by a successful run, in key order; a deleted key has no
///   value
/// @param probes questions and answers in the order asked
/// @param wakes payloads of the wakes that the tick was to answer, oldest first
public record Run(
    String id,
    VigyId vigyId,
    long seq,
    long position,
    long generation,
    Trigger trigger,
    Optional<Instant> nominalAt,
    Instant startedAt,
    Instant endedAt,
    long durationMicros,
    long steps,
    Optional<RunError> failure,
    boolean stopped,
    List<Action> actions,
    List<KvChange> kvChanges,
    Optional<Map<String, Json>> desired,
    Optional<Map<String, Json>> observed,
    List<Condition> conditions,
    Said said,
    List<Probe> probes,
    List<Json> wakes) {

  public boolean ok() {
    return failure.isEmpty();
  }

  /// This run at its place in the store's commit order.
  public Run withPosition(long newPosition) {
    return new Run(
        id,
        vigyId,
        seq,
        newPosition,
        generation,
        trigger,
        nominalAt,
        startedAt,
        endedAt,
        durationMicros,
        steps,
        failure,
        stopped,
        actions,
        kvChanges,
        desired,
        observed,
        conditions,
        said,
        probes,
        wakes);
  }

  /// @param value absent when the key was deleted
  public record KvChange(String key, Optional<Json> value) {}

  /// What a program said for people and machines to read.
  ///
  /// @param output what it printed, at most 64 KiB
  public record Said(
      List<Log> logs,
      Map<String, Json> traces,
      Map<String, Double> metrics,
      List<Event> events,
      String output) {
    public static final Said NOTHING = new Said(List.of(), Map.of(), Map.of(), List.of(), "");
  }

  public record Log(String level, String message) {}

  public record Event(String kind, String message) {}

  /// A question to the world and what it answered.
  ///
  /// @param call name and arguments as JSON, keywords written `":k"`
  /// @param answer absent when it was no data (an embedder's object): such a run can't be replayed
  public record Probe(List<Json> call, Optional<Json> answer) {}

  /// Why a run failed.
  ///
  /// @param text as the Rust version writes it: `eval: unbound symbol: x at 0..1`
  /// @param kind the tag of language reference 7.3, `user`, or `limit`
  /// @param stack the calls of the program's own procedures that it came out of, the nearest first,
  ///   each in a line: `` in `f`, called at line 3, column 5``
  /// @param repeatable false where a wall-clock or CPU limit struck
  public record RunError(
      String text,
      String kind,
      String message,
      String shortMessage,
      Optional<String> span,
      Optional<Integer> line,
      Optional<Integer> column,
      Optional<String> hint,
      List<String> stack,
      boolean repeatable) {}
}
