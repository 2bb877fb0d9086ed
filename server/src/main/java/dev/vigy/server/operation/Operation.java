package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import java.util.List;

/// One thing that can be asked, the same over every protocol.
///
/// @param name words joined by `_`: `kv_set`
/// @param summary one line
/// @param body carries it out
public record Operation(
    String name, String summary, Kind kind, List<Parameter> parameters, Body body) {
  /// What an operation does to the world.
  public enum Kind {
    READING,
    CHANGING,
    DESTRUCTIVE
  }

  /// Carries an operation out; the arguments have been checked against the parameters.
  @FunctionalInterface
  public interface Body {
    /// @throws OperationException with nothing changed
    Json call(Arguments arguments);
  }

  public Operation {
    parameters = List.copyOf(parameters);
  }

  static Operation reading(String name, String summary, Body body, Parameter... parameters) {
    return new Operation(name, summary, Kind.READING, List.of(parameters), body);
  }

  static Operation changing(String name, String summary, Body body, Parameter... parameters) {
    return new Operation(name, summary, Kind.CHANGING, List.of(parameters), body);
  }

  static Operation destructive(String name, String summary, Body body, Parameter... parameters) {
    return new Operation(name, summary, Kind.DESTRUCTIVE, List.of(parameters), body);
  }
}
