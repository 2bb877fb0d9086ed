package dev.vigy.lisp.read;

import dev.vigy.lisp.value.Charge;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Sexp;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Source as data (language reference 2.7): what `quote`, macros and `read-string` see of a form.
public final class Datum {
  private Datum() {}

  /// A list whose elements are being converted.
  private record Pending(List<Form> forms, LispList.Builder values) {}

  /// Whether a value is written as an atom or a string.
  public static boolean isAtom(Object value) {
    return value instanceof Symbol
        || value instanceof Keyword
        || value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean;
  }

  /// The value of a form.
  public static Object of(Form form) {
    return of(form, Charge.FREE);
  }

  /// The value of a form; charges one for each node.
  public static Object of(Form form, Charge charge) {
    charge.work(1);
    if (!(form instanceof Form.ListForm) && !(form instanceof Form.Prefixed)) {
      return leaf(form);
    }
    // A stack of its own: forms nest deeper than the machine stack carries.
    Deque<Pending> stack = new ArrayDeque<>();
    Deque<Integer> positions = new ArrayDeque<>();
    stack.push(new Pending(List.of(form), new LispList.Builder()));
    positions.push(0);
    while (true) {
      Pending top = stack.element();
      int position = positions.pop();
      if (position < top.forms().size()) {
        positions.push(position + 1);
        charge.work(1);
        switch (top.forms().get(position)) {
          case Form.ListForm(List<Form> items, _) -> {
            stack.push(new Pending(items, new LispList.Builder()));
            positions.push(0);
          }
          case Form.Prefixed(Form.Prefix prefix, Form operand, _) -> {
            var values = new LispList.Builder();
            values.add(new Symbol(prefix.symbol()));
            stack.push(new Pending(List.of(operand), values));
            positions.push(0);
          }
          case Form other -> top.values().add(leaf(other));
        }
        continue;
      }
      stack.pop();
      LispList finished = top.values().build();
      if (stack.isEmpty()) {
        return finished.first();
      }
      stack.element().values().add(finished);
    }
  }

  private static Object leaf(Form form) {
    return switch (form) {
      case Form.Atom atom -> atom.value();
      case Form.Standard standard -> new Symbol(standard.name());
      case Form.NilForm _ -> Nil.NIL;
      case Form.ListForm _, Form.Prefixed _ -> throw new IllegalArgumentException("not a leaf");
    };
  }

  /// A form as an opaque value, which converts back to the form itself.
  public static Sexp quoted(Form form) {
    return new QuotedForm(form);
  }

  /// The form that an opaque value holds.
  ///
  /// @throws IllegalArgumentException if it was not made by [#quoted]
  public static Form formOf(Sexp value) {
    if (value instanceof QuotedForm quoted) {
      return quoted.form();
    }
    throw new IllegalArgumentException("not made from a form: " + value.getClass());
  }
}
