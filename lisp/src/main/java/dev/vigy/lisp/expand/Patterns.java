package dev.vigy.lisp.expand;

import dev.vigy.lisp.expand.LibraryMacros.Call;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.Prefix;
import dev.vigy.lisp.read.Form.Prefixed;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.List;

/// `match` and `case`: patterns become tests and bindings (language reference 5.7 and 6.28).
final class Patterns {
  private final FormBuilder build;

  private Patterns(FormBuilder build) {
    this.build = build;
  }

  /// A form that says whether a value fits, and what is bound if it does.
  private record Fit(Form test, List<Form> bindings) {}

  static Form match(Call call) {
    FormBuilder build = call.build();
    var patterns = new Patterns(build);
    Form value = build.symbol(call.fresh().get());
    var clauses = new ArrayList<Form>();
    clauses.add(build.symbol("cond"));
    for (Form clause : call.from(1)) {
      clauses.add(patterns.matchClause(value, clause));
    }
    return bind(value, call.argument(0), build.list(clauses), build);
  }

  private Form matchClause(Form value, Form clause) {
    Form pattern = build.element(clause, 0);
    List<Form> elements = build.elements(clause);
    List<Form> body = elements.subList(1, elements.size());
    if (FormBuilder.isSymbol(pattern, "else")) {
      return build.list(List.of(build.symbol("else")), body);
    }
    Fit fit = pattern(value, pattern);
    Form bindings = build.list(fit.bindings());
    Form chosen = build.list(List.of(build.symbol("let"), bindings), body);
    return build.list(fit.test(), chosen);
  }

  private Fit pattern(Form value, Form pattern) {
    if (pattern instanceof Form.Atom(Symbol(String name), _)) {
      return name.equals("_")
          ? new Fit(build.value(true), List.of())
          : new Fit(build.value(true), List.of(build.list(pattern, value)));
    }
    if (pattern instanceof Prefixed(Prefix prefix, Form operand, _)) {
      switch (prefix) {
        case QUOTE -> {
          return new Fit(isEqual(value, pattern), List.of());
        }
        case QUASIQUOTE -> {
          return quasi(value, operand);
        }
        case UNQUOTE, UNQUOTE_SPLICE -> {}
      }
    }
    if (!FormBuilder.isList(pattern)) {
      return new Fit(isEqual(value, pattern), List.of());
    }
    List<Form> elements = build.elements(pattern);
    if (!elements.isEmpty() && FormBuilder.isSymbol(elements.getFirst(), "?")) {
      Form test = build.list(build.element(pattern, 1), value);
      List<Form> bound =
          elements.size() == 3 ? List.of(build.list(elements.get(2), value)) : List.of();
      return new Fit(test, bound);
    }
    return list(value, elements);
  }

  /// A list of exactly as many elements, each fitting its pattern.
  private Fit list(Form value, List<Form> elements) {
    Form isList = build.list(build.standard("list?"), value);
    Form shape = build.list(build.symbol("and"), isList, hasLength("=", value, elements.size()));
    var tests = new ArrayList<Form>();
    tests.add(build.symbol("and"));
    tests.add(shape);
    var bindings = new ArrayList<Form>();
    for (int i = 0; i < elements.size(); i++) {
      Fit part = pattern(nth(i, value), elements.get(i));
      tests.add(part.test());
      bindings.addAll(part.bindings());
    }
    return new Fit(build.list(tests), bindings);
  }

  /// The inside of a quasiquote pattern: the shape as the quasiquote that would build it.
  private Fit quasi(Form value, Form template) {
    if (template instanceof Prefixed(Prefix prefix, Form operand, _) && prefix == Prefix.UNQUOTE) {
      return pattern(value, operand);
    }
    if (!FormBuilder.isList(template)) {
      return new Fit(isEqual(value, build.quote(template)), List.of());
    }
    List<Form> elements = build.elements(template);
    Form rest = null;
    if (!elements.isEmpty()
        && elements.getLast() instanceof Prefixed(Prefix prefix, Form operand, _)
        && prefix == Prefix.UNQUOTE_SPLICE) {
      rest = operand;
    }
    int fixed = rest == null ? elements.size() : elements.size() - 1;
    var tests = new ArrayList<Form>();
    tests.add(build.symbol("and"));
    tests.add(build.list(build.standard("list?"), value));
    tests.add(hasLength(rest == null ? "=" : ">=", value, fixed));
    var bindings = new ArrayList<Form>();
    for (int i = 0; i < fixed; i++) {
      Fit part = quasi(nth(i, value), elements.get(i));
      tests.add(part.test());
      bindings.addAll(part.bindings());
    }
    if (rest != null) {
      Form remaining = build.list(build.standard("drop"), build.value((long) fixed), value);
      Fit part = pattern(remaining, rest);
      tests.add(part.test());
      bindings.addAll(part.bindings());
    }
    return new Fit(build.list(tests), bindings);
  }

  static Form dispatch(Call call) {
    FormBuilder build = call.build();
    var patterns = new Patterns(build);
    Form key = build.symbol(call.fresh().get());
    var clauses = new ArrayList<Form>();
    clauses.add(build.symbol("cond"));
    for (Form clause : call.from(1)) {
      clauses.add(patterns.caseClause(key, clause));
    }
    return bind(key, call.argument(0), build.list(clauses), build);
  }

  private Form caseClause(Form key, Form clause) {
    Form data = build.element(clause, 0);
    if (FormBuilder.isSymbol(data, "else")) {
      return clause;
    }
    List<Form> elements = build.elements(clause);
    List<Form> body = elements.subList(1, elements.size());
    Form test;
    if (FormBuilder.isList(data)) {
      var tests = new ArrayList<Form>();
      tests.add(build.symbol("or"));
      for (Form datum : build.elements(data)) {
        tests.add(isEqual(key, build.quote(datum)));
      }
      test = build.list(tests);
    } else {
      test = isEqual(key, build.quote(data));
    }
    return build.list(List.of(test), body);
  }

  private static Form bind(Form name, Form value, Form body, FormBuilder build) {
    return build.list(build.symbol("let"), build.list(build.list(name, value)), body);
  }

  private Form isEqual(Form value, Form expected) {
    return build.list(build.standard("equal?"), value, expected);
  }

  private Form nth(int index, Form value) {
    return build.list(build.standard("nth"), build.value((long) index), value);
  }

  private Form hasLength(String comparison, Form value, int length) {
    Form actual = build.list(build.standard("length"), value);
    return build.list(build.standard(comparison), actual, build.value((long) length));
  }
}
