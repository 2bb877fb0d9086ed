package dev.vigy.cli.text;

import dev.vigy.lisp.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A dry run as people read it.
public record EvalText(Style style) {
  /// What the program printed, as it printed it; its value; what it told its host.
  public String told(View answer) {
    StringBuilder out = new StringBuilder(answer.text("stdout"));
    if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
    answer.optional("value").ifPresent(value -> out.append(value).append('\n'));
    answer.object("host").ifPresent(host -> out.append(host(host)));
    return out.toString();
  }

  private String host(View host) {
    Table table = Table.of(2);
    var text = new RunText(style, 0);
    for (View action : host.list("actions")) {
      row(table, "action", text.action(action));
    }
    values(table, "desired", host.map("desired"));
    values(table, "observed", host.map("observed"));
    for (View condition : host.list("conditions")) {
      row(table, "condition", RunText.condition(condition, style));
    }
    for (View event : host.list("events")) {
      row(table, "event", Style.visible(event.text("kind") + ": " + event.text("message")));
    }
    for (View log : host.list("log")) {
      row(table, "log", text.level(log.text("level")) + " " + Style.visible(log.text("message")));
    }
    values(table, "metric", host.map("metrics"));
    values(table, "trace", host.map("trace"));
    Map<String, Json> kv = host.map("kv");
    for (Json key : host.array("kv_dirty")) {
      if (key instanceof Json.Text(String name)) {
        row(
            table,
            "kv",
            Style.visible(name)
                + " = "
                + Optional.ofNullable(kv.get(name)).map(RunText::shown).orElse(""));
      }
    }
    for (Json key : host.array("kv_deleted")) {
      if (key instanceof Json.Text(String name)) {
        row(table, "kv", Style.visible(name) + " gone");
      }
    }
    return table.text("");
  }

  private void values(Table table, String what, Map<String, Json> values) {
    values.forEach(
        (name, value) -> row(table, what, Style.visible(name) + " = " + RunText.shown(value)));
  }

  private void row(Table table, String what, String text) {
    table.row(new Table.Cell(what, style.dim(what)), Table.Cell.of(text));
  }

  /// The error with its place in the program.
  public String error(View answer, String program, String file) {
    View error = answer.object("error").orElseGet(() -> new View(Json.Object.EMPTY));
    Map<String, Json> diagnostic = new LinkedHashMap<>(error.object().members());
    diagnostic.put("severity", new Json.Text("error"));
    // The long message ends in byte offsets, which the lines below say better.
    diagnostic.put("message", new Json.Text(error.text("short")));
    if (error.has("line")) {
      diagnostic.put("file", new Json.Text(file));
      List<String> lines = program.lines().toList();
      long line = error.integer("line");
      if (line >= 1 && line <= lines.size()) {
        diagnostic.put("source", new Json.Text(lines.get((int) line - 1)));
      }
    }
    return Problems.diagnostic(View.of(new Json.Object(diagnostic)), style);
  }
}
