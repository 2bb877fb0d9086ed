package dev.vigy.runtime;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.runtime.VigyException.Kind;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.ScheduleJson;
import dev.vigy.runtime.vigy.Vigy.LineMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The JSON texts in which one process asks and another answers through the store. Both ends are
/// this class; nobody else reads them.
///
/// A request: `{"op":"pause","by":"ana","args":{…}}`. An answer: `{"ok":…}`, or `{"error":{"kind",
/// "message","hint","diagnostics"}}`.
final class RequestForm {
  private RequestForm() {}

  /// A request with its arguments.
  record Wish(String op, String by, Json.Object args) {
    String text(String key) {
      if (args.members().get(key) instanceof Json.Text(String text)) {
        return text;
      }
      throw malformed("`" + key + "` is missing");
    }

    Json json(String key) {
      Json value = args.members().get(key);
      if (value == null) {
        throw malformed("`" + key + "` is missing");
      }
      return value;
    }

    Optional<Json> maybeJson(String key) {
      return Optional.ofNullable(args.members().get(key));
    }

    boolean flag(String key) {
      return args.members().get(key) instanceof Json.Bool(boolean flag) && flag;
    }

    Optional<String> maybeText(String key) {
      return args.members().get(key) instanceof Json.Text(String text)
          ? Optional.of(text)
          : Optional.empty();
    }

    long number(String key) {
      return RequestForm.number(args.members(), key);
    }

    Optional<Long> maybeNumber(String key) {
      return args.members().get(key) instanceof Json.Int(long number)
          ? Optional.of(number)
          : Optional.empty();
    }
  }

  static String wish(String op, String by, Map<String, Json> args) {
    return JsonPrinter.print(
        object("op", new Json.Text(op), "by", new Json.Text(by), "args", new Json.Object(args)));
  }

  /// @throws VigyException if it is none
  static Wish wish(String body) {
    Json json;
    try {
      json = JsonParser.parse(body);
    } catch (RuntimeException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
    if (json instanceof Json.Object(Map<String, Json> members)
        && members.get("op") instanceof Json.Text(String op)
        && members.get("args") instanceof Json.Object args) {
      String by = members.get("by") instanceof Json.Text(String who) ? who : "";
      return new Wish(op, by, args);
    }
    throw malformed("it has no `op` with `args`");
  }

  private static VigyException malformed(String what) {
    return new VigyException(Kind.INVALID, "a request that can't be read: " + what);
  }

  static String ok(Json result) {
    return JsonPrinter.print(object("ok", result));
  }

  static String error(Throwable cause) {
    VigyException error = Answering.failed(cause);
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("kind", new Json.Text(error.kind().name()));
    members.put("message", new Json.Text(String.valueOf(error.getMessage())));
    error.hint().ifPresent(hint -> members.put("hint", new Json.Text(hint)));
    members.put("diagnostics", diagnostics(error.diagnostics()));
    return JsonPrinter.print(object("error", new Json.Object(members)));
  }

  /// What an answer says.
  ///
  /// @param program the text that diagnostics point into
  /// @throws VigyException if it is an error
  static Json result(String answer, String program) {
    Map<String, Json> members = members(JsonParser.parse(answer));
    Json ok = members.get("ok");
    if (ok != null) {
      return ok;
    }
    Map<String, Json> error = members(members.getOrDefault("error", Json.Object.EMPTY));
    Kind kind = Kind.UNAVAILABLE;
    for (Kind known : Kind.values()) {
      if (new Json.Text(known.name()).equals(error.get("kind"))) {
        kind = known;
      }
    }
    throw new VigyException(
        kind,
        text(error, "message").orElse("the engine refused"),
        text(error, "hint").orElse(null),
        diagnostics(error.get("diagnostics"), program),
        null);
  }

  static Json.Array diagnostics(List<Diagnostic> diagnostics) {
    List<Json> all = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      Map<String, Json> members = new LinkedHashMap<>();
      members.put("severity", new Json.Text(diagnostic.severity().name()));
      members.put("message", new Json.Text(diagnostic.message()));
      if (!diagnostic.span().isSynthetic()) {
        members.put("start", new Json.Int(diagnostic.span().start()));
        members.put("end", new Json.Int(diagnostic.span().end()));
      }
      members.put("hint", new Json.Text(diagnostic.hint()));
      all.add(new Json.Object(members));
    }
    return new Json.Array(all);
  }

  static List<Diagnostic> diagnostics(@Nullable Json json, String program) {
    List<Diagnostic> all = new ArrayList<>();
    if (json instanceof Json.Array(List<Json> items)) {
      Source source = Source.of("program", program);
      for (Json item : items) {
        Map<String, Json> members = members(item);
        String message = text(members, "message").orElse("");
        Span span =
            members.get("start") instanceof Json.Int(long start)
                    && members.get("end") instanceof Json.Int(long end)
                ? new Span(source, (int) start, (int) end)
                : Span.SYNTHETIC;
        boolean error = text(members, "severity").equals(Optional.of("ERROR"));
        all.add(
            (error ? Diagnostic.error(message, span) : Diagnostic.warning(message, span))
                .withHint(text(members, "hint").orElse("")));
      }
    }
    return all;
  }

  static Json spec(VigySpec spec) {
    Definition definition = spec.definition();
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", new Json.Text(definition.name()));
    definition.doc().ifPresent(doc -> members.put("doc", new Json.Text(doc)));
    members.put("program", new Json.Text(definition.program()));
    definition
        .lines()
        .ifPresent(
            lines ->
                members.put(
                    "lines",
                    object(
                        "file",
                        new Json.Text(lines.file()),
                        "lines",
                        array(lines.lines(), line -> new Json.Int(line)))));
    members.put("reconciler", new Json.Text(definition.reconciler()));
    members.put("schedule", ScheduleJson.write(definition.schedule()));
    Map<String, Json> labels = new LinkedHashMap<>();
    definition.labels().forEach((key, value) -> labels.put(key, new Json.Text(value)));
    members.put("labels", new Json.Object(labels));
    members.put("params", new Json.Object(definition.params()));
    members.put("allow", array(definition.allow(), Json.Text::new));
    members.put("budget", budget(definition.budget()));
    members.put("mode", new Json.Text(definition.mode().name()));
    spec.enabled().ifPresent(enabled -> members.put("enabled", new Json.Bool(enabled)));
    members.put("force", new Json.Bool(spec.force()));
    members.put("unpin", new Json.Bool(spec.unpin()));
    return new Json.Object(members);
  }

  static VigySpec spec(Json json) {
    Map<String, Json> members = members(json);
    SortedMap<String, String> labels = new TreeMap<>();
    members(members.getOrDefault("labels", Json.Object.EMPTY))
        .forEach(
            (key, value) -> {
              if (value instanceof Json.Text(String text)) {
                labels.put(key, text);
              }
            });
    Definition definition =
        new Definition(
            text(members, "name").orElseThrow(() -> malformed("`name` is missing")),
            text(members, "doc"),
            text(members, "program").orElse(""),
            Optional.ofNullable(members.get("lines")).map(RequestForm::lines),
            text(members, "reconciler").orElse(Definition.LISP),
            ScheduleJson.read(
                new Json.Object(members(members.getOrDefault("schedule", Json.Object.EMPTY)))),
            labels,
            members(members.getOrDefault("params", Json.Object.EMPTY)),
            texts(members.get("allow")),
            budget(members(members.getOrDefault("budget", Json.Object.EMPTY))),
            text(members, "mode").equals(Optional.of(Mode.OBSERVE.name()))
                ? Mode.OBSERVE
                : Mode.ACT);
    VigySpec spec = VigySpec.of(definition);
    if (members.get("enabled") instanceof Json.Bool(boolean enabled)) {
      spec.enabled(enabled);
    }
    spec.unpin(members.get("unpin") instanceof Json.Bool(boolean unpin) && unpin);
    return spec.force(members.get("force") instanceof Json.Bool(boolean force) && force);
  }

  private static Json budget(Budget budget) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("steps", new Json.Int(budget.steps()));
    members.put("depth", new Json.Int(budget.depth()));
    members.put("time_ms", new Json.Int(budget.time().toMillis()));
    members.put("memory_bytes", new Json.Int(budget.memoryBytes()));
    members.put("probes", new Json.Int(budget.probes()));
    members.put("probe_time_ms", new Json.Int(budget.probeTime().toMillis()));
    return new Json.Object(members);
  }

  private static Budget budget(Map<String, Json> members) {
    return new Budget(
        number(members, "steps"),
        Math.toIntExact(number(members, "depth")),
        Duration.ofMillis(number(members, "time_ms")),
        number(members, "memory_bytes"),
        Math.toIntExact(number(members, "probes")),
        Duration.ofMillis(number(members, "probe_time_ms")));
  }

  private static LineMap lines(Json json) {
    Map<String, Json> members = members(json);
    List<Integer> lines = new ArrayList<>();
    if (members.get("lines") instanceof Json.Array(List<Json> items)) {
      for (Json item : items) {
        if (item instanceof Json.Int(long line)) {
          lines.add(Math.toIntExact(line));
        }
      }
    }
    return new LineMap(text(members, "file").orElse(""), lines);
  }

  private static List<String> texts(@Nullable Json json) {
    List<String> texts = new ArrayList<>();
    if (json instanceof Json.Array(List<Json> items)) {
      for (Json item : items) {
        if (item instanceof Json.Text(String text)) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  static Map<String, Json> members(Json json) {
    return json instanceof Json.Object(Map<String, Json> members) ? members : Map.of();
  }

  static Optional<String> text(Map<String, Json> members, String key) {
    return members.get(key) instanceof Json.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  static long number(Map<String, Json> members, String key) {
    if (members.get(key) instanceof Json.Int(long number)) {
      return number;
    }
    throw malformed("`" + key + "` is no number");
  }

  private static <T> Json.Array array(List<T> items, Function<T, Json> form) {
    return new Json.Array(items.stream().map(form).toList());
  }

  /// An object of keys and values in turn.
  static Json.Object object(Object... keysAndValues) {
    Map<String, Json> members = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      members.put((String) keysAndValues[i], (Json) keysAndValues[i + 1]);
    }
    return new Json.Object(members);
  }
}
