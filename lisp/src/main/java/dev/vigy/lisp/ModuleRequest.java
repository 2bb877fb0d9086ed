package dev.vigy.lisp;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.List;

/// A `require` form (language reference 6.30).
///
/// @param alias what stands before the slash in the names it binds
/// @param refer the names it binds plainly
record ModuleRequest(String path, String alias, List<String> refer, Span span) {
  ModuleRequest {
    refer = List.copyOf(refer);
  }

  /// Reads a form.
  ///
  /// @throws LispError if it is malformed
  static ModuleRequest of(ListForm form) {
    List<Form> items = form.items();
    if (items.size() < 2) {
      throw fail("expected (require \"path\" [:as alias] [:refer (...)])", form.span());
    }
    if (!(items.get(1) instanceof Form.Atom(String path, _))) {
      throw fail("first arg must be a string path", items.get(1).span());
    }
    String alias = path;
    List<String> refer = List.of();
    for (int i = 2; i < items.size(); i += 2) {
      Form option = items.get(i);
      if (!(option instanceof Form.Atom(Keyword(String name), Span where))) {
        throw fail("expected keyword (:as / :refer) after path", option.span());
      }
      if (i + 1 == items.size()) {
        throw fail("keyword without value", where);
      }
      switch (name) {
        case "as" -> alias = symbol(items.get(i + 1), ":as needs a symbol alias");
        case "refer" -> refer = names(items.get(i + 1));
        default -> throw fail("unknown require option :" + name, where);
      }
    }
    return new ModuleRequest(path, alias, refer, form.span());
  }

  private static List<String> names(Form form) {
    if (!(form instanceof ListForm(List<Form> items, _))) {
      throw fail(":refer needs a parenthesized list of symbols", form.span());
    }
    var names = new ArrayList<String>();
    for (Form item : items) {
      names.add(symbol(item, ":refer list must contain symbols only"));
    }
    return names;
  }

  private static String symbol(Form form, String otherwise) {
    if (form instanceof Form.Atom(Symbol(String name), _)) {
      return name;
    }
    throw fail(otherwise, form.span());
  }

  private static LispError fail(String reason, Span span) {
    return LispError.badSpecialForm("require", reason).at(span);
  }
}
