package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.Style;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import java.util.ArrayList;
import java.util.List;

/// `enable`, `disable`, `pause`, `resume`, `delete`: of vigies that are named, or of all that a
/// selector hits.
final class ChangeCommands {
  private ChangeCommands() {}

  static int run(Session session) {
    String operation = session.line().command().name();
    boolean bySelector = session.line().flag("selector");
    if (bySelector != session.line().arguments().isEmpty()) {
      throw new UsageException(
          bySelector
              ? "vigies are named or selected with `-l`, not both"
              : "`vigy " + operation + "` needs VIGY… or `-l SELECTOR`",
          "usage: " + session.line().command().usage());
    }
    Args further = further(session, operation);
    try (Backend backend = Backends.changing(session)) {
      List<View> meant = meant(session, backend);
      if (bySelector && !confirmed(session, operation, meant)) {
        return Exit.ERROR;
      }
      List<Json> answers = new ArrayList<>();
      for (View vigy : meant) {
        Json answer = backend.call(operation, further.text("vigy", vigy.text("id")).object());
        answers.add(answer);
        if (!session.json()) {
          say(session, operation, vigy);
        }
      }
      if (session.json()) {
        session.printDocument(
            bySelector || answers.size() != 1 ? new Json.Array(answers) : answers.getFirst());
      }
    }
    return Exit.OK;
  }

  private static Args further(Session session, String operation) {
    Args further = Args.of();
    if (operation.equals("pause")) {
      further.text("note", session.line().value("note"));
      further.text(
          "until",
          session
              .line()
              .value("until")
              .map(text -> Moments.ahead(text, "--until", session.now()).toString()));
    }
    if (operation.equals("delete")) {
      further.flag("purge", session.line().flag("purge"));
    }
    return further;
  }

  /// All of them are looked up before the first is changed: an unknown name changes nothing.
  private static List<View> meant(Session session, Backend backend) {
    if (!session.line().flag("selector")) {
      List<View> named = new ArrayList<>();
      for (String ref : session.line().arguments()) {
        named.add(View.of(backend.call("get", Args.vigy(ref).object())));
      }
      return named;
    }
    return View.list(
        ReadCommands.all(
            backend,
            "list",
            Args.of().text("label_selector", session.line().value("selector")).object()));
  }

  private static boolean confirmed(Session session, String operation, List<View> meant) {
    if (meant.isEmpty()) {
      session.note("no vigies match");
      return true;
    }
    if (session.line().flag("yes")) {
      return true;
    }
    if (!session.world().terminal().getAsBoolean()) {
      throw new CommandException(
          "`"
              + session.line().value("selector").orElse("")
              + "` hits "
              + Pages.count(meant.size(), "vigy", "vigies")
              + ", and nobody is there to be asked",
          "look with `vigy list -l …`, then add `--yes`");
    }
    for (View vigy : meant) {
      session.println("  " + vigy.text("id") + "  " + Style.visible(vigy.text("name")));
    }
    String question =
        operation
            + " "
            + (meant.size() == 1 ? "this vigy" : "these " + meant.size() + " vigies")
            + "? [y/N] ";
    String answer = session.ask(question);
    return answer.equals("y") || answer.equals("yes");
  }

  private static void say(Session session, String operation, View vigy) {
    String done =
        switch (operation) {
          case "enable" -> "enabled";
          case "disable" -> "disabled";
          case "pause" -> "paused";
          case "resume" -> "resumed";
          case "delete" -> "deleted";
          default -> throw new IllegalStateException(operation);
        };
    session.println(
        session.style().green("✓ ")
            + vigy.text("id")
            + "  "
            + Style.visible(vigy.text("name"))
            + "  "
            + done);
  }
}
