package dev.vigy.lisp.read;

import dev.vigy.lisp.value.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// Writes forms in source notation: prefix operators as such, atoms as they print.
public final class SourceText {
  private SourceText() {}

  public static String of(Form form) {
    var out = new StringBuilder();
    Deque<Iterator<Form>> open = new ArrayDeque<>();
    open.push(List.of(form).iterator());
    boolean first = true;
    while (true) {
      Iterator<Form> items = open.element();
      if (!items.hasNext()) {
        open.pop();
        if (open.isEmpty()) {
          return out.toString();
        }
        out.append(')');
        first = false;
        continue;
      }
      if (!first) {
        out.append(' ');
      }
      Form next = items.next();
      while (next instanceof Form.Prefixed(Form.Prefix prefix, Form operand, _)) {
        out.append(written(prefix));
        next = operand;
      }
      first = next instanceof Form.ListForm;
      if (next instanceof Form.ListForm(List<Form> inner, _)) {
        out.append('(');
        open.push(inner.iterator());
      } else {
        out.append(leaf(next));
      }
    }
  }

  private static String leaf(Form form) {
    return switch (form) {
      case Form.Atom atom -> Value.print(atom.value());
      case Form.Standard standard -> standard.name();
      case Form.NilForm _ -> "()";
      case Form.ListForm _, Form.Prefixed _ -> throw new IllegalArgumentException("not a leaf");
    };
  }

  private static String written(Form.Prefix prefix) {
    return switch (prefix) {
      case QUOTE -> "'";
      case QUASIQUOTE -> "`";
      case UNQUOTE -> ",";
      case UNQUOTE_SPLICE -> ",@";
    };
  }
}
