package dev.vigy.runtime.vigy;

import dev.vigy.lisp.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// A registered reconciler: what was asked for, without what became of it ([VigyState]).
///
/// @param id computed once and kept for life
/// @param name unique in a store, 1 to 253 bytes
/// @param program exactly the text that runs
/// @param lines where each line of `program` came from; empty for a plain program
/// @param reconciler `lisp`, or the name under which an embedder registered a Java reconciler,
///   chain or no-op
/// @param schedule when it is due
/// @param anchor the first nominal instant of the current schedule
/// @param labels sorted by key
/// @param params parameters that `vigy-param` reads
/// @param allow capabilities the program asks for, resolved texts such as `http
///   https://host/prefix`
/// @param enabled what the operator wants; see [#pause] and [VigyState#quarantine] too
/// @param pause present while paused
/// @param pin present after a rollback, until somebody unpins it: nobody registers another
///   generation meanwhile
/// @param generation counts changes of program, schedule, params, capabilities, budget or mode;
///   first is 1
public record Vigy(
    VigyId id,
    String name,
    String program,
    Optional<LineMap> lines,
    String reconciler,
    Schedule schedule,
    Instant anchor,
    SortedMap<String, String> labels,
    Map<String, Json> params,
    List<String> allow,
    Budget budget,
    Mode mode,
    boolean enabled,
    Optional<Pause> pause,
    Optional<Pin> pin,
    long generation,
    Instant createdAt,
    Instant updatedAt,
    Optional<String> doc,
    List<String> warnings) {
  /// There may be a million: what is empty or the same in most of them is one object.
  public Vigy {
    labels = labels.isEmpty() ? Collections.emptySortedMap() : labels;
    params = params.isEmpty() ? Map.of() : params;
    allow = allow.isEmpty() ? List.of() : allow;
    warnings = warnings.isEmpty() ? List.of() : warnings;
    budget = budget.equals(Budget.DEFAULT) ? Budget.DEFAULT : budget;
    updatedAt = updatedAt.equals(createdAt) ? createdAt : updatedAt;
    anchor = anchor.equals(createdAt) ? createdAt : anchor;
  }

  /// @param until when it ends by itself
  public record Pause(Optional<String> note, String by, Instant since, Optional<Instant> until) {}

  /// Holds a vigy at its generation.
  ///
  /// @param by who rolled it back
  public record Pin(String by, Instant since) {}

  /// Where the lines of a stored program stand in the file the operator wrote.
  ///
  /// @param file the file's name
  /// @param lines the line number in the file of each line of the program, first is 1
  public record LineMap(String file, List<Integer> lines) {}

  /// The text of the field `language`; the only language there is.
  public static final String LANGUAGE = "tatara-lisp";
}
