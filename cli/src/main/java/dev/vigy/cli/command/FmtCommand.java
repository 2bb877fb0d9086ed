package dev.vigy.cli.command;

import dev.vigy.cli.text.Pages;
import dev.vigy.lisp.format.Formatter;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.server.operation.DiagnosticShape;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `vigy fmt`: puts program files into the one style, or says which are not in it.
final class FmtCommand {
  private static final int FOLDERS_DEEP_MAX = 50;

  private final Session session;
  private final boolean check;
  private final List<Json> told = new ArrayList<>();
  private int changed;
  private int refused;

  private FmtCommand(Session session) {
    this.session = session;
    this.check = session.line().flag("check");
  }

  static int run(Session session) {
    List<String> arguments = session.line().arguments();
    if (arguments.contains("-")) {
      if (arguments.size() > 1) {
        throw new UsageException("`-` stands alone: standard input goes to standard output");
      }
      return new FmtCommand(session).filter();
    }
    return new FmtCommand(session).files();
  }

  private int filter() {
    String text = session.read("-");
    return switch (Formatter.format(Source.of("standard input", text))) {
      case Formatter.Result.Formatted(String formatted) -> {
        if (check) {
          boolean same = formatted.equals(text);
          if (!same) {
            session.println("standard input is not formatted");
          }
          yield same ? Exit.OK : Exit.ERROR;
        }
        session.print(formatted);
        yield Exit.OK;
      }
      case Formatter.Result.Refused(Diagnostic diagnostic) -> {
        Diagnostics.tell(session, List.of(diagnostic));
        yield Exit.FAILED;
      }
    };
  }

  private int files() {
    // All texts first: a file that can't be read means that nothing was touched.
    Map<String, String> texts = new LinkedHashMap<>();
    session
        .line()
        .arguments()
        .forEach(name -> programs(name).forEach(file -> texts.put(file, session.read(file))));
    texts.forEach(this::file);
    if (session.json()) {
      session.printDocument(new Json.Array(told));
    } else {
      session.println(
          Pages.count(changed, "file", "files")
              + (check ? " to format, " : " formatted, ")
              + Pages.count(texts.size(), "file", "files")
              + " looked at");
    }
    if (refused > 0) {
      return Exit.FAILED;
    }
    return check && changed > 0 ? Exit.ERROR : Exit.OK;
  }

  /// The file itself, or the programs in a folder and its folders: `.vigy`, `.lisp`, `.tlisp`, but
  /// nothing hidden and nothing under `target`.
  private List<String> programs(String name) {
    Path path = session.world().resolve(name);
    if (!Files.isDirectory(path)) {
      return List.of(name);
    }
    try (Stream<Path> found =
        Files.find(
            path,
            FOLDERS_DEEP_MAX,
            (file, attributes) -> attributes.isRegularFile() && isProgram(path.relativize(file)),
            new FileVisitOption[0])) {
      return found.map(file -> name + "/" + path.relativize(file)).sorted().toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new CommandException("cannot read the folder `" + name + "`: " + e.getMessage());
    }
  }

  private static boolean isProgram(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.equals("target")) {
        return false;
      }
    }
    String name = String.valueOf(relative.getFileName());
    return name.endsWith(".vigy") || name.endsWith(".lisp") || name.endsWith(".tlisp");
  }

  private void file(String name, String text) {
    Map<String, Json> answer = new LinkedHashMap<>();
    answer.put("file", new Json.Text(name));
    switch (Formatter.format(Source.of(name, text))) {
      case Formatter.Result.Formatted(String formatted) -> {
        boolean same = formatted.equals(text);
        answer.put("changed", new Json.Bool(!same));
        if (!same) {
          changed++;
          if (!check) {
            write(name, formatted);
          }
          if (!session.json()) {
            session.println(name);
          }
        }
      }
      case Formatter.Result.Refused(Diagnostic diagnostic) -> {
        refused++;
        answer.put("changed", new Json.Bool(false));
        answer.put("diagnostic", DiagnosticShape.of(diagnostic));
        if (!session.json()) {
          session.flush();
          Diagnostics.tell(session, List.of(diagnostic));
        }
      }
    }
    told.add(new Json.Object(answer));
  }

  private void write(String name, String text) {
    try {
      Files.writeString(session.world().resolve(name), text);
    } catch (IOException e) {
      throw new CommandException("cannot write `" + name + "`: " + e.getMessage());
    }
  }
}
