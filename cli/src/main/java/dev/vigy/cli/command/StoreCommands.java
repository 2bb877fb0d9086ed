package dev.vigy.cli.command;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import dev.vigy.runtime.store.jdbc.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `vigy verify` and `vigy backup`: they work on a store's file, also while an engine uses it.
final class StoreCommands {
  private StoreCommands() {}

  static int verify(Session session) {
    Path file =
        session.line().arguments().isEmpty()
            ? file(session)
            : session.world().resolve(session.line().argument(0));
    Verification found;
    try (SqliteStore store = SqliteStore.reader(file)) {
      found = store.verify();
    }
    if (session.json()) {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("store", new Json.Text(file.toString()));
      members.putAll(members(found));
      session.printDocument(new Json.Object(members));
    } else if (found.isSound()) {
      session.println("✓ " + file + " is sound: " + counts(found));
    }
    return told(session, found, "the store " + file);
  }

  static int backup(Session session) {
    Path file = file(session);
    Path target = session.world().resolve(session.line().argument(0));
    try (SqliteStore store = SqliteStore.reader(file)) {
      store.backup(target);
    }
    Verification found;
    try (SqliteStore copy = SqliteStore.reader(target)) {
      found = copy.verify();
    }
    long bytes = size(target);
    if (session.json()) {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("backup", new Json.Text(target.toString()));
      members.put("bytes", new Json.Int(bytes));
      members.putAll(members(found));
      session.printDocument(new Json.Object(members));
    } else {
      session.println("✓ " + target + "  " + bytes / 1024 + " KiB, " + counts(found));
    }
    return told(session, found, "the copy " + target);
  }

  static Path file(Session session) {
    if (session.line().flag("server")) {
      throw new CommandException(
          "`vigy " + session.line().command().name() + "` works on a store's file, not a server",
          "name the file with `--db PATH`, on the machine where it is");
    }
    return StorePath.of(session);
  }

  /// SQLite has closed it, so this closes no lock of SQLite's.
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new CommandException("cannot read `" + file + "`: " + e.getMessage());
    }
  }

  private static Map<String, Json> members(Verification found) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("sound", new Json.Bool(found.isSound()));
    members.put("vigies", new Json.Int(found.vigies()));
    members.put("runs", new Json.Int(found.runs()));
    members.put("gone", new Json.Int(found.gone()));
    List<Json> problems =
        found.problems().stream()
            .map(
                problem -> {
                  Map<String, Json> each = new LinkedHashMap<>();
                  problem.vigy().ifPresent(name -> each.put("vigy", new Json.Text(name)));
                  each.put("text", new Json.Text(problem.text()));
                  return (Json) new Json.Object(each);
                })
            .toList();
    members.put("problems", new Json.Array(problems));
    return members;
  }

  private static String counts(Verification found) {
    return many(found.vigies(), "vigy", "vigies")
        + ", "
        + many(found.runs(), "run", "runs")
        + (found.gone() == 0 ? "" : ", " + many(found.gone(), "run", "runs") + " gone with time");
  }

  static String many(long count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }

  private static int told(Session session, Verification found, String what) {
    if (found.isSound()) {
      return Exit.OK;
    }
    if (!session.json()) {
      for (Verification.Problem problem : found.problems()) {
        session.println("✗ " + problem.vigy().map(name -> name + ": ").orElse("") + problem.text());
      }
    }
    session.flush();
    throw new CommandException(
        what + " has " + many(found.problems().size() + found.more(), "problem", "problems"),
        "what is not named here is sound; a damaged vigy can be deleted and registered again");
  }
}
