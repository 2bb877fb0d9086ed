package dev.vigy.cli.command;

import java.nio.file.Path;

/// Where the store of a command line lies: `--db`, else `$VIGY_DB`, else `vigy/state.db` in the
/// user's data folder.
final class StorePath {
  private StorePath() {}

  /// @throws CommandException if nothing says where
  static Path of(Session session) {
    World world = session.world();
    return world.resolve(
        session
            .line()
            .value("db")
            .or(() -> world.env("VIGY_DB"))
            .or(() -> world.env("XDG_DATA_HOME").map(data -> data + "/vigy/state.db"))
            .or(() -> world.env("HOME").map(home -> home + "/.local/share/vigy/state.db"))
            .orElseThrow(
                () ->
                    new CommandException(
                        "nothing says where the store is: HOME is not set",
                        "name it with `--db PATH` or VIGY_DB")));
  }
}
