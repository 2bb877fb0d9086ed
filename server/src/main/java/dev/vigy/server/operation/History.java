package dev.vigy.server.operation;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.store.RunQuery;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.VigyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads what happened: runs, and what they logged.
final class History {
  /// Levels from harmless to bad.
  private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

  /// How many runs one question about logs looks at; the cursor goes on from there.
  private static final int RUNS_SCANNED_MAX = 5_000;

  private static final int RUNS_A_READ = 200;

  private final Vigies vigies;
  private final Function<VigyId, Optional<String>> names;

  History(Vigies vigies, Function<VigyId, Optional<String>> names) {
    this.vigies = vigies;
    this.names = names;
  }

  Json run(String id) {
    return shape(vigies.run(id));
  }

  Json runs(Arguments arguments) {
    int limit = arguments.limit();
    Optional<Boolean> failed =
        arguments
            .optionalText("result")
            .map(
                result ->
                    switch (result) {
                      case "failed" -> true;
                      case "ok" -> false;
                      default ->
                          throw OperationException.malformed(
                              "`result`: expected `ok` or `failed`, got `" + result + "`");
                    });
    // One more than asked for tells whether there is a next page.
    List<Run> found =
        vigies.runs(
            arguments.text("vigy"),
            new RunQuery(limit + 1, before(arguments), failed, arguments.instant("since")));
    if (found.size() <= limit) {
      return Pages.page(Fields.array(found, this::shape), Optional.empty());
    }
    List<Run> page = found.subList(0, limit);
    return Pages.page(
        Fields.array(page, this::shape),
        page.isEmpty() ? Optional.empty() : Optional.of(Long.toString(page.getLast().seq())));
  }

  /// Lines newest first; lines of one run stay together, the last one first.
  Json logs(Arguments arguments) {
    int limit = arguments.limit();
    int least = level(arguments);
    Optional<Long> before = before(arguments);
    List<Json> lines = new ArrayList<>();
    int scanned = 0;
    while (lines.size() < limit && scanned < RUNS_SCANNED_MAX) {
      List<Run> runs =
          vigies.runs(
              arguments.text("vigy"),
              new RunQuery(RUNS_A_READ, before, Optional.empty(), arguments.instant("since")));
      for (Run run : runs) {
        before = Optional.of(run.seq());
        lines.addAll(lines(run, least).reversed());
        if (lines.size() >= limit) {
          break;
        }
      }
      scanned += runs.size();
      if (runs.size() < RUNS_A_READ && lines.size() < limit) {
        return Pages.page(new Json.Array(lines), Optional.empty());
      }
    }
    return Pages.page(new Json.Array(lines), before.map(seq -> Long.toString(seq)));
  }

  private static int level(Arguments arguments) {
    Optional<String> level = arguments.optionalText("level");
    if (level.isEmpty()) {
      return 0;
    }
    int index = LEVELS.indexOf(level.get());
    if (index < 0) {
      throw OperationException.malformed(
          "`level`: expected " + String.join("|", LEVELS) + ", got `" + level.get() + "`");
    }
    return index;
  }

  /// What a run logged, then what it printed, a line each; printed lines have no level.
  private static List<Json> lines(Run run, int least) {
    List<Json> lines = new ArrayList<>();
    for (Run.Log log : run.said().logs()) {
      if (LEVELS.indexOf(log.level()) >= least) {
        lines.add(line(run).put("level", log.level()).put("message", log.message()).object());
      }
    }
    if (least == 0) {
      run.said()
          .output()
          .lines()
          .forEach(text -> lines.add(line(run).put("printed", text).object()));
    }
    return lines;
  }

  private static Fields line(Run run) {
    return new Fields()
        .put("at", run.startedAt())
        .put("seq", run.seq())
        .put("run_id", run.id())
        .put("result", run.ok() ? "ok" : "failed");
  }

  private static Optional<Long> before(Arguments arguments) {
    return arguments
        .optionalText("after")
        .map(
            text -> {
              try {
                return Long.parseLong(text);
              } catch (NumberFormatException e) {
                throw OperationException.malformed(
                    "`after`: expected the `next` of another page, got `" + text + "`");
              }
            });
  }

  private Json shape(Run run) {
    return RunShape.run(run, names.apply(run.vigyId()));
  }
}
