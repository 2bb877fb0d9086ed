package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.text.Style;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;

/// `vigy wake`: makes a vigy due now.
final class WakeCommand {
  private WakeCommand() {}

  static int run(Session session) {
    Args arguments = Args.vigy(session.line().argument(0));
    session
        .line()
        .value("payload")
        .ifPresent(
            text -> arguments.json("payload", KvCommands.json(text, "for a text write '\"…\"'")));
    try (Backend backend = Backends.changing(session)) {
      Json vigy = backend.call("wake", arguments.object());
      if (session.json()) {
        session.printDocument(vigy);
      } else {
        View view = View.of(vigy);
        String status = view.text("status");
        session.println(
            session.style().green("✓ ")
                + view.text("id")
                + "  "
                + Style.visible(view.text("name"))
                + "  woken"
                + (status.equals("active") ? "" : ", ticks when it is no longer " + status));
      }
    }
    return Exit.OK;
  }
}
