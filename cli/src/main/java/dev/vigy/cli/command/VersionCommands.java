package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.Style;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import java.util.List;

/// `versions`, `rollback`, `unpin`: the generations of a vigy.
final class VersionCommands {
  private VersionCommands() {}

  static int versions(Session session) {
    Args arguments = Args.vigy(session.line().argument(0));
    try (Backend backend = Backends.reading(session)) {
      List<Json> versions =
          ReadCommands.some(backend, "versions", arguments, ReadCommands.limit(session));
      if (session.json()) {
        session.printDocument(new Json.Array(versions));
      } else {
        session.print(new Pages(session.style(), session.now()).versions(View.list(versions)));
      }
    }
    return Exit.OK;
  }

  static int rollback(Session session) {
    long to =
        session
            .line()
            .integer("to", 1, Long.MAX_VALUE)
            .orElseThrow(
                () ->
                    new UsageException(
                        "`vigy rollback` needs `--to GENERATION`",
                        "`vigy versions VIGY` lists the generations"));
    Args arguments = Args.vigy(session.line().argument(0)).json("to", new Json.Int(to));
    return change(
        session,
        "rollback",
        arguments,
        vigy ->
            "generation "
                + vigy.integer("generation")
                + ", as generation "
                + to
                + " was; pinned until `vigy unpin "
                + Style.visible(vigy.text("name"))
                + "`");
  }

  static int unpin(Session session) {
    Args arguments = Args.vigy(session.line().argument(0));
    return change(session, "unpin", arguments, _ -> "not pinned");
  }

  private static int change(
      Session session, String operation, Args arguments, ReadCommands.Shown done) {
    try (Backend backend = Backends.changing(session)) {
      Json answer = backend.call(operation, arguments.object());
      if (session.json()) {
        session.printDocument(answer);
      } else {
        View vigy = View.of(answer);
        session.println(
            session.style().green("✓ ")
                + vigy.text("id")
                + "  "
                + Style.visible(vigy.text("name"))
                + "  "
                + done.text(vigy));
      }
    }
    return Exit.OK;
  }
}
