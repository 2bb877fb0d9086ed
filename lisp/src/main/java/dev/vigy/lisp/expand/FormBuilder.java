package dev.vigy.lisp.expand;

import dev.vigy.lisp.read.Datum;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.Form.Prefix;
import dev.vigy.lisp.read.Form.Prefixed;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Builds the forms that one call of a library macro becomes. All get the span of the call.
final class FormBuilder {
  private final Span span;

  FormBuilder(Span span) {
    this.span = span;
  }

  Form symbol(String name) {
    return new Form.Atom(new Symbol(name), span);
  }

  /// The standard function of that name, whatever it is bound to where the call stands.
  Form standard(String name) {
    return new Form.Standard(name, span);
  }

  Form value(Object value) {
    return new Form.Atom(value, span);
  }

  Form nil() {
    return new Form.NilForm(span);
  }

  Form list(Form... items) {
    return list(Arrays.asList(items));
  }

  /// A list, or what a list of two becomes whose head is the name of a prefix operator.
  Form list(List<Form> items) {
    if (items.size() == 2 && items.getFirst() instanceof Form.Atom(Symbol(String name), _)) {
      for (Prefix prefix : Prefix.values()) {
        if (prefix.symbol().equals(name)) {
          return new Prefixed(prefix, items.get(1), span);
        }
      }
    }
    return new ListForm(items, span);
  }

  /// A list of some forms and then more.
  Form list(List<Form> first, List<Form> more) {
    var items = new ArrayList<>(first);
    items.addAll(more);
    return list(items);
  }

  /// The form `'x`.
  Form quote(Form form) {
    return new Prefixed(Prefix.QUOTE, form, span);
  }

  /// The elements of a form that stands for a list as data: of a prefixed form, its operator's name
  /// and its operand.
  ///
  /// @throws LispError if it stands for anything else
  List<Form> elements(Form form) {
    return switch (form) {
      case ListForm(List<Form> items, _) -> items;
      case Prefixed(Prefix prefix, Form operand, _) -> List.of(symbol(prefix.symbol()), operand);
      case Form.NilForm _ -> List.of();
      case Form.Atom _, Form.Standard _ ->
          throw LispError.typeMismatch("pair", Value.typeName(Datum.of(form))).at(span);
    };
  }

  /// The element of a list as `car`, `second`, … take it out of data.
  Form element(Form list, int index) {
    List<Form> elements = elements(list);
    if (index < elements.size()) {
      return elements.get(index);
    }
    String function = index > elements.size() || (elements.isEmpty() && index > 0) ? "cdr" : "car";
    throw LispError.nativeFn(function, function + " of empty list").at(span);
  }

  /// The name of a symbol.
  String name(Form form) {
    if (form instanceof Form.Atom(Symbol(String name), _)) {
      return name;
    }
    throw LispError.typeMismatch("symbol", Value.typeName(Datum.of(form))).at(span);
  }

  static boolean isSymbol(Form form, String name) {
    return form instanceof Form.Atom(Symbol(String word), _) && word.equals(name);
  }

  static boolean isList(Form form) {
    return form instanceof ListForm || form instanceof Prefixed || form instanceof Form.NilForm;
  }
}
