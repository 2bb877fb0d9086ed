package dev.vigy.cli.text;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run as one line of what happened, and further lines for what is worth reading.
public final class RunText {
  private static final int PAYLOAD_SHOWN = 160;

  /// Keys that the standard verbs keep for themselves; the program's own are what people look for.
  private static final String OWN_PREFIX = "__";

  /// Finds lines of programs.
  @FunctionalInterface
  public interface Sources {
    /// Nothing is known.
    Sources NONE = (_, _) -> Optional.empty();

    /// Where an error of a run lies: `file` and `source` as a finding has them.
    ///
    /// @param line from 1
    Optional<Line> line(String vigyId, long line);

    /// @param text of the line
    record Line(String file, String text) {}
  }

  private final Style style;
  private final int nameWidth;
  private final Sources sources;

  /// @param nameWidth how wide the column of vigy names is, 0 to leave it out
  public RunText(Style style, int nameWidth) {
    this(style, nameWidth, Sources.NONE);
  }

  /// @param sources where lines of programs are found, to show errors in them
  public RunText(Style style, int nameWidth, Sources sources) {
    this.style = style;
    this.nameWidth = nameWidth;
    this.sources = sources;
  }

  /// The lines of a run, each with its line feed.
  public String lines(View run) {
    StringBuilder out = new StringBuilder(head(run)).append('\n');
    for (String line : body(run)) {
      out.append("    ").append(line).append('\n');
    }
    return out.toString();
  }

  private String head(View run) {
    boolean failed = run.text("result").equals("failed");
    String time = run.text("started_at");
    String clock = time.length() == 24 ? time.substring(11, 23) : time;
    String name = run.optional("vigy_name").orElse(run.text("vigy_id"));
    StringBuilder line = new StringBuilder(style.dim(clock));
    if (nameWidth > 0) {
      line.append("  ").append(style.bold(padded(Style.visible(name), nameWidth)));
    }
    line.append("  ").append(padded("#" + run.integer("seq"), 5));
    line.append(' ').append(failed ? style.red("FAILED") : style.green("ok    "));
    line.append(' ').append(style.dim(leftPadded(Times.micros(run.integer("duration_us")), 7)));
    String trigger = run.text("trigger");
    if (!trigger.equals("schedule") && !trigger.isEmpty()) {
      line.append("  ").append(style.cyan(trigger));
    }
    String did = summary(run);
    return did.isEmpty() ? line.toString() : line + "  " + did;
  }

  /// `noop`, `2 actions`, and what was remembered.
  private String summary(View run) {
    List<String> parts = new ArrayList<>();
    List<View> actions = run.list("actions");
    long quiet = actions.stream().filter(RunText::isNoop).count();
    if (quiet > 0 && quiet == actions.size()) {
      parts.add(style.dim("noop"));
    }
    List<String> changes = new ArrayList<>();
    for (View change : run.list("kv_changes")) {
      if (change.text("key").startsWith(OWN_PREFIX)) {
        continue;
      }
      String key = Style.visible(change.text("key"));
      changes.add(
          change.flag("deleted")
              ? key + " gone"
              : key + "=" + change.json("value").map(RunText::shown).orElse(""));
    }
    if (!changes.isEmpty()) {
      parts.add(style.dim(cut(String.join(" ", changes), 100)));
    }
    if (run.flag("stopped")) {
      parts.add(style.dim("stopped"));
    }
    return String.join("  ", parts);
  }

  private List<String> body(View run) {
    List<String> lines = new ArrayList<>();
    for (View action : run.list("actions")) {
      if (!isNoop(action)) {
        lines.add(action(action));
      }
    }
    for (View condition : run.list("conditions")) {
      if (condition.text("last_transition").compareTo(run.text("started_at")) >= 0) {
        lines.add(condition(condition, style));
      }
    }
    for (View event : run.list("events")) {
      lines.add(
          style.cyan("event ")
              + Style.visible(event.text("kind"))
              + ": "
              + Style.visible(event.text("message")));
    }
    for (View log : run.list("logs")) {
      lines.add(level(log.text("level")) + " " + Style.visible(log.text("message")));
    }
    output(run).forEach(line -> lines.add(style.dim("| ") + line));
    run.optional("error").ifPresent(error -> lines.addAll(error(run, error)));
    return lines;
  }

  /// What it printed, line by line.
  public static List<String> output(View run) {
    return run.text("output").lines().map(Style::visible).toList();
  }

  List<String> error(View run, String error) {
    List<String> lines = new ArrayList<>();
    lines.add(style.red("error: ") + Style.visible(error));
    run.object("error_info")
        .ifPresent(
            info -> {
              if (info.has("line")) {
                lines.addAll(place(run, info).lines().toList());
              }
              Problems.calls(info).forEach(call -> lines.add("  " + call));
              info.optional("hint").ifPresent(hint -> lines.add("hint: " + Style.visible(hint)));
            });
    return lines;
  }

  private String place(View run, View info) {
    Map<String, Json> place = new LinkedHashMap<>(info.object().members());
    sources
        .line(run.text("vigy_id"), info.integer("line"))
        .ifPresent(
            line -> {
              place.put("file", new Json.Text(line.file()));
              place.put("source", new Json.Text(line.text()));
            });
    return Problems.place(View.of(new Json.Object(place)));
  }

  String action(View action) {
    StringBuilder line = new StringBuilder(style.yellow(action.text("kind")));
    action
        .optional("subject")
        .ifPresent(subject -> line.append(' ').append(Style.visible(subject)));
    action.json("payload").ifPresent(payload -> line.append(' ').append(shown(payload)));
    action
        .optional("message")
        .ifPresent(message -> line.append(' ').append(Style.visible(message)));
    return line.toString();
  }

  /// `Healthy false Slow: 503 in 20 ms`.
  public static String condition(View condition, Style style) {
    String status = condition.text("status");
    StringBuilder line =
        new StringBuilder(style.bold(Style.visible(condition.text("name")))).append(' ');
    line.append(
        switch (status) {
          case "true" -> style.green(status);
          case "false" -> style.red(status);
          default -> style.yellow(status);
        });
    condition
        .optional("reason")
        .ifPresent(reason -> line.append(' ').append(Style.visible(reason)));
    condition
        .optional("message")
        .ifPresent(message -> line.append(": ").append(Style.visible(message)));
    if (condition.flag("stale")) {
      line.append(style.yellow(" (stale)"));
    }
    return line.toString();
  }

  /// The level in its colour, padded so that messages line up.
  public String level(String level) {
    String padded = padded(level, 5);
    return switch (level) {
      case "error" -> style.red(padded);
      case "warn" -> style.yellow(padded);
      case "info" -> style.green(padded);
      default -> style.dim(padded);
    };
  }

  private static boolean isNoop(View action) {
    return action.text("kind").equals("noop") && !action.has("payload");
  }

  /// A value as compact JSON, cut when long.
  public static String shown(Json value) {
    return cut(Style.visible(JsonPrinter.print(value)), PAYLOAD_SHOWN);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
  }

  private static String leftPadded(String text, int width) {
    return " ".repeat(Math.max(0, width - text.codePointCount(0, text.length()))) + text;
  }
}
