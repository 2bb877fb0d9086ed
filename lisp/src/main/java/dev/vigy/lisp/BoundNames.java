package dev.vigy.lisp;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The names that a program text binds, as far as they may be meant at one place: all that is
/// defined anywhere, and what the forms around the place bind. Goes by the text alone, so macros of
/// the program may hide some.
final class BoundNames {
  private final Map<String, Span> defined = new HashMap<>();
  private final Map<String, Span> local = new HashMap<>();
  private final Map<String, Span> elsewhere = new HashMap<>();

  private BoundNames() {}

  static BoundNames in(List<Form> forms, Span place) {
    var found = new BoundNames();
    var waiting = new ArrayDeque<Form>(forms);
    while (!waiting.isEmpty()) {
      switch (waiting.pop()) {
        case ListForm list -> {
          found.look(list, contains(list.span(), place));
          waiting.addAll(list.items());
        }
        case Form.Prefixed prefixed -> waiting.add(prefixed.operand());
        case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
      }
    }
    return found;
  }

  private static boolean contains(Span span, Span place) {
    return span.source().equals(place.source())
        && span.start() <= place.start()
        && place.end() <= span.end();
  }

  /// Where a name is defined, if it is.
  Optional<Span> definition(String name) {
    return Optional.ofNullable(defined.get(name));
  }

  /// Where a form that is not around the place binds a name, if one does.
  Optional<Span> elsewhere(String name) {
    return Optional.ofNullable(elsewhere.get(name));
  }

  /// The list with this span.
  static Optional<ListForm> at(List<Form> forms, Span span) {
    var waiting = new ArrayDeque<Form>(forms);
    while (!waiting.isEmpty()) {
      switch (waiting.pop()) {
        case ListForm list -> {
          if (list.span().equals(span)) {
            return Optional.of(list);
          }
          if (contains(list.span(), span)) {
            waiting.addAll(list.items());
          }
        }
        case Form.Prefixed prefixed -> waiting.add(prefixed.operand());
        case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
      }
    }
    return Optional.empty();
  }

  Set<String> names() {
    var names = new TreeSet<>(defined.keySet());
    names.addAll(local.keySet());
    return names;
  }

  private void look(ListForm list, boolean around) {
    if (list.items().size() < 2
        || !(list.items().getFirst() instanceof Form.Atom(Object head, _))) {
      return;
    }
    Form second = list.items().get(1);
    switch (SpecialForm.of(list).orElse(SpecialForm.QUOTE)) {
      case DEFINE -> {
        if (second instanceof ListForm(List<Form> target, _) && !target.isEmpty()) {
          name(target.getFirst(), defined);
          target.subList(1, target.size()).forEach(parameter -> local(parameter, around));
        } else {
          name(second, defined);
        }
      }
      case LAMBDA -> parameters(second, around);
      case LET, LET_STAR, LETREC -> {
        if (second instanceof ListForm(List<Form> pairs, _)) {
          pairs.forEach(pair -> parameters(first(pair), around));
        }
      }
      default -> {
        if (head instanceof Symbol(String word)) {
          switch (word) {
            case "fn" -> parameters(second, around);
            case "dotimes", "dolist", "doseq", "when-let", "if-let" ->
                parameters(first(second), around);
            case "catch" -> parameters(second, around);
            default -> {}
          }
        }
      }
    }
  }

  private static Form first(Form form) {
    return form instanceof ListForm(List<Form> items, _) && !items.isEmpty()
        ? items.getFirst()
        : form;
  }

  private void parameters(Form form, boolean around) {
    if (form instanceof ListForm(List<Form> items, _)) {
      items.forEach(item -> local(item, around));
    } else {
      local(form, around);
    }
  }

  private void local(Form form, boolean around) {
    name(form, around ? local : elsewhere);
  }

  private static void name(Form form, Map<String, Span> names) {
    if (form instanceof Form.Atom(Symbol(String name), Span span)) {
      names.putIfAbsent(name, span);
    }
  }
}
