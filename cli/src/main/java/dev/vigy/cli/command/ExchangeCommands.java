package dev.vigy.cli.command;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.store.jdbc.Exported;
import dev.vigy.runtime.store.jdbc.SqliteStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `vigy export` and `vigy import`: a store as text, and back.
final class ExchangeCommands {
  private ExchangeCommands() {}

  static int export(Session session) {
    List<String> arguments = session.line().arguments();
    try (SqliteStore store = SqliteStore.reader(StoreCommands.file(session))) {
      if (arguments.isEmpty()) {
        Writer out = new PrintWriting(session);
        Exported exported = store.export(out);
        session.flush();
        exported.notes().forEach(session::warn);
      } else {
        Path target = session.world().resolve(arguments.getFirst());
        told(session, "export", target, write(store, target));
      }
    }
    return Exit.OK;
  }

  private static Exported write(SqliteStore store, Path target) {
    boolean whole = false;
    try (BufferedWriter out =
        Files.newBufferedWriter(
            target,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      Exported exported = store.export(out);
      whole = true;
      return exported;
    } catch (FileAlreadyExistsException e) {
      whole = true;
      throw new CommandException(target + " is there already", "name a new file");
    } catch (IOException e) {
      throw new CommandException("cannot write `" + target + "`: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new CommandException("cannot write `" + target + "`: " + e.getMessage());
    } finally {
      if (!whole) {
        remove(target);
      }
    }
  }

  private static void remove(Path target) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      // What is left lacks its last line, so no import takes it for a whole one.
    }
  }

  static int imports(Session session) {
    Path source = session.world().resolve(session.line().argument(0));
    Path file = StoreCommands.file(session);
    try (SqliteStore store = Stores.file(file)) {
      Exported imported = store.importFrom(source, session.now(), Author.of(session.world()));
      told(session, "import", source, imported);
    }
    return Exit.OK;
  }

  private static void told(Session session, String what, Path file, Exported brought) {
    if (session.json()) {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put(what, new Json.Text(file.toString()));
      members.put("vigies", new Json.Int(brought.vigies()));
      members.put("runs", new Json.Int(brought.runs()));
      members.put(
          "notes", new Json.Array(brought.notes().stream().<Json>map(Json.Text::new).toList()));
      session.printDocument(new Json.Object(members));
      return;
    }
    brought.notes().forEach(session::warn);
    session.println(
        "✓ "
            + file
            + "  "
            + StoreCommands.many(brought.vigies(), "vigy", "vigies")
            + ", "
            + StoreCommands.many(brought.runs(), "run", "runs"));
  }

  /// Standard output as a writer; whether somebody still reads is seen when it is flushed.
  private static final class PrintWriting extends Writer {
    private final Session session;

    PrintWriting(Session session) {
      this.session = session;
    }

    @Override
    public void write(char[] buffer, int from, int length) {
      session.print(new String(buffer, from, length));
    }

    @Override
    public void flush() {
      session.flush();
    }

    @Override
    public void close() {
      session.flush();
    }
  }
}
