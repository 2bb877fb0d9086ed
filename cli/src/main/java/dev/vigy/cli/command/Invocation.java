package dev.vigy.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A command line that was understood.
///
/// @param command what to do
/// @param arguments what is left when the options are taken out
/// @param values each option that was given by its name; a flag has as many empty texts as it was
///   given
record Invocation(CommandSpec command, List<String> arguments, Map<String, List<String>> values) {
  Invocation {
    arguments = List.copyOf(arguments);
    values = Map.copyOf(values);
  }

  boolean flag(String name) {
    return values.containsKey(name);
  }

  int count(String name) {
    return values(name).size();
  }

  Optional<String> value(String name) {
    List<String> given = values(name);
    return given.isEmpty() ? Optional.empty() : Optional.of(given.getFirst());
  }

  List<String> values(String name) {
    return values.getOrDefault(name, List.of());
  }

  String argument(int index) {
    return arguments.get(index);
  }

  /// A whole number in a range.
  ///
  /// @throws UsageException if the value is none
  Optional<Long> integer(String name, long min, long max) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(integer(text.get(), "--" + name, min, max));
  }

  /// As [#integer(String, long, long)] for any text; `what` stands in the message.
  static long integer(String text, String what, long min, long max) {
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says what was expected.
    }
    throw new UsageException(
        "invalid value `"
            + text
            + "` for `"
            + what
            + "`: expected a whole number from "
            + min
            + " to "
            + max);
  }

  /// `k=v` options as pairs; `what` names the left side in the message.
  ///
  /// @throws UsageException `label must be k=v, got "bad"`
  List<Map.Entry<String, String>> pairs(String name, String what) {
    return values(name).stream()
        .map(
            text -> {
              int equals = text.indexOf('=');
              if (equals <= 0) {
                throw new UsageException(what + " must be k=v, got \"" + text + "\"");
              }
              return Map.entry(text.substring(0, equals), text.substring(equals + 1));
            })
        .toList();
  }
}
