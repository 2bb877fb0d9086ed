package dev.vigy.examples.sessions;

import dev.vigy.runtime.store.jdbc.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/// The daemon at a terminal: a line is a command to it.
public final class Main {
  private static final String COMMANDS = "open USER, type ID, detach ID, list, quit";

  private Main() {}

  /// @param args the file of the store; `sessions.db` when there is none
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    Path file = Path.of(args.length > 0 ? args[0] : "sessions.db");
    try (var daemon = new SessionDaemon(SqliteStore.at(file), Clock.systemUTC(), out::println);
        var lines =
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
      out.println(COMMANDS);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.strip().equals("quit")) {
          return;
        }
        out.println(answer(daemon.sessions(), line.strip()));
      }
    }
  }

  /// What a command does and says.
  static String answer(Sessions sessions, String line) {
    String[] words = line.split("\\s+", 2);
    String argument = words.length > 1 ? words[1] : "";
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "open" -> argument.isEmpty() ? COMMANDS : "opened " + sessions.open(argument);
      case "type" -> sessions.type(id(argument)) ? "typed" : "no such session";
      case "detach" -> sessions.detach(id(argument)) ? "detached" : "no such session";
      case "list" -> String.join("\n", sessions.all().stream().map(Session::toString).toList());
      default -> COMMANDS;
    };
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
