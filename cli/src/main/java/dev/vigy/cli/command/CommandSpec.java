package dev.vigy.cli.command;

import java.util.List;

/// What a command is called, takes and does: the parser, the help pages and the table of commands
/// read the same record.
///
/// @param name one word, or two as in `kv list`
/// @param arguments how help writes them: `FILE…`
/// @param min fewest arguments
/// @param max most arguments
/// @param summary one line for the list of commands
/// @param details more for the command's own page, may be empty
/// @param examples command lines without `vigy`
record CommandSpec(
    String name,
    String arguments,
    int min,
    int max,
    String summary,
    List<Option> options,
    String details,
    List<String> examples) {

  static CommandSpec of(String name, String arguments, int min, int max, String summary) {
    return new CommandSpec(name, arguments, min, max, summary, List.of(), "", List.of());
  }

  CommandSpec options(Option... more) {
    return new CommandSpec(name, arguments, min, max, summary, List.of(more), details, examples);
  }

  CommandSpec details(String text) {
    return new CommandSpec(name, arguments, min, max, summary, options, text, examples);
  }

  CommandSpec examples(String... lines) {
    return new CommandSpec(name, arguments, min, max, summary, options, details, List.of(lines));
  }

  /// `vigy run FILE… [options]`.
  String usage() {
    return "vigy "
        + name
        + (arguments.isEmpty() ? "" : " " + arguments)
        + (options.isEmpty() ? "" : " [options]");
  }
}
