package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;

/// `vigy tick`: one tick now, and what came of it.
final class TickCommand {
  private TickCommand() {}

  static int run(Session session) {
    try (Backend backend = Backends.changing(session)) {
      Json run = backend.call("tick", Args.vigy(session.line().argument(0)).object());
      if (session.json()) {
        session.printDocument(run);
      } else {
        session.print(new Pages(session.style(), session.now()).run(View.of(run)));
      }
      return View.of(run).text("result").equals("failed") ? Exit.FAILED : Exit.OK;
    }
  }
}
