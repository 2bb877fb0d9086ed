package dev.vigy.lisp.analyze;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.List;

/// A parameter list of `lambda` or `define`, or what is wrong with it.
sealed interface Parameters {
  GoodParameters NONE = new GoodParameters(List.of(), false, "");

  /// @param rest the name after `&rest`, if `variadic`
  record GoodParameters(List<String> required, boolean variadic, String rest)
      implements Parameters {
    /// The names in the order of their slots.
    List<String> all() {
      if (!variadic) {
        return required;
      }
      var all = new ArrayList<>(required);
      all.add(rest);
      return all;
    }
  }

  record BadParameters(String reason, Span span) implements Parameters {}

  /// Reads the parameter list of a `lambda`.
  static Parameters of(Form form) {
    return switch (form) {
      case Form.ListForm(List<Form> items, Span span) -> of(items, span);
      case Form.NilForm _ -> NONE;
      case Form.Atom _, Form.Prefixed _, Form.Standard _ ->
          new BadParameters("params must be a list", form.span());
    };
  }

  /// Reads parameters that stand in a list with this span.
  static Parameters of(List<Form> items, Span span) {
    var required = new ArrayList<String>();
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Form.Atom(Symbol(String name), _))) {
        return new BadParameters("param must be a symbol", items.get(i).span());
      }
      if (!name.equals("&rest")) {
        required.add(name);
        continue;
      }
      if (i + 1 == items.size()
          || !(items.get(i + 1) instanceof Form.Atom(Symbol(String rest), _))) {
        return new BadParameters("&rest needs a name", span);
      }
      return i + 2 == items.size()
          ? new GoodParameters(required, true, rest)
          : new BadParameters("&rest must be the last param", span);
    }
    return new GoodParameters(required, false, "");
  }
}
