package dev.vigy.runtime.program;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.time.Durations;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.vigy.Capability;
import dev.vigy.runtime.vigy.ReconcileKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks at calls of known verbs with literal arguments, and at shapes that are known to mislead.
///
/// It sees the text before any macro is expanded, so it says nothing about names that the program
/// binds itself, and nothing inside quoted data.
final class LiteralCheck {
  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");
  private static final Set<String> STATUSES =
      Set.of("true", "True", "false", "False", "unknown", "Unknown");
  private static final Set<String> PAYLOAD_VERBS =
      Set.of(
          "vigy-set",
          "vigy-emit",
          "vigy-act",
          "vigy-pull",
          "vigy-push",
          "vigy-create",
          "vigy-update",
          "vigy-delete",
          "vigy-delete-action",
          "vigy-apply",
          "vigy-restart");
  private static final Set<String> MEMORY_VERBS =
      Set.of("vigy-streak", "vigy-for", "vigy-latch", "vigy-edge", "vigy-window", "vigy-smooth");

  /// What kind of capability each probe needs.
  private static final Map<String, String> PROBES =
      Map.of(
          "http-get", "http",
          "file-read", "file",
          "file-stat", "file",
          "file-list", "file",
          "disk-space", "file");

  /// Forms whose arguments from this index on may not run in a tick.
  private static int firstBranch(String head) {
    return switch (head) {
      case "if", "when", "unless", "case", "and", "or" -> 2;
      // All but the test of the first clause.
      case "cond" -> 1;
      default -> Integer.MAX_VALUE;
    };
  }

  private final Definition definition;
  private final List<Diagnostic> findings;
  private final List<Capability> allowed;
  private final Set<String> bound = new HashSet<>();
  private final Set<String> needed = new HashSet<>();

  LiteralCheck(Definition definition, List<Diagnostic> findings) {
    this.definition = definition;
    this.findings = findings;
    this.allowed = Capability.readable(definition.resolvedAllow());
  }

  /// A form that waits to be looked at.
  ///
  /// @param branch whether it stands where it may not run
  private record Waiting(Form form, boolean branch) {}

  void check(List<Form> forms) {
    Deque<Waiting> waiting = new ArrayDeque<>();
    forms.forEach(form -> waiting.add(new Waiting(form, false)));
    for (Form form : forms) {
      collectNames(form);
    }
    while (!waiting.isEmpty()) {
      Waiting next = waiting.removeFirst();
      if (next.form() instanceof Form.ListForm(List<Form> items, Span span) && !items.isEmpty()) {
        String head = symbol(items.getFirst()).orElse("");
        if (head.equals("quote") || head.equals("quasiquote")) {
          continue;
        }
        if (!head.isEmpty() && !bound.contains(head)) {
          call(head, items, span, next.branch());
        }
        handedOn(items);
        int firstBranch = firstBranch(head);
        for (int i = items.size() - 1; i >= 0; i--) {
          if (i == 1 && head.equals("cond")) {
            firstClause(items.get(1), next.branch(), waiting);
          } else {
            waiting.addFirst(new Waiting(items.get(i), next.branch() || i >= firstBranch));
          }
        }
      }
    }
  }

  /// Probes that are given to something else to call, as in `(map http-get urls)`.
  private void handedOn(List<Form> items) {
    for (Form item : items.subList(1, items.size())) {
      String name = symbol(item).orElse("");
      String kind = PROBES.get(name);
      if (kind != null && !bound.contains(name)) {
        needs(
            name,
            "`"
                + name
                + "` needs the capability `"
                + kind
                + "` for each target that it is called with",
            item.span());
      }
    }
  }

  private static void firstClause(Form clause, boolean branch, Deque<Waiting> waiting) {
    if (!(clause instanceof Form.ListForm(List<Form> parts, Span _))) {
      return;
    }
    for (int i = parts.size() - 1; i >= 0; i--) {
      waiting.addFirst(new Waiting(parts.get(i), branch || i > 0));
    }
  }

  /// Every name that stands where a definition or a binding could be. Too many is harmless.
  private void collectNames(Form whole) {
    Deque<Form> waiting = new ArrayDeque<>(List.of(whole));
    while (!waiting.isEmpty()) {
      if (!(waiting.removeFirst() instanceof Form.ListForm(List<Form> items, Span _))
          || items.isEmpty()) {
        continue;
      }
      String head = symbol(items.getFirst()).orElse("");
      if (items.size() > 1 && head.startsWith("def")) {
        names(items.get(1));
      }
      if (items.size() > 1 && (head.equals("lambda") || head.startsWith("let"))) {
        if (items.get(1) instanceof Form.ListForm(List<Form> binders, Span _)) {
          binders.forEach(this::names);
        }
      }
      items.forEach(waiting::addFirst);
    }
  }

  private void names(Form binder) {
    symbol(binder).ifPresent(bound::add);
    if (binder instanceof Form.ListForm(List<Form> items, Span _) && !items.isEmpty()) {
      symbol(items.getFirst()).ifPresent(bound::add);
    }
  }

  private void call(String head, List<Form> items, Span span, boolean branch) {
    String kind = PROBES.get(head);
    if (kind != null) {
      target(head, kind, items);
    }
    switch (head) {
      case "vigy-emit", "vigy-act" -> kind(head, items);
      case "vigy-log" -> oneOf("level", LEVELS, "trace|debug|info|warn|error", items, 1);
      case "vigy-condition" -> oneOf("status", STATUSES, "true|false|unknown", items, 2);
      case "duration" -> duration(items);
      case "vigy-param" -> parameter(items);
      case "empty?" -> {
        if (items.size() == 2 && atom(items.get(1)) instanceof String) {
          warn(
              "`empty?` is about lists; of a text it is not true",
              items.get(1).span(),
              "compare with \"\"");
        }
      }
      case "if" -> {
        if (items.size() > 1 && isQuotedEmpty(items.get(1))) {
          warn(
              "the empty list is true, so this always takes the first branch",
              items.get(1).span(),
              "only `#f` and `()` are false");
        }
      }
      default -> {}
    }
    if (PAYLOAD_VERBS.contains(head)) {
      items.forEach(this::payload);
    }
    if (MEMORY_VERBS.contains(head) && branch) {
      warn(
          "`" + head + "` stands in a branch: it remembers only the ticks that come here",
          span,
          "call it at top level and branch on its value");
    }
  }

  private void kind(String verb, List<Form> items) {
    if (items.size() < 2) {
      return;
    }
    name(items.get(1))
        .filter(kind -> ReconcileKind.parse(kind).isEmpty())
        .ifPresent(
            kind ->
                error(
                    "unknown kind " + Value.print(kind) + " in `" + verb + "`",
                    items.get(1).span(),
                    "expected noop|defer|pull|push|create|update|delete|apply|restart|custom"));
  }

  private void oneOf(String what, Set<String> known, String shown, List<Form> items, int index) {
    if (items.size() <= index) {
      return;
    }
    name(items.get(index))
        .filter(name -> !known.contains(name))
        .ifPresent(
            name ->
                error(
                    "unknown " + what + " " + Value.print(name),
                    items.get(index).span(),
                    "expected " + shown));
  }

  private void duration(List<Form> items) {
    if (items.size() == 2
        && atom(items.get(1)) instanceof String text
        && Durations.parse(text).isEmpty()) {
      error("bad duration " + Value.print(text), items.get(1).span(), Durations.HINT);
    }
  }

  private void parameter(List<Form> items) {
    if (items.size() != 2) {
      return;
    }
    name(items.get(1))
        .filter(name -> !definition.params().containsKey(name))
        .ifPresent(
            name ->
                warn(
                    "there is no parameter `:" + name + "`; this gives nil",
                    items.get(1).span(),
                    Nearest.to(name, definition.params().keySet())
                        .map(near -> "did you mean `:" + near + "`?")
                        .orElse("")));
  }

  /// A target that is written out, or stands in a parameter.
  private void target(String probe, String kind, List<Form> items) {
    if (items.size() < 2) {
      return;
    }
    Form form = items.get(1);
    Optional<String> target =
        atom(form) instanceof String text ? Optional.of(text) : parameterText(form);
    if (target.isEmpty()) {
      needs(
          probe,
          "`" + probe + "` needs the capability `" + kind + "` for a target that it works out",
          items.getFirst().span());
      return;
    }
    try {
      Capability wanted = Capability.parse(kind + " " + target.get());
      if (allowed.stream().noneMatch(own -> own.covers(wanted))) {
        error(
            "`" + target.get() + "` is not in `:allow`",
            form.span(),
            "add " + wanted.form() + " to `:allow`, and grant it with `" + wanted.flag() + "`");
        return;
      }
      String from = parameterName(form).map(name -> ", parameter `:" + name + "`").orElse("");
      needs(
          wanted.form() + from,
          "`" + probe + "` needs the capability `" + kind + " " + target.get() + "`" + from,
          form.span());
    } catch (IllegalArgumentException e) {
      error(String.valueOf(e.getMessage()), form.span(), "");
    }
  }

  /// Notes a capability that the program uses, each once.
  private void needs(String capability, String message, Span span) {
    if (needed.add(capability)) {
      findings.add(Diagnostic.note(message, span).withCode("capability"));
    }
  }

  private Optional<String> parameterText(Form form) {
    return parameterName(form)
        .map(definition.params()::get)
        .flatMap(
            value ->
                value instanceof Json.Text(String text) ? Optional.of(text) : Optional.empty());
  }

  /// The name of the parameter that a form reads.
  private Optional<String> parameterName(Form form) {
    return form instanceof Form.ListForm(List<Form> items, Span _)
            && items.size() == 2
            && symbol(items.getFirst()).equals(Optional.of("vigy-param"))
            && !bound.contains("vigy-param")
        ? name(items.get(1))
        : Optional.empty();
  }

  /// A map written with keyword keys goes out with their colons, which nobody outside expects.
  private void payload(Form form) {
    if (form instanceof Form.ListForm(List<Form> items, Span span)
        && items.size() > 1
        && symbol(items.getFirst()).equals(Optional.of("hash-map"))
        && !bound.contains("hash-map")) {
      for (int i = 1; i < items.size(); i += 2) {
        if (atom(items.get(i)) instanceof Keyword keyword) {
          warn(
              "the key `" + keyword + "` goes out as " + Value.print(keyword.toString()),
              span,
              "write `dict` instead of `hash-map`: its keys lose the colon");
          return;
        }
      }
    }
  }

  private static boolean isQuotedEmpty(Form form) {
    return form instanceof Form.Prefixed(Form.Prefix prefix, Form operand, Span _)
        && prefix == Form.Prefix.QUOTE
        && operand instanceof Form.ListForm(List<Form> items, Span _)
        && items.isEmpty();
  }

  /// The text of a literal that verbs take as a name: a string, a keyword, a quoted symbol.
  private static Optional<String> name(Form form) {
    return switch (form) {
      case Form.Atom(String text, Span _) -> Optional.of(text);
      case Form.Atom(Keyword(String name), Span _) -> Optional.of(name);
      case Form.Prefixed(Form.Prefix prefix, Form operand, Span _)
          when prefix == Form.Prefix.QUOTE ->
          symbol(operand);
      default -> Optional.empty();
    };
  }

  private static Optional<String> symbol(Form form) {
    return atom(form) instanceof Symbol(String name) ? Optional.of(name) : Optional.empty();
  }

  private static Object atom(Form form) {
    return form instanceof Form.Atom(Object value, Span _) ? value : form;
  }

  private void error(String message, Span span, String hint) {
    findings.add(Diagnostic.error(message, span).withHint(hint));
  }

  private void warn(String message, Span span, String hint) {
    findings.add(Diagnostic.warning(message, span).withHint(hint));
  }
}
