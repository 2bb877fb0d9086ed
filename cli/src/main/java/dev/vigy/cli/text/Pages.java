package dev.vigy.cli.text;

import dev.vigy.cli.text.Table.Cell;
import dev.vigy.lisp.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pages that commands print.
///
/// @param now what relative times are relative to
public record Pages(Style style, Instant now) {
  private static final int VALUE_SHOWN = 100;

  private static final int LINE_SHOWN = 40;

  /// `1 vigy`, `3 vigies`.
  public static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  public String list(List<View> vigies) {
    if (vigies.isEmpty()) {
      return "no vigies registered\n";
    }
    Table table =
        Table.of(8, 4)
            .head(style, " ", "ID", "NAME", "STATUS", "RUNS", "SCHEDULE", "LAST", "LABELS");
    for (View vigy : vigies) {
      String status = vigy.text("status");
      String labels = labels(vigy);
      table.row(
          vigy.flag("enabled") ? new Cell("■", style.green("■")) : Cell.of("□"),
          Cell.of(vigy.text("id")),
          new Cell(name(vigy), style.bold(name(vigy))),
          new Cell(status, status(status)),
          Cell.of(Long.toString(vigy.integer("seq"))),
          Cell.of(schedule(vigy)),
          last(vigy),
          new Cell(labels, style.dim(labels)));
    }
    return table.text("");
  }

  private static String name(View vigy) {
    return Style.visible(vigy.text("name"));
  }

  private String status(String status) {
    return switch (status) {
      case "active" -> style.green(status);
      case "quarantined" -> style.red(status);
      default -> style.yellow(status);
    };
  }

  private static String schedule(View vigy) {
    return vigy.has("tick_interval_ms")
        ? "every " + Times.interval(vigy.integer("tick_interval_ms"))
        : vigy.object("schedule").map(Pages::named).orElse("");
  }

  private static String named(View schedule) {
    return switch (schedule.text("kind")) {
      case "fixed" -> "every " + Times.interval(schedule.integer("interval_ms"));
      case "cron" -> Style.visible(schedule.text("expr")) + " (" + schedule.text("zone") + ")";
      case "adaptive" ->
          "every "
              + Times.interval(schedule.integer("min_ms"))
              + " to "
              + Times.interval(schedule.integer("max_ms"));
      default -> schedule.text("kind");
    };
  }

  /// What a schedule says beside its kind, in the words of a program file.
  private static Optional<String> terms(View schedule) {
    List<String> terms = new ArrayList<>();
    schedule.optional("hint_key").ifPresent(key -> terms.add("hint " + Style.visible(key)));
    if (schedule.has("jitter_ms")) {
      terms.add("jitter " + Times.interval(schedule.integer("jitter_ms")));
    }
    schedule.optional("start").ifPresent(at -> terms.add("from " + at));
    schedule.optional("end").ifPresent(at -> terms.add("to " + at));
    if (!schedule.text("catch_up").equals("one") && schedule.has("catch_up")) {
      terms.add("catch-up " + schedule.text("catch_up"));
    }
    if (schedule.has("catch_up_window_ms")) {
      terms.add("catch-up window " + Times.interval(schedule.integer("catch_up_window_ms")));
    }
    return terms.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", terms));
  }

  private static String window(View window) {
    List<String> parts = new ArrayList<>();
    parts.add(window.text("rule"));
    for (String part : List.of("days", "dates", "months", "hours")) {
      window.optional(part).ifPresent(parts::add);
    }
    parts.add("(" + window.text("zone") + ")");
    return Style.visible(String.join(" ", parts));
  }

  /// The ticks that are to come.
  ///
  /// @param status of the vigy, where there are none
  public String next(List<View> coming, String status) {
    if (coming.isEmpty()) {
      return status.equals("active") || status.equals("out-of-scope")
          ? "nothing is to come\n"
          : "nothing is to come: it is " + status + "\n";
    }
    Table table = Table.of(4).head(style, "DUE", "", "NOMINAL", "TRIGGER");
    for (View tick : coming) {
      table.row(
          tick.text("due_at"),
          Times.relative(tick.text("due_at"), now),
          tick.optional("nominal_at").orElse("-"),
          tick.text("trigger"));
    }
    return table.text("");
  }

  private Cell last(View vigy) {
    long failures = vigy.integer("consecutive_failures");
    if (failures > 0) {
      String text =
          "failed "
              + Times.relative(vigy.text("last_failure"), now)
              + (failures > 1 ? ", " + failures + " in a row" : "");
      return new Cell(text, style.red(text));
    }
    return Cell.of(
        vigy.optional("last_success")
            .map(at -> "ok " + Times.relative(at, now))
            .orElse("never ran"));
  }

  private static String labels(View vigy) {
    List<String> labels = new ArrayList<>();
    vigy.map("labels")
        .forEach(
            (key, value) ->
                labels.add(
                    key
                        + "="
                        + (value instanceof Json.Text(String text) ? Style.visible(text) : "")));
    return String.join(", ", labels);
  }

  public String inspect(View vigy, List<View> runs) {
    Table facts = Table.of(2);
    fact(facts, "id", vigy.optional("id"));
    String status = vigy.text("status");
    facts.row(label("status"), new Cell(status, status(status)));
    vigy.object("paused").ifPresent(pause -> facts.row(label("paused"), Cell.of(pause(pause))));
    vigy.object("pinned").ifPresent(pin -> facts.row(label("pinned"), Cell.of(pin(pin))));
    fact(facts, "quarantine", vigy.optional("quarantine"));
    fact(facts, "about", vigy.optional("doc"));
    fact(facts, "schedule", Optional.of(schedule(vigy)));
    vigy.object("schedule")
        .ifPresent(
            schedule -> {
              fact(facts, "", terms(schedule));
              schedule
                  .list("windows")
                  .forEach(window -> fact(facts, "", Optional.of(window(window))));
            });
    fact(facts, "next", time(vigy, "next_due"));
    fact(facts, "mode", vigy.optional("mode"));
    fact(facts, "labels", Optional.of(labels(vigy)).filter(labels -> !labels.isEmpty()));
    if (vigy.has("params")) {
      fact(facts, "params", vigy.json("params").map(RunText::shown));
    }
    fact(facts, "allow", texts(vigy, "allow"));
    fact(facts, "file", vigy.optional("file"));
    fact(facts, "generation", Optional.of(Long.toString(vigy.integer("generation"))));
    fact(facts, "created", time(vigy, "created_at"));
    fact(facts, "updated", time(vigy, "updated_at"));
    for (Json warning : vigy.array("warnings")) {
      fact(facts, "warning", Optional.of(warning instanceof Json.Text(String text) ? text : ""));
    }
    StringBuilder page =
        new StringBuilder(style.bold(name(vigy))).append('\n').append(facts.text("  "));
    page.append('\n').append(style.dim("program")).append('\n');
    vigy.text("program").lines().forEach(line -> page.append("  ").append(line).append('\n'));
    page.append('\n').append(style.dim("last runs")).append('\n');
    return page.append(runs(runs)).toString();
  }

  /// The generations of a vigy, newest first.
  public String versions(List<View> versions) {
    Table table = Table.of(5, 0).head(style, "GENERATION", "EDITED", "SCHEDULE", "PROGRAM", "");
    for (View version : versions) {
      String standing =
          version
              .object("pinned")
              .map(pin -> "current, pinned " + pin(pin))
              .orElse(version.flag("current") ? "current" : "");
      String schedule = version.object("schedule").map(Pages::named).orElse("");
      table.row(
          Cell.of(Long.toString(version.integer("generation"))),
          Cell.of(Times.both(version.text("updated_at"), now)),
          Cell.of(schedule),
          Cell.of(Style.visible(firstLine(version.text("program")))),
          new Cell(standing, style.green(standing)));
    }
    return table.text("");
  }

  private static String firstLine(String program) {
    String line = program.lines().filter(text -> !text.isBlank()).findFirst().orElse("").strip();
    return line.length() > LINE_SHOWN ? line.substring(0, LINE_SHOWN - 1) + "…" : line;
  }

  private String pin(View pin) {
    return "by " + Style.visible(pin.text("by")) + " since " + Times.both(pin.text("since"), now);
  }

  private Cell label(String name) {
    return new Cell(name, style.dim(name));
  }

  private void fact(Table facts, String name, Optional<String> value) {
    value.ifPresent(text -> facts.row(label(name), Cell.of(Style.visible(text))));
  }

  private Optional<String> time(View view, String name) {
    return view.optional(name).map(at -> Times.both(at, now));
  }

  private static Optional<String> texts(View view, String name) {
    List<String> texts = new ArrayList<>();
    for (Json item : view.array(name)) {
      texts.add(item instanceof Json.Text(String text) ? text : "");
    }
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", texts));
  }

  private String pause(View pause) {
    StringBuilder text = new StringBuilder("by ").append(Style.visible(pause.text("by")));
    text.append(" since ").append(Times.both(pause.text("since"), now));
    pause
        .optional("until")
        .ifPresent(until -> text.append(" until ").append(Times.both(until, now)));
    pause.optional("note").ifPresent(note -> text.append(": ").append(Style.visible(note)));
    return text.toString();
  }

  public String state(View state) {
    Table facts = Table.of(2);
    String status = state.text("status");
    facts.row(label("status"), new Cell(status, status(status)));
    fact(facts, "quarantine", state.optional("quarantine"));
    fact(facts, "runs", Optional.of(Long.toString(state.integer("seq"))));
    fact(facts, "last success", time(state, "last_success"));
    fact(facts, "last failure", time(state, "last_failure"));
    if (state.integer("consecutive_failures") > 0) {
      fact(
          facts,
          "failures in a row",
          Optional.of(Long.toString(state.integer("consecutive_failures"))));
    }
    fact(facts, "next", time(state, "next_due"));
    StringBuilder page =
        new StringBuilder(style.bold(name(state))).append('\n').append(facts.text("  "));
    section(page, "desired", values(state.map("desired")));
    section(page, "observed", values(state.map("observed")));
    section(page, "drift", drift(state.list("drift")));
    section(page, "conditions", conditions(state.list("conditions")));
    section(page, "pending", pending(state.list("pending")));
    return page.toString();
  }

  private void section(StringBuilder page, String title, String body) {
    if (!body.isEmpty()) {
      page.append('\n').append(style.dim(title)).append('\n').append(body);
    }
  }

  private static String values(Map<String, Json> values) {
    Table table = Table.of(2);
    values.forEach((key, value) -> table.row(Style.visible(key), RunText.shown(value)));
    return table.text("  ");
  }

  private static String drift(List<View> drift) {
    Table table = Table.of(2);
    for (View entry : drift) {
      String observed = entry.json("observed").map(RunText::shown).orElse("nothing");
      String desired = entry.json("desired").map(RunText::shown).orElse("nothing");
      table.row(Style.visible(entry.text("key")), observed + " instead of " + desired);
    }
    return table.text("  ");
  }

  private String conditions(List<View> conditions) {
    StringBuilder lines = new StringBuilder();
    for (View condition : conditions) {
      lines.append("  ").append(RunText.condition(condition, style));
      lines
          .append(style.dim("  since " + Times.both(condition.text("last_transition"), now)))
          .append('\n');
    }
    return lines.toString();
  }

  private String pending(List<View> actions) {
    StringBuilder lines = new StringBuilder();
    var text = new RunText(style, 0);
    actions.forEach(action -> lines.append("  ").append(text.action(action)).append('\n'));
    return lines.toString();
  }

  public String runs(List<View> runs) {
    if (runs.isEmpty()) {
      return "  no runs\n";
    }
    Table table =
        Table.of(7, 0, 4).head(style, "SEQ", "STARTED", "", "RESULT", "TOOK", "TRIGGER", "");
    for (View run : runs) {
      boolean failed = run.text("result").equals("failed");
      table.row(
          Cell.of("#" + run.integer("seq")),
          Cell.of(run.text("started_at")),
          Cell.of(Times.relative(run.text("started_at"), now)),
          new Cell(run.text("result"), failed ? style.red("failed") : style.green("ok")),
          Cell.of(Times.micros(run.integer("duration_us"))),
          Cell.of(run.text("trigger")),
          Cell.of(outcome(run)));
    }
    return table.text("  ");
  }

  private static String outcome(View run) {
    if (run.has("error")) {
      String error = Style.visible(run.text("error"));
      return error.length() <= VALUE_SHOWN ? error : error.substring(0, VALUE_SHOWN - 1) + "…";
    }
    List<String> kinds = new ArrayList<>();
    run.list("actions").forEach(action -> kinds.add(action.text("kind")));
    return String.join(" ", kinds);
  }

  /// Everything about one run.
  public String run(View run) {
    Table facts = Table.of(2);
    fact(facts, "run", run.optional("id"));
    fact(
        facts,
        "vigy",
        run.optional("vigy_name")
            .map(name -> name + "  " + run.text("vigy_id"))
            .or(() -> run.optional("vigy_id")));
    fact(
        facts,
        "number",
        Optional.of("#" + run.integer("seq") + ", generation " + run.integer("generation")));
    fact(facts, "trigger", run.optional("trigger"));
    fact(facts, "nominal", run.optional("nominal_at"));
    fact(facts, "started", time(run, "started_at"));
    fact(
        facts,
        "took",
        Optional.of(
            Times.micros(run.integer("duration_us")) + ", " + run.integer("steps") + " steps"));
    boolean failed = run.text("result").equals("failed");
    facts.row(
        label("result"),
        new Cell(run.text("result"), failed ? style.red("failed") : style.green("ok")));
    StringBuilder page = new StringBuilder(facts.text(""));
    var text = new RunText(style, 0);
    section(
        page, "error", lines(run.has("error") ? text.error(run, run.text("error")) : List.of()));
    section(page, "actions", lines(run.list("actions").stream().map(text::action).toList()));
    section(page, "remembered", lines(run.list("kv_changes").stream().map(Pages::change).toList()));
    section(page, "desired", values(run.map("desired")));
    section(page, "observed", values(run.map("observed")));
    section(page, "conditions", conditions(run.list("conditions")));
    section(
        page,
        "events",
        lines(
            run.list("events").stream()
                .map(e -> Style.visible(e.text("kind") + ": " + e.text("message")))
                .toList()));
    section(
        page,
        "logs",
        lines(
            run.list("logs").stream()
                .map(
                    log -> text.level(log.text("level")) + " " + Style.visible(log.text("message")))
                .toList()));
    section(page, "metrics", values(run.map("metrics")));
    section(page, "traces", values(run.map("traces")));
    section(page, "printed", lines(RunText.output(run)));
    section(page, "wakes", lines(run.array("wakes").stream().map(RunText::shown).toList()));
    section(page, "probes", lines(run.list("probes").stream().map(Pages::probe).toList()));
    return page.toString();
  }

  private static String change(View change) {
    String key = Style.visible(change.text("key"));
    return change.flag("deleted")
        ? key + " gone"
        : key + " = " + change.json("value").map(RunText::shown).orElse("");
  }

  private static String probe(View probe) {
    return probe.json("call").map(RunText::shown).orElse("")
        + " → "
        + probe.json("answer").map(RunText::shown).orElse("(not recorded)");
  }

  private static String lines(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  public String logs(List<View> lines) {
    if (lines.isEmpty()) {
      return "nothing logged\n";
    }
    StringBuilder page = new StringBuilder();
    var text = new RunText(style, 0);
    for (View line : lines) {
      page.append(style.dim(line.text("at")))
          .append("  #")
          .append(line.integer("seq"))
          .append("  ");
      page.append(
          line.has("printed")
              ? style.dim("|    ") + " " + Style.visible(line.text("printed"))
              : text.level(line.text("level")) + " " + Style.visible(line.text("message")));
      page.append('\n');
    }
    return page.toString();
  }

  public String ledger(List<View> ranges) {
    if (ranges.isEmpty()) {
      return "no instants yet\n";
    }
    Table table = Table.of(5, 2).head(style, "FROM", "TO", "COUNT", "FATE", "");
    long total = 0;
    for (View range : ranges) {
      total += range.integer("count");
      String fate = range.text("fate");
      table.row(
          Cell.of(range.text("from")),
          Cell.of(range.text("to")),
          Cell.of(Long.toString(range.integer("count"))),
          new Cell(
              fate,
              fate.equals("ran")
                  ? style.green(fate)
                  : fate.equals("missed") ? style.red(fate) : style.yellow(fate)),
          Cell.of(why(range)));
    }
    return table.text("") + count(total, "instant", "instants") + "\n";
  }

  private static String why(View range) {
    if (range.has("from_seq")) {
      long from = range.integer("from_seq");
      long to = range.integer("to_seq");
      return from == to ? "#" + from : "#" + from + " to #" + to;
    }
    return range.has("into_seq") ? "into #" + range.integer("into_seq") : range.text("reason");
  }

  public String kv(List<View> items) {
    if (items.isEmpty()) {
      return "it remembers nothing\n";
    }
    Table table = Table.of(3).head(style, "KEY", "SET", "VALUE");
    for (View item : items) {
      table.row(
          Style.visible(item.text("key")),
          Times.relative(item.text("updated_at"), now),
          item.json("value").map(RunText::shown).orElse(""));
    }
    return table.text("");
  }
}
