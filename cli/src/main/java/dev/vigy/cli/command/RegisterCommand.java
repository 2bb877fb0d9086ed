package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.text.Problems;
import dev.vigy.cli.text.Style;
import dev.vigy.cli.text.Times;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.program.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `vigy register`: puts the vigies of files into a store, or edits them there.
final class RegisterCommand {
  private RegisterCommand() {}

  static int run(Session session) {
    if (session.line().value("language").equals(Optional.of("blue"))) {
      throw new CommandException("programs in blue can't be run here", "write it in tatara-lisp");
    }
    Map<String, Json> labels = new LinkedHashMap<>();
    session
        .line()
        .pairs("label", "label")
        .forEach(pair -> labels.put(pair.getKey(), new Json.Text(pair.getValue())));
    ProgramFiles.every(session);
    List<ProgramFiles.Loaded> files = ProgramFiles.of(session).load();
    for (ProgramFiles.Loaded file : files) {
      if (file.text().isPlain() && !session.line().flag("name")) {
        throw new UsageException(
            "`" + file.file() + "` is a plain program and needs a name", "add `--name NAME`");
      }
    }
    try (Backend backend = Backends.making(session)) {
      List<Json> answers = new ArrayList<>();
      for (ProgramFiles.Loaded file : files) {
        Json answer = backend.call("register", arguments(session, file, labels));
        answers.add(answer);
        tell(session, View.of(answer));
      }
      if (session.json()) {
        session.printDocument(answers.size() == 1 ? answers.getFirst() : new Json.Array(answers));
      }
    }
    return Exit.OK;
  }

  private static Json.Object arguments(
      Session session, ProgramFiles.Loaded file, Map<String, Json> labels) {
    Definition definition = file.definition();
    Args arguments =
        Args.of()
            .text("name", definition.name())
            .text("program", file.text().source())
            .text("file", file.file())
            .integer("tick_interval_ms", ProgramFiles.every(session).map(d -> d.toMillis()))
            .flag("force", session.line().flag("force"))
            .flag("unpin", session.line().flag("unpin"));
    if (session.line().flag("param")) {
      arguments.json("params", Params.of(session));
    }
    if (!labels.isEmpty()) {
      Map<String, Json> all = new LinkedHashMap<>();
      definition.labels().forEach((key, value) -> all.put(key, new Json.Text(value)));
      all.putAll(labels);
      arguments.json("labels", new Json.Object(all));
    }
    if (session.line().flag("disabled")) {
      arguments.json("enabled", new Json.Bool(false));
    }
    return arguments.object();
  }

  private static void tell(Session session, View vigy) {
    for (View diagnostic : vigy.list("diagnostics")) {
      session.world().err().print(Problems.diagnostic(diagnostic, Style.PLAIN));
    }
    if (session.json()) {
      return;
    }
    String change = vigy.text("change");
    session.println(
        session.style().green("✓ ")
            + vigy.text("id")
            + "  "
            + Style.visible(vigy.text("name"))
            + (change.equals("created")
                ? ""
                : "  " + change + ", generation " + vigy.integer("generation")));
    session.println(
        !vigy.flag("enabled")
            ? "  registered disabled"
            : "  ticking "
                + vigy.object("schedule").map(RegisterCommand::when).orElse("on demand"));
  }

  private static String when(View schedule) {
    return switch (schedule.text("kind")) {
      case "fixed" -> "every " + Times.interval(schedule.integer("interval_ms"));
      case "cron" ->
          "at " + Style.visible(schedule.text("expr")) + " (" + schedule.text("zone") + ")";
      case "adaptive" ->
          "every "
              + Times.interval(schedule.integer("min_ms"))
              + " to "
              + Times.interval(schedule.integer("max_ms"));
      default -> "on demand";
    };
  }
}
