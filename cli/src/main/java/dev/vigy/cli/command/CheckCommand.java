package dev.vigy.cli.command;

import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.Problems;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.DryRuns;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.server.operation.Evaluations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `vigy check`: what is wrong or doubtful in program files, without running them.
final class CheckCommand {
  private CheckCommand() {}

  static int run(Session session) {
    // All files first: one that can't be opened means that nothing was checked.
    Map<String, String> texts = new LinkedHashMap<>();
    session.line().arguments().forEach(file -> texts.put(file, session.read(file)));
    List<Json> answers = new ArrayList<>();
    long errors = 0;
    long warnings = 0;
    try (DryRuns runs = new DryRuns(List.of(), Grants.NONE, 1)) {
      var evaluations = new Evaluations(runs, session.world().clock());
      for (Map.Entry<String, String> file : texts.entrySet()) {
        Json.Object found =
            evaluations.check(
                Args.of()
                    .text("program", file.getValue())
                    .text("file", file.getKey())
                    .json("params", Params.of(session))
                    .object());
        Map<String, Json> answer = new LinkedHashMap<>();
        answer.put("file", new Json.Text(file.getKey()));
        answer.putAll(found.members());
        answers.add(new Json.Object(answer));
        View view = new View(found);
        for (View diagnostic : view.list("diagnostics")) {
          switch (diagnostic.text("severity")) {
            case "error" -> errors++;
            case "warning" -> warnings++;
            default -> {}
          }
          if (!session.json()) {
            session.print(Problems.diagnostic(diagnostic, session.style()));
          }
        }
      }
    }
    if (session.json()) {
      session.printDocument(new Json.Array(answers));
    } else {
      session.println(summary(texts.size(), errors, warnings));
    }
    return errors > 0 ? Exit.FAILED : Exit.OK;
  }

  private static String summary(long files, long errors, long warnings) {
    String found =
        errors == 0 && warnings == 0
            ? "no errors"
            : Pages.count(errors, "error", "errors")
                + (warnings > 0 ? ", " + Pages.count(warnings, "warning", "warnings") : "");
    return found + " in " + Pages.count(files, "file", "files");
  }
}
