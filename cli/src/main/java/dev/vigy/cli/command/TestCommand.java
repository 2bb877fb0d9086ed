package dev.vigy.cli.command;

import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.Style;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Excerpt;
import dev.vigy.lisp.source.Source;
import dev.vigy.runtime.ProgramTests;
import dev.vigy.runtime.ProgramTests.Failure;
import dev.vigy.runtime.ProgramTests.Outcome;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `vigy test`: the tests of program files, on a simulated clock, in a simulated world.
final class TestCommand {
  private TestCommand() {}

  static int run(Session session) {
    // All files first: one that can't be read means that nothing was tested.
    Map<String, ProgramFile.Parsed> files = new LinkedHashMap<>();
    for (String file : session.line().arguments()) {
      ProgramFiles.read(session, file).mustBeReadable();
      Definition plain = Definition.of(ProgramFiles.nameOf(file), "");
      files.put(file, ProgramFile.parse(Source.of(file, session.read(file)), plain));
    }
    List<Json> answers = new ArrayList<>();
    long passed = 0;
    long failed = 0;
    for (Map.Entry<String, ProgramFile.Parsed> file : files.entrySet()) {
      for (Outcome outcome : ProgramTests.run(file.getValue(), List.of())) {
        passed += outcome.passed() ? 1 : 0;
        failed += outcome.passed() ? 0 : 1;
        answers.add(answer(file.getKey(), outcome));
        if (!session.json()) {
          show(session, file.getKey(), outcome);
        }
      }
    }
    if (session.json()) {
      session.printDocument(new Json.Array(answers));
    } else if (passed + failed == 0) {
      session.println("no tests: a test is (deftest name form…) in a program file");
    } else {
      session.println(
          Pages.count(passed, "test", "tests")
              + " passed"
              + (failed > 0 ? ", " + failed + " failed" : ""));
    }
    return failed > 0 ? Exit.FAILED : Exit.OK;
  }

  private static void show(Session session, String file, Outcome outcome) {
    Style style = session.style();
    String name = Style.visible(outcome.name());
    if (outcome.passed()) {
      session.println(style.green("✓ ") + name);
      return;
    }
    session.println(style.red("✗ ") + name);
    Failure failure = outcome.failure().orElseThrow();
    session.println("  " + Style.visible(failure.message()));
    failure.got().ifPresent(got -> session.println("  got   " + Style.visible(got)));
    failure.tick().ifPresent(tick -> session.println("  tick  " + tick));
    Excerpt.of(failure.place())
        .ifPresent(
            place -> {
              for (String line : place.rendered(file).split("\n")) {
                session.println("  " + Style.visible(line));
              }
            });
  }

  private static Json answer(String file, Outcome outcome) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("file", new Json.Text(file));
    members.put("test", new Json.Text(outcome.name()));
    members.put("ok", new Json.Bool(outcome.passed()));
    outcome
        .failure()
        .ifPresent(
            failure -> {
              members.put("message", new Json.Text(failure.message()));
              failure.got().ifPresent(got -> members.put("got", new Json.Text(got)));
              failure.tick().ifPresent(tick -> members.put("tick", new Json.Text(tick)));
              Excerpt.of(failure.place())
                  .ifPresent(
                      place -> {
                        members.put("line", new Json.Int(place.line()));
                        members.put("column", new Json.Int(place.column()));
                      });
            });
    return new Json.Object(members);
  }
}
