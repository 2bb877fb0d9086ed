package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.time.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The arguments of one call, checked against the operation's parameters: required ones are there,
/// types fit.
///
/// What an operation does not know is ignored, as in the Rust version; null is a wrong type, not
/// absence.
public final class Arguments {
  private final Map<String, Json> values;

  private Arguments(Map<String, Json> values) {
    this.values = values;
  }

  /// @throws OperationException [OperationException.Kind#REFUSED] for a missing argument or a wrong
  ///   type
  static Arguments of(Operation operation, Json.Object given) {
    Map<String, Json> values = new LinkedHashMap<>();
    for (Parameter parameter : operation.parameters()) {
      Json value = given.members().get(parameter.name());
      if (value != null) {
        values.put(parameter.name(), checked(parameter, value));
      } else if (parameter.required()) {
        throw OperationException.refused("missing field `" + parameter.name() + "`");
      }
    }
    return new Arguments(values);
  }

  private static Json checked(Parameter parameter, Json value) {
    boolean fits =
        switch (parameter.type()) {
          case TEXT -> value instanceof Json.Text;
          case INTEGER -> value instanceof Json.Int;
          case BOOLEAN -> value instanceof Json.Bool;
          case OBJECT, LABELS -> value instanceof Json.Object;
          case ARRAY -> value instanceof Json.Array;
          case JSON -> true;
        };
    if (!fits) {
      throw wrongType(parameter.name(), parameter.type().word(), value);
    }
    if (parameter.type() == Parameter.Type.LABELS && value instanceof Json.Object labels) {
      labels
          .members()
          .forEach(
              (key, label) -> {
                if (!(label instanceof Json.Text)) {
                  throw wrongType(parameter.name() + "." + key, "a string", label);
                }
              });
    }
    return value;
  }

  static OperationException wrongType(String what, String expected, Json got) {
    return OperationException.refused(
        "`" + what + "`: expected " + expected + ", got " + word(got));
  }

  private static String word(Json value) {
    return switch (value) {
      case Json.Null _ -> "null";
      case Json.Bool _ -> "a boolean";
      case Json.Int(long number) -> "the integer " + number;
      case Json.Real _ -> "a number";
      case Json.Text _ -> "a string";
      case Json.Array _ -> "an array";
      case Json.Object _ -> "an object";
    };
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<Json> json(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> OperationException.refused("missing field `" + name + "`"));
  }

  Optional<String> optionalText(String name) {
    return values.get(name) instanceof Json.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  Optional<Boolean> flag(String name) {
    return values.get(name) instanceof Json.Bool(boolean flag)
        ? Optional.of(flag)
        : Optional.empty();
  }

  Optional<Long> integer(String name) {
    return values.get(name) instanceof Json.Int(long number)
        ? Optional.of(number)
        : Optional.empty();
  }

  /// A whole number that must not be negative.
  Optional<Long> unsigned(String name) {
    Optional<Long> number = integer(name);
    if (number.isPresent() && number.get() < 0) {
      throw OperationException.refused(
          "`" + name + "`: expected an integer that is not negative, got " + number.get());
    }
    return number;
  }

  Optional<Json.Object> object(String name) {
    return values.get(name) instanceof Json.Object object ? Optional.of(object) : Optional.empty();
  }

  Optional<List<Json>> array(String name) {
    return values.get(name) instanceof Json.Array(List<Json> items)
        ? Optional.of(items)
        : Optional.empty();
  }

  /// An array of strings.
  Optional<List<String>> texts(String name) {
    return array(name)
        .map(
            items -> {
              List<String> texts = new ArrayList<>();
              for (Json item : items) {
                if (!(item instanceof Json.Text(String text))) {
                  throw wrongType(name, "an array of strings", item);
                }
                texts.add(text);
              }
              return texts;
            });
  }

  Optional<SortedMap<String, String>> labels(String name) {
    return object(name)
        .map(
            object -> {
              SortedMap<String, String> labels = new TreeMap<>();
              object
                  .members()
                  .forEach(
                      (key, value) -> {
                        if (value instanceof Json.Text(String text)) {
                          labels.put(key, text);
                        }
                      });
              return labels;
            });
  }

  /// An RFC 3339 instant, with any offset.
  Optional<Instant> instant(String name) {
    return optionalText(name)
        .map(
            text -> {
              OptionalLong millis = Instants.parse(text);
              if (millis.isEmpty()) {
                throw new OperationException(
                    OperationException.Kind.MALFORMED,
                    "`" + name + "`: `" + text + "` is not an instant",
                    "write it as `2026-05-21T12:34:56.789Z`");
              }
              return Instant.ofEpochMilli(millis.getAsLong());
            });
  }

  /// How many items a page of a list may have: default 100, at most 1,000; zero is allowed and
  /// gives none.
  int limit() {
    long limit = unsigned("limit").orElse(100L);
    if (limit > 1000) {
      throw OperationException.malformed("`limit`: at most 1000, got " + limit);
    }
    return (int) limit;
  }
}
