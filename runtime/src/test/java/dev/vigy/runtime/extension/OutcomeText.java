package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An outcome as lines of text, one for each part that is there: what golden files expect.
public final class OutcomeText {
  private OutcomeText() {}

  public static List<String> of(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    lines.add(
        outcome
            .failure()
            .map(failure -> "! " + failure.text())
            .orElseGet(() -> outcome.stopped() ? "stopped" : "=> " + outcome.value().printed()));
    part(lines, "actions", list(outcome.actions().stream().map(OutcomeText::action).toList()));
    List<Json> changes = new ArrayList<>();
    outcome
        .kvChanges()
        .forEach(
            change -> {
              Map<String, Json> members = new LinkedHashMap<>();
              change
                  .value()
                  .ifPresentOrElse(
                      value -> members.put(change.key(), value),
                      () -> members.put("-" + change.key(), Json.Null.NULL));
              changes.add(new Json.Object(members));
            });
    part(lines, "kv", list(changes));
    part(lines, "desired", new Json.Object(outcome.desired()));
    part(lines, "observed", new Json.Object(outcome.observed()));
    part(
        lines,
        "conditions",
        list(outcome.conditions().stream().map(OutcomeText::condition).toList()));
    part(
        lines,
        "logs",
        list(
            outcome.said().logs().stream()
                .map(log -> text(log.level() + " " + log.message()))
                .toList()));
    part(lines, "traces", new Json.Object(outcome.said().traces()));
    Map<String, Json> metrics = new LinkedHashMap<>();
    outcome.said().metrics().forEach((name, value) -> metrics.put(name, new Json.Real(value)));
    part(lines, "metrics", new Json.Object(metrics));
    part(
        lines,
        "events",
        list(
            outcome.said().events().stream()
                .map(event -> text(event.kind() + " " + event.message()))
                .toList()));
    outcome.nextInMs().ifPresent(ms -> lines.add("next " + ms));
    if (!outcome.said().output().isEmpty()) {
      lines.add("output " + JsonPrinter.print(text(outcome.said().output())));
    }
    return lines;
  }

  private static Json action(Action action) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("kind", text(action.kind().text()));
    action.subject().ifPresent(subject -> members.put("subject", text(subject)));
    action.payload().ifPresent(payload -> members.put("payload", payload));
    action
        .result()
        .ifPresent(result -> members.put("result", text(result.name().toLowerCase(Locale.ROOT))));
    action.message().ifPresent(message -> members.put("message", text(message)));
    return new Json.Object(members);
  }

  private static Json condition(Condition condition) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", text(condition.name()));
    members.put("status", text(condition.status().name().toLowerCase(Locale.ROOT)));
    condition.reason().ifPresent(reason -> members.put("reason", text(reason)));
    condition.message().ifPresent(message -> members.put("message", text(message)));
    return new Json.Object(members);
  }

  private static Json text(String text) {
    return new Json.Text(text);
  }

  private static Json list(List<Json> items) {
    return new Json.Array(items);
  }

  private static void part(List<String> lines, String name, Json json) {
    String text = JsonPrinter.print(json);
    if (!text.equals("[]") && !text.equals("{}")) {
      lines.add(name + " " + text);
    }
  }
}
