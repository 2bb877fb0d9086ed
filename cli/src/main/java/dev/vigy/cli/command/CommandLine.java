package dev.vigy.cli.command;

import dev.vigy.lisp.source.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a command line by the table of commands. About 200 lines of our own instead of a library:
/// see `docs/decisions`.
///
/// Options may stand anywhere, as `--name value`, `--name=value`, `-n value`, `-nvalue` or flags
/// together `-vv`; `--` ends them.
final class CommandLine {
  /// Set on a line without a command: help is shown, but nobody asked for it.
  static final String NOTHING = "";

  private final List<CommandSpec> commands;
  private final List<Option> globals;

  private @Nullable CommandSpec command;
  private String group = "";
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private CommandLine(List<CommandSpec> commands, List<Option> globals) {
    this.commands = commands;
    this.globals = globals;
  }

  /// @return what to do; a command line without any command, or one that asks for help or the
  ///   version, becomes that command
  /// @throws UsageException if the line can't be understood
  static Invocation parse(List<CommandSpec> commands, List<Option> globals, List<String> args) {
    return new CommandLine(commands, globals).read(args);
  }

  private Invocation read(List<String> args) {
    boolean optionsOver = false;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (optionsOver || arg.equals("-") || !arg.startsWith("-")) {
        word(arg);
      } else if (arg.equals("--")) {
        optionsOver = true;
      } else if (arg.startsWith("--")) {
        i += longOption(arg, i + 1 < args.size() ? args.get(i + 1) : null);
      } else {
        i += letters(arg, i + 1 < args.size() ? args.get(i + 1) : null);
      }
    }
    return finish();
  }

  private Invocation finish() {
    if (values.containsKey("help")
        || (command == null && group.isEmpty() && !values.containsKey("version"))) {
      return help();
    }
    if (command == null && values.containsKey("version")) {
      return new Invocation(named("version"), List.of(), values);
    }
    if (command == null) {
      throw new UsageException(
          "`vigy " + group + "` needs one of " + String.join(", ", actions()),
          "try `vigy help " + group + "`");
    }
    CommandSpec found = command;
    if (arguments.size() < found.min()) {
      throw new UsageException(
          "`vigy " + found.name() + "` needs " + found.arguments(), "usage: " + found.usage());
    }
    if (arguments.size() > found.max()) {
      throw new UsageException(
          "unexpected argument `"
              + arguments.get(found.max())
              + "` for `vigy "
              + found.name()
              + "`",
          "usage: " + found.usage());
    }
    return new Invocation(found, arguments, values);
  }

  /// The page of the command that stands on the line, or the overview.
  private Invocation help() {
    Map<String, List<String>> seen = new LinkedHashMap<>(values);
    String page = command != null ? command.name() : group;
    if (page.isEmpty() && !values.containsKey("help")) {
      seen.put(NOTHING, List.of());
    }
    return new Invocation(named("help"), page.isEmpty() ? List.of() : List.of(page), seen);
  }

  private CommandSpec named(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException("no command " + name));
  }

  private Optional<CommandSpec> find(String name) {
    for (CommandSpec candidate : commands) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private void word(String word) {
    if (command != null) {
      arguments.add(word);
      return;
    }
    String name = group.isEmpty() ? word : group + " " + word;
    command = find(name).orElse(null);
    if (command != null) {
      return;
    }
    if (group.isEmpty() && commands.stream().anyMatch(c -> c.name().startsWith(word + " "))) {
      group = word;
      return;
    }
    List<String> words = group.isEmpty() ? firstWords() : actions();
    String hint =
        Spelling.nearest(word, words)
            .map(near -> "did you mean `vigy " + (group.isEmpty() ? "" : group + " ") + near + "`?")
            .orElseGet(
                () ->
                    word.endsWith(".vigy")
                        ? "to run a file: `vigy run " + word + "`"
                        : "`vigy help` lists the commands");
    throw new UsageException("unknown command `" + name + "`", hint);
  }

  private List<String> firstWords() {
    return commands.stream()
        .map(c -> c.name().contains(" ") ? c.name().substring(0, c.name().indexOf(' ')) : c.name())
        .distinct()
        .toList();
  }

  private List<String> actions() {
    return commands.stream()
        .filter(c -> c.name().startsWith(group + " "))
        .map(c -> c.name().substring(group.length() + 1))
        .toList();
  }

  /// @return how many further words it took
  private int longOption(String arg, @Nullable String next) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg.substring(2) : arg.substring(2, equals);
    Option option = known(name);
    if (equals >= 0) {
      if (option.isFlag()) {
        throw new UsageException("option `--" + name + "` takes no value");
      }
      add(option, arg.substring(equals + 1));
      return 0;
    }
    if (option.isFlag()) {
      add(option, "");
      return 0;
    }
    return value(option, "--" + name, next);
  }

  private int letters(String arg, @Nullable String next) {
    for (int i = 1; i < arg.length(); i++) {
      String letter = arg.substring(i, i + 1);
      Option option = lettered(letter, arg);
      if (option.isFlag()) {
        add(option, "");
      } else if (i + 1 < arg.length()) {
        add(option, arg.substring(arg.charAt(i + 1) == '=' ? i + 2 : i + 1));
        return 0;
      } else {
        return value(option, "-" + letter, next);
      }
    }
    return 0;
  }

  private int value(Option option, String as, @Nullable String next) {
    boolean nextIsOption =
        next != null
            && next.startsWith("--")
            && options().stream().anyMatch(o -> next.equals("--" + o.name()));
    if (next == null || nextIsOption) {
      throw new UsageException(
          "option `" + as + "` needs a value",
          "`" + as + " " + option.value() + "`: " + option.text());
    }
    add(option, next);
    return 1;
  }

  private void add(Option option, String value) {
    if (!option.choices().isEmpty() && !option.choices().contains(value)) {
      throw new UsageException(
          "invalid value `"
              + value
              + "` for `--"
              + option.name()
              + "`: expected "
              + String.join(" or ", option.choices()),
          Spelling.nearest(value, option.choices())
              .map(near -> "did you mean `" + near + "`?")
              .orElse(null));
    }
    List<String> given = values.computeIfAbsent(option.name(), n -> new ArrayList<>());
    if (!option.isFlag() && !option.repeatable() && !given.isEmpty()) {
      throw new UsageException("option `--" + option.name() + "` was given twice");
    }
    given.add(value);
  }

  private List<Option> options() {
    if (command == null) {
      return globals;
    }
    List<Option> all = new ArrayList<>(command.options());
    all.addAll(globals);
    return all;
  }

  private Option known(String name) {
    for (Option option : options()) {
      if (option.isCalled(name)) {
        return option;
      }
    }
    String hint =
        Spelling.nearest(name, options().stream().map(Option::name).toList())
            .map(near -> "did you mean `--" + near + "`?")
            .orElseGet(this::whereOptionsAre);
    throw new UsageException("unknown option `--" + name + "`" + forCommand(), hint);
  }

  private Option lettered(String letter, String arg) {
    for (Option option : options()) {
      if (option.letter().equals(letter)) {
        return option;
      }
    }
    // Somebody who gave a long name one hyphen.
    String hint =
        options().stream()
            .filter(option -> option.isCalled(arg.substring(1)))
            .findFirst()
            .map(option -> "did you mean `--" + option.name() + "`?")
            .orElseGet(this::whereOptionsAre);
    throw new UsageException("unknown option `-" + letter + "`" + forCommand(), hint);
  }

  private String whereOptionsAre() {
    return command == null
        ? "`vigy help` lists the options"
        : "`vigy help " + command.name() + "` lists the options";
  }

  private String forCommand() {
    return command == null ? "" : " for `vigy " + command.name() + "`";
  }
}
