package dev.vigy.runtime.program;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import dev.vigy.runtime.vigy.Vigy.LineMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What somebody asks for when registering a vigy, from a file or from code.
///
/// @param name the vigy's name
/// @param doc what it is for
/// @param program exactly the text that runs
/// @param lines where the lines of `program` stand in the operator's file; absent for plain text
/// @param reconciler `lisp`, or the name of a reconciler that an embedder registered
/// @param labels sorted by key
/// @param params by name, without the colon
/// @param allow capability texts: `http https://host/prefix`; where a keyword stands for a
///   parameter, `http :url`
public record Definition(
    String name,
    Optional<String> doc,
    String program,
    Optional<LineMap> lines,
    String reconciler,
    Schedule schedule,
    SortedMap<String, String> labels,
    Map<String, Json> params,
    List<String> allow,
    Budget budget,
    Mode mode) {
  /// The reconciler that runs Lisp programs.
  public static final String LISP = "lisp";

  public Definition {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    allow = List.copyOf(allow);
  }

  /// A program that asks for nothing and ticks every second.
  public static Definition of(String name, String program) {
    return new Definition(
        name,
        Optional.empty(),
        program,
        Optional.empty(),
        LISP,
        Schedule.Fixed.every(java.time.Duration.ofSeconds(1)),
        Collections.emptySortedMap(),
        Map.of(),
        List.of(),
        Budget.DEFAULT,
        Mode.ACT);
  }

  /// This definition with another text.
  ///
  /// @param newLines where its lines stand in the operator's file
  Definition withProgram(String newProgram, Optional<LineMap> newLines) {
    return new Definition(
        name, doc, newProgram, newLines, reconciler, schedule, labels, params, allow, budget, mode);
  }

  /// The capabilities with parameters put in where a keyword stands for one. A keyword that names
  /// no text parameter stays as it is; the check reports it.
  public List<String> resolvedAllow() {
    return allow.stream().map(this::resolved).toList();
  }

  private String resolved(String capability) {
    int space = capability.indexOf(' ');
    if (space < 0 || !capability.startsWith(":", space + 1)) {
      return capability;
    }
    return params.get(capability.substring(space + 2)) instanceof Json.Text(String value)
        ? capability.substring(0, space + 1) + value
        : capability;
  }
}
