package dev.vigy.cli.command;

import dev.vigy.cli.repl.Console;
import dev.vigy.cli.repl.PipedConsole;
import dev.vigy.cli.repl.Repl;
import dev.vigy.cli.repl.TerminalConsole;
import java.nio.file.Path;

/// `vigy repl`: the console of the language.
final class ReplCommand {
  private ReplCommand() {}

  static int run(Session session) {
    World world = session.world();
    try (Repl repl = new Repl(session.now().toEpochMilli(), session.style());
        Console console = console(session, repl)) {
      boolean well = repl.run(console);
      return well || console.isPersonal() ? Exit.OK : Exit.FAILED;
    } finally {
      world.out().flush();
    }
  }

  private static Console console(Session session, Repl repl) {
    World world = session.world();
    return world.terminal().getAsBoolean()
        ? TerminalConsole.ofTheSystem(history(world), repl::names)
        : new PipedConsole(world.in(), world.out(), world.err());
  }

  /// In the user's folder for state, as the XDG rules place it.
  private static Path history(World world) {
    Path state =
        world
            .env("XDG_STATE_HOME")
            .map(Path::of)
            .orElseGet(() -> Path.of(world.env("HOME").orElse("."), ".local", "state"));
    return state.resolve("vigy").resolve("history");
  }
}
