package dev.vigy.cli.command;

import dev.vigy.cli.text.Table;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `vigy help`, `--help` everywhere, and the version.
final class HelpCommand {
  private HelpCommand() {}

  static int version(Session session) {
    String version = Version.text();
    if (session.json()) {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("name", new Json.Text("vigy"));
      members.put("version", new Json.Text(version));
      members.put("java", new Json.Text(Runtime.version().toString()));
      session.printDocument(new Json.Object(members));
    } else {
      session.println("vigy " + version);
    }
    return Exit.OK;
  }

  static int help(Session session) {
    String topic = String.join(" ", session.line().arguments());
    if (topic.isEmpty()) {
      // A line without a command is a mistake unless it asks for help; the way out tells the
      // difference.
      boolean asked = !session.line().flag(CommandLine.NOTHING);
      if (asked) {
        session.print(overview());
        return Exit.OK;
      }
      session.world().err().print(overview());
      return Exit.USAGE;
    }
    List<CommandSpec> found =
        CommandTable.ALL.stream()
            .filter(spec -> spec.name().equals(topic) || spec.name().startsWith(topic + " "))
            .toList();
    if (found.isEmpty()) {
      List<String> names = CommandTable.ALL.stream().map(CommandSpec::name).toList();
      throw new UsageException(
          "unknown command `" + topic + "`",
          Spelling.nearest(topic, names)
              .map(near -> "did you mean `vigy help " + near + "`?")
              .orElse("`vigy help` lists the commands"));
    }
    boolean first = true;
    for (CommandSpec spec : found) {
      session.print((first ? "" : "\n") + page(spec));
      first = false;
    }
    return Exit.OK;
  }

  private static String overview() {
    Table commands = Table.of(2);
    for (CommandSpec spec : CommandTable.ALL) {
      String arguments = spec.arguments().isEmpty() ? "" : " " + spec.arguments();
      commands.row(spec.name() + arguments, spec.summary());
    }
    return """
        vigy: small programs that keep the world as it should be

        Usage: vigy COMMAND [options]

        Commands:
        """
        + commands.text("  ")
        + "\nOptions everywhere:\n"
        + options(CommandTable.GLOBALS)
        + """

        `vigy help COMMAND` says more. Exit codes: 0 done, 1 error, 2 usage, 3 a run failed or
        a check found errors, 130 Ctrl-C.
        """;
  }

  private static String page(CommandSpec spec) {
    StringBuilder page = new StringBuilder();
    page.append("vigy ").append(spec.name()).append(": ").append(spec.summary()).append("\n\n");
    page.append("Usage: ").append(spec.usage()).append('\n');
    if (!spec.details().isEmpty()) {
      page.append('\n').append(spec.details().stripTrailing()).append('\n');
    }
    if (!spec.options().isEmpty()) {
      page.append("\nOptions:\n").append(options(spec.options()));
    }
    page.append("\nOptions everywhere:\n").append(options(CommandTable.GLOBALS));
    if (!spec.examples().isEmpty()) {
      page.append("\nExamples:\n");
      spec.examples().forEach(line -> page.append("  vigy ").append(line).append('\n'));
    }
    return page.toString();
  }

  private static String options(List<Option> options) {
    Table table = Table.of(2);
    options.forEach(option -> table.row(option.shown(), option.text()));
    return table.text("  ");
  }
}
