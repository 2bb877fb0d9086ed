package dev.vigy.lisp.analyze;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds what the forms of a block may `define` in it: definitions stand anywhere, also in an `if`
/// or among arguments, and only calls, `let`s, handlers and promises have frames of their own.
final class Definitions {
  private final Set<String> names = new LinkedHashSet<>();
  private final Deque<Form> waiting = new ArrayDeque<>();
  private boolean withEval;

  private Definitions() {}

  static Definitions in(Collection<Form> body) {
    var found = new Definitions();
    found.all(body);
    while (!found.waiting.isEmpty()) {
      found.look(found.waiting.pop());
    }
    return found;
  }

  Set<String> names() {
    return names;
  }

  /// Whether `eval` may define names that are not known yet.
  boolean withEval() {
    return withEval;
  }

  private void look(Form form) {
    switch (form) {
      case Form.ListForm list ->
          SpecialForm.of(list)
              .ifPresentOrElse(special -> lookInto(special, list.items()), () -> all(list.items()));
      case Form.Prefixed(Form.Prefix prefix, Form operand, _) -> {
        if (prefix == Form.Prefix.QUASIQUOTE) {
          lookIntoTemplate(operand);
        }
      }
      case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
    }
  }

  /// Looks into all of them later. Most are atoms, with nothing in them.
  private void all(Collection<Form> forms) {
    for (Form form : forms) {
      if (!(form instanceof Form.Atom)) {
        waiting.add(form);
      }
    }
  }

  private void lookInto(SpecialForm special, List<Form> items) {
    List<Form> operands = items.subList(1, items.size());
    switch (special) {
      case QUOTE, LAMBDA, DELAY, LET_STAR, LETREC, PROVIDE, REQUIRE -> {}
      case QUASIQUOTE -> operands.forEach(this::lookIntoTemplate);
      case LET -> {
        if (!operands.isEmpty() && operands.getFirst() instanceof Form.ListForm bindings) {
          for (Form binding : bindings.items()) {
            if (binding instanceof Form.ListForm pair) {
              all(pair.items().subList(Math.min(1, pair.items().size()), pair.items().size()));
            }
          }
        }
      }
      case DEFINE -> define(operands);
      case TRY -> all(operands.subList(0, Math.max(0, operands.size() - 1)));
      case EVAL -> {
        withEval = true;
        all(operands);
      }
      case COND -> {
        for (Form clause : operands) {
          if (clause instanceof Form.ListForm list) {
            all(list.items());
          }
        }
      }
      case IF, WHEN, UNLESS, SET, BEGIN, AND, OR, NOT, MACROEXPAND, MACROEXPAND_1 -> all(operands);
    }
  }

  private void define(List<Form> operands) {
    if (operands.size() < 2) {
      return;
    }
    switch (operands.getFirst()) {
      case Form.Atom(Symbol(String name), _) -> {
        names.add(name);
        waiting.add(operands.get(1));
      }
      case Form.ListForm(List<Form> target, _) -> {
        if (!target.isEmpty() && target.getFirst() instanceof Form.Atom(Symbol(String name), _)) {
          names.add(name);
        }
      }
      default -> {}
    }
  }

  private void lookIntoTemplate(Form template) {
    var parts = new ArrayDeque<Form>();
    parts.push(template);
    while (!parts.isEmpty()) {
      switch (parts.pop()) {
        case Form.ListForm(List<Form> items, _) -> parts.addAll(items);
        case Form.Prefixed(Form.Prefix prefix, Form operand, _) -> {
          switch (prefix) {
            case QUOTE -> parts.add(operand);
            case UNQUOTE, UNQUOTE_SPLICE -> waiting.add(operand);
            case QUASIQUOTE -> {}
          }
        }
        case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
      }
    }
  }
}
