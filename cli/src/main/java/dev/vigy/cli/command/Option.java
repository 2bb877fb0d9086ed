package dev.vigy.cli.command;

import java.util.ArrayList;
import java.util.List;

/// An option of a command, as the parser and the help page need it.
///
/// @param name without the two hyphens
/// @param letter one-letter form without the hyphen, empty for none
/// @param value what stands for its value in help, empty for a flag
/// @param text what it does, a few words
/// @param repeatable whether it may be given more than once
/// @param aliases other long names that mean the same, such as those of the Rust version; not shown
/// @param choices the only values there are, empty for any
record Option(
    String name,
    String letter,
    String value,
    String text,
    boolean repeatable,
    List<String> aliases,
    List<String> choices) {

  static Option flag(String name, String text) {
    return new Option(name, "", "", text, false, List.of(), List.of());
  }

  static Option value(String name, String value, String text) {
    return new Option(name, "", value, text, false, List.of(), List.of());
  }

  static Option choice(String name, String text, String... choices) {
    return new Option(
        name, "", String.join("|", choices), text, false, List.of(), List.of(choices));
  }

  Option letter(String other) {
    return new Option(name, other, value, text, repeatable, aliases, choices);
  }

  Option many() {
    return new Option(name, letter, value, text, true, aliases, choices);
  }

  Option alias(String other) {
    List<String> more = new ArrayList<>(aliases);
    more.add(other);
    return new Option(name, letter, value, text, repeatable, List.copyOf(more), choices);
  }

  boolean isFlag() {
    return value.isEmpty();
  }

  boolean isCalled(String longName) {
    return name.equals(longName) || aliases.contains(longName);
  }

  /// How help writes it: `-l, --label-selector SELECTOR`.
  String shown() {
    return (letter.isEmpty() ? "    " : "-" + letter + ", ")
        + "--"
        + name
        + (value.isEmpty() ? "" : " " + value);
  }
}
