package dev.vigy.cli.command;

import java.util.logging.Level;
import java.util.logging.Logger;

/// How much of the server's log goes to standard error: warnings, and more with `-v`.
final class ServerLog {
  /// Kept, because loggers that nobody holds lose their level.
  private static final Logger ROOT = Logger.getLogger("");

  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private ServerLog() {}

  /// @param verbosity how often `-v` was given
  static void configure(int verbosity) {
    Level ours = verbosity == 0 ? Level.WARNING : verbosity == 1 ? Level.INFO : Level.FINE;
    ROOT.setLevel(ours);
    for (var handler : ROOT.getHandlers()) {
      handler.setLevel(ours);
    }
    JETTY.setLevel(verbosity > 1 ? Level.INFO : Level.WARNING);
  }
}
