package dev.vigy.runtime.program;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.time.Durations;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.Mode;
import dev.vigy.runtime.vigy.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes a definition from the values of a `defvigy`'s keys; what is wrong with one is a finding at
/// its place.
final class KeyReader {
  /// Far beyond any use, and sums of instants stay in range.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final List<String> BUDGET_KEYS =
      List.of("steps", "depth", "time", "memory", "probes", "probe-time");

  private final Definition defaults;
  private final List<Diagnostic> findings;
  private boolean failed;

  KeyReader(Definition defaults, List<Diagnostic> findings) {
    this.defaults = defaults;
    this.findings = findings;
  }

  /// Whether a value was wrong.
  boolean failed() {
    return failed;
  }

  void fail(String message, @Nullable Form where) {
    fail(message, where, "");
  }

  void fail(String message, @Nullable Form where, String hint) {
    failed = true;
    findings.add(
        Diagnostic.error(message, where == null ? Span.SYNTHETIC : where.span()).withHint(hint));
  }

  Definition read(String name, Optional<String> doc, Map<String, Form> keys) {
    return new Definition(
        name,
        doc,
        "",
        Optional.empty(),
        Definition.LISP,
        schedule(keys),
        labels(keys.get("labels")),
        params(keys.get("params")),
        allow(keys.get("allow")),
        budget(keys.get("budget")),
        mode(keys.get("mode")));
  }

  private Schedule schedule(Map<String, Form> keys) {
    return new ScheduleReader(this, defaults.schedule()).read(keys);
  }

  /// What a text means; empty where there is none, or it is wrong.
  ///
  /// @param meaning throws an [IllegalArgumentException] for a wrong one
  <T> Optional<T> text(@Nullable Form form, String expected, Function<String, T> meaning) {
    if (form == null) {
      return Optional.empty();
    }
    if (!(atom(form) instanceof String text)) {
      fail(expected, form);
      return Optional.empty();
    }
    try {
      return Optional.of(meaning.apply(text));
    } catch (IllegalArgumentException e) {
      fail(String.valueOf(e.getMessage()), form);
      return Optional.empty();
    }
  }

  Duration optional(String key, @Nullable Form form, Duration otherwise) {
    return form == null ? otherwise : duration(key, form);
  }

  /// A text such as `30s`, or whole milliseconds.
  Duration duration(String key, Form form) {
    OptionalLong ms =
        switch (atom(form)) {
          case String text -> Durations.parse(text);
          case Long number when number >= 0 -> OptionalLong.of(number);
          default -> OptionalLong.empty();
        };
    if (ms.isEmpty()) {
      fail("`:" + key + "` takes a duration such as \"30s\"", form, Durations.HINT);
    }
    if (ms.orElse(0) > LONGEST.toMillis()) {
      fail("`:" + key + "` is longer than a hundred years", form);
      return LONGEST;
    }
    return Duration.ofMillis(ms.orElse(1_000));
  }

  private SortedMap<String, String> labels(@Nullable Form form) {
    SortedMap<String, String> labels = new TreeMap<>(defaults.labels());
    pairs("labels", "(:team \"web\")", form)
        .forEach(
            (key, value) -> {
              if (atom(value) instanceof String text) {
                labels.put(key, text);
              } else {
                fail("label `:" + key + "` takes a text", value);
              }
            });
    return labels;
  }

  private Map<String, Json> params(@Nullable Form form) {
    Map<String, Json> params = new LinkedHashMap<>(defaults.params());
    pairs("params", "(:url \"https://…\")", form)
        .forEach((key, value) -> literal(value, 0).ifPresent(json -> params.put(key, json)));
    return params;
  }

  /// A value that stands for itself: parameters are known before any program runs.
  private Optional<Json> literal(Form form, int depth) {
    if (depth > JsonParser.MAX_NESTING) {
      fail("a parameter nests at most " + JsonParser.MAX_NESTING + " levels deep", form);
      return Optional.empty();
    }
    return switch (form) {
      case Form.Atom(Object value, Span _) ->
          switch (value) {
            case String text -> Optional.of(new Json.Text(text));
            case Long number -> Optional.of(new Json.Int(number));
            case Double number when Double.isFinite(number) -> Optional.of(new Json.Real(number));
            case Boolean truth -> Optional.of(new Json.Bool(truth));
            case Keyword keyword -> Optional.of(new Json.Text(keyword.toString()));
            case Symbol(String name) when name.equals("true") -> Optional.of(new Json.Bool(true));
            case Symbol(String name) when name.equals("false") -> Optional.of(new Json.Bool(false));
            case Symbol(String name) when name.equals("nil") -> Optional.of(Json.Null.NULL);
            default -> noLiteral(form);
          };
      case Form.ListForm(List<Form> items, Span _) -> {
        List<Json> all = new ArrayList<>();
        for (Form item : items) {
          Optional<Json> one = literal(item, depth + 1);
          if (one.isEmpty()) {
            yield Optional.empty();
          }
          all.add(one.get());
        }
        yield Optional.of(new Json.Array(all));
      }
      case Form.Prefixed(Form.Prefix prefix, Form operand, Span _) ->
          prefix == Form.Prefix.QUOTE ? literal(operand, depth + 1) : noLiteral(form);
      case Form.NilForm _ -> Optional.of(Json.Null.NULL);
      case Form.Standard _ -> noLiteral(form);
    };
  }

  private Optional<Json> noLiteral(Form form) {
    fail("a parameter is a text, a number, a truth value or a list of such", form);
    return Optional.empty();
  }

  private List<String> allow(@Nullable Form form) {
    if (form == null) {
      return defaults.allow();
    }
    List<String> allow = new ArrayList<>();
    if (!(form instanceof Form.ListForm(List<Form> entries, Span _))) {
      fail("`:allow` takes a list", form, "write `:allow ((http \"https://…\"))`");
      return allow;
    }
    if (!entries.isEmpty() && entries.getFirst() instanceof Form.Atom) {
      fail(
          "`:allow` takes a list of capabilities, each in parentheses of its own",
          form,
          "write `:allow ((http \"https://…\"))`");
      return allow;
    }
    for (Form entry : entries) {
      if (entry instanceof Form.ListForm(List<Form> items, Span _)
          && items.size() == 2
          && atom(items.get(0)) instanceof Symbol(String kind)) {
        capability(kind, items.get(1), entry).ifPresent(allow::add);
      } else {
        fail(
            "a capability is a kind and a target",
            entry,
            "write `(http \"https://…\")`, or `(http :url)` for the parameter `:url`");
      }
    }
    return allow;
  }

  private Optional<String> capability(String kind, Form target, Form entry) {
    if (!Capability.KINDS.contains(kind)) {
      fail(
          "unknown capability `" + kind + "`",
          entry,
          Nearest.to(kind, Capability.KINDS)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("there are " + String.join(", ", Capability.KINDS)));
      return Optional.empty();
    }
    switch (atom(target)) {
      case Keyword parameter -> {
        // Resolved and checked when all parameters are known.
        return Optional.of(kind + " " + parameter);
      }
      case String text -> {
        try {
          return Optional.of(Capability.parse(kind + " " + text).text());
        } catch (IllegalArgumentException e) {
          fail(String.valueOf(e.getMessage()), target);
        }
      }
      default -> fail("capability `" + kind + "` takes a text or a parameter's keyword", target);
    }
    return Optional.empty();
  }

  private Budget budget(@Nullable Form form) {
    Budget base = defaults.budget();
    long steps = base.steps();
    int depth = base.depth();
    Duration time = base.time();
    long memory = base.memoryBytes();
    int probes = base.probes();
    Duration probeTime = base.probeTime();
    for (Map.Entry<String, Form> entry :
        pairs("budget", "(:steps 2000000 :time \"500ms\")", form).entrySet()) {
      String key = entry.getKey();
      Form value = entry.getValue();
      switch (key) {
        case "steps" -> steps = positive(key, value, Long.MAX_VALUE);
        case "depth" -> depth = (int) positive(key, value, Integer.MAX_VALUE);
        case "time" -> time = duration(key, value);
        case "memory" -> memory = bytes(value);
        case "probes" -> probes = (int) positive(key, value, Integer.MAX_VALUE);
        case "probe-time" -> probeTime = duration(key, value);
        default ->
            fail(
                "unknown limit `:" + key + "`",
                value,
                Nearest.to(key, BUDGET_KEYS)
                    .map(near -> "did you mean `:" + near + "`?")
                    .orElse("there are :" + String.join(" :", BUDGET_KEYS)));
      }
    }
    return new Budget(steps, depth, time, memory, probes, probeTime);
  }

  private long positive(String key, Form form, long most) {
    if (atom(form) instanceof Long number && number > 0 && number <= most) {
      return number;
    }
    fail("`:" + key + "` takes a number above 0", form);
    return 1;
  }

  /// `"64MiB"`, `"512KiB"`, or whole bytes.
  private long bytes(Form form) {
    Object value = atom(form);
    if (value instanceof Long number && number > 0) {
      return number;
    }
    if (value instanceof String text) {
      int digits = 0;
      while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
        digits++;
      }
      int shift =
          switch (text.substring(digits)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> -1;
          };
      if (shift > 0 && digits > 0 && digits < 10) {
        long number = Long.parseLong(text.substring(0, digits)) << shift;
        if (number > 0) {
          return number;
        }
      }
    }
    fail("`:memory` takes a size such as \"64MiB\"", form);
    return 1;
  }

  private Mode mode(@Nullable Form form) {
    if (form == null) {
      return defaults.mode();
    }
    return switch (keyword(form).orElse("")) {
      case "act" -> Mode.ACT;
      case "observe" -> Mode.OBSERVE;
      case "propose" -> {
        findings.add(
            Diagnostic.warning(
                    "this version knows no approvals; `:propose` is taken as `:observe`",
                    form.span())
                .withHint("nothing is delivered until this line says `:act`"));
        yield Mode.OBSERVE;
      }
      default -> {
        fail("`:mode` takes `:act` or `:observe`", form);
        yield Mode.OBSERVE;
      }
    };
  }

  /// Keywords and values by turns; the later value of a key wins.
  Map<String, Form> pairs(String key, String example, @Nullable Form form) {
    Map<String, Form> pairs = new LinkedHashMap<>();
    if (form == null) {
      return pairs;
    }
    if (!(form instanceof Form.ListForm(List<Form> items, Span _))) {
      fail("`:" + key + "` takes a list of keywords and values", form, "write " + example);
      return pairs;
    }
    for (int i = 0; i < items.size(); i += 2) {
      Optional<String> name = keyword(items.get(i));
      if (name.isEmpty() || i + 1 == items.size()) {
        fail(
            name.isEmpty()
                ? "`:" + key + "` takes keywords and values by turns"
                : "`:" + name.get() + "` has no value",
            items.get(i),
            "write " + example);
        return pairs;
      }
      pairs.put(name.get(), items.get(i + 1));
    }
    return pairs;
  }

  static Optional<String> keyword(Form form) {
    return atom(form) instanceof Keyword(String name) ? Optional.of(name) : Optional.empty();
  }

  /// The value of an atom; the form itself for anything else.
  static Object atom(Form form) {
    return form instanceof Form.Atom(Object value, Span _) ? value : form;
  }
}
