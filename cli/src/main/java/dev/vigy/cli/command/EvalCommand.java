package dev.vigy.cli.command;

import dev.vigy.cli.text.EvalText;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonSyntaxException;
import dev.vigy.runtime.DryRuns;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.server.operation.Evaluations;
import dev.vigy.server.operation.OperationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `vigy eval`: one dry tick, or many from JSON lines. Loads no server, no store, no logger.
final class EvalCommand {
  private EvalCommand() {}

  static int run(Session session) {
    Grants grants = Granting.given(session);
    try (DryRuns runs = new DryRuns(List.of(), grants, 1)) {
      var evaluations = new Evaluations(runs, session.world().clock());
      return session.line().flag("batch") ? batch(session, evaluations) : one(session, evaluations);
    }
  }

  private static int one(Session session, Evaluations evaluations) {
    Invocation line = session.line();
    boolean expression = line.flag("expression");
    if (expression != line.arguments().isEmpty()) {
      throw new UsageException(
          expression
              ? "a file and `-e` exclude each other"
              : "`vigy eval` needs a FILE, `-` or `-e FORM`",
          "usage: " + line.command().usage());
    }
    String file = expression ? "-e" : line.argument(0);
    String program = line.value("expression").orElseGet(() -> session.read(file));
    Map<String, Json> input = new LinkedHashMap<>(input(session).members());
    input.put("program", new Json.Text(program));
    if (line.flag("language-only")) {
      input.put("language_only", new Json.Bool(true));
    }
    // A plain program has no place where it could ask: what is granted is asked for.
    if (line.flag("allow")) {
      input.put("allow", Granting.asked(session));
    }
    if (line.flag("param")) {
      input.put("params", Params.of(session));
    }
    Json.Object answer = evaluations.eval(new Json.Object(input));
    boolean failed = answer.members().containsKey("error");
    if (session.json()) {
      session.printLine(answer);
    } else {
      var text = new EvalText(session.style());
      String place = file.equals("-") ? "standard input" : file;
      session.print(text.told(new View(answer)));
      session.flush();
      if (failed) {
        session.world().err().print(text.error(new View(answer), program, place));
      }
    }
    return failed ? Exit.FAILED : Exit.OK;
  }

  private static Json.Object input(Session session) {
    Optional<String> given = session.line().value("input");
    if (given.isEmpty()) {
      return Json.Object.EMPTY;
    }
    String text =
        given.get().startsWith("@") ? session.read(given.get().substring(1)) : given.get();
    try {
      if (JsonParser.parse(text) instanceof Json.Object object) {
        return object;
      }
      throw new UsageException("`--input` must be a JSON object");
    } catch (JsonSyntaxException e) {
      throw new UsageException("`--input` is not JSON: " + e.getMessage());
    }
  }

  /// Reads a line, answers a line, so that a reader may wait for each answer.
  private static int batch(Session session, Evaluations evaluations) {
    if (!session.line().arguments().isEmpty() || session.line().flag("expression")) {
      throw new UsageException("`--batch` reads programs from standard input only");
    }
    try {
      var lines =
          new BufferedReader(new InputStreamReader(session.world().in(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (line != null) {
        if (!line.isBlank()) {
          session.printLine(answer(evaluations, line));
        }
        // What was answered is sent before waiting for more.
        if (!lines.ready() && !session.flush()) {
          break;
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Exit.OK;
  }

  private static Json answer(Evaluations evaluations, String line) {
    Map<String, Json> answer = new LinkedHashMap<>();
    try {
      Json parsed = JsonParser.parse(line);
      if (!(parsed instanceof Json.Object input)) {
        return bad(answer, "the line is not a JSON object");
      }
      Json id = input.members().get("id");
      if (id != null) {
        answer.put("id", id);
      }
      answer.putAll(evaluations.eval(input).members());
      return new Json.Object(answer);
    } catch (JsonSyntaxException e) {
      return bad(answer, "the line is not JSON: " + e.getMessage());
    } catch (OperationException e) {
      return bad(answer, e.message());
    }
  }

  /// A line that can't be evaluated at all.
  private static Json bad(Map<String, Json> answer, String message) {
    Map<String, Json> error = new LinkedHashMap<>();
    error.put("kind", new Json.Text("input"));
    error.put("message", new Json.Text(message));
    error.put("short", new Json.Text(message));
    answer.put("error", new Json.Object(error));
    return new Json.Object(answer);
  }
}
