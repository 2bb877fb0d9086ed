package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import java.util.List;

/// What the reference's `define-record`, `match`, `case` and `defn-typed` call while they expand;
/// programs can see it (language reference 6.27 to 6.29).
final class Patterns {
  private static final int NESTING_MAX = 10_000;

  private Patterns() {}

  static List<LibraryEntry> records() {
    return new Table("Record helpers")
        .library(
            NativeFunction.of2(
                "record-field-accessor",
                (run, record, field) -> symbol(run, name(record) + "-" + name(field))),
            "record-name field",
            "The name of the function that reads a field.",
            "(record-field-accessor 'p 'x) => p-x")
        .fails(
            "(record-field-accessor 5 'x) => :type-mismatch type mismatch: expected symbol, got int")
        .library(
            NativeFunction.of2(
                "record-field-setter",
                (run, record, field) -> symbol(run, name(record) + "-set-" + name(field))),
            "record-name field",
            "The name of the function that replaces a field.",
            "(record-field-setter 'p 'x) => p-set-x")
        .fails(
            "(record-field-setter 5 'x) => :type-mismatch type mismatch: expected symbol, got int")
        .library(
            NativeFunction.of1(
                "record-keyword",
                (run, field) -> {
                  run.allocate(Cost.OBJECT);
                  return new Keyword(name(field));
                }),
            "field",
            "The key of a field.",
            "(record-keyword 'x) => :x")
        .fails("(record-keyword 5) => :type-mismatch type mismatch: expected symbol, got int")
        .entries();
  }

  private static String name(Object symbol) {
    if (symbol instanceof Symbol(String name)) {
      return name;
    }
    throw Arguments.wrong("symbol", symbol);
  }

  private static Symbol symbol(Activation run, String name) {
    Work.string(run, name.length());
    run.allocate(Cost.OBJECT);
    return new Symbol(name);
  }

  static List<LibraryEntry> matching() {
    return new Table("Pattern-matching helpers")
        .library(
            NativeFunction.of2(
                "compile-match-pattern", (run, v, p) -> pattern(run, v, p, 0).asList(run)),
            "val-sym pattern",
            "The test and the bindings of a pattern.",
            "(compile-match-pattern 'v 5) => ((equal? v 5) ())")
        .library(
            NativeFunction.of2(
                "compile-list-pattern",
                (run, v, p) -> list(run, v, Arguments.list(p), 0).asList(run)),
            "val-sym pattern",
            "The test and the bindings of a list pattern.",
            "(compile-list-pattern 'v '(a)) => ((and (and (list? v) (= (length v) 1)) #t) ((a (nth 0 v))))")
        .fails(
            "(compile-list-pattern 'v 5) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2("compile-match-clauses", Patterns::clauses),
            "val-sym clauses",
            "The conditional form of some clauses.",
            "(compile-match-clauses 'v '((5 :five))) => (if (equal? v 5) (let () :five) ())")
        .fails(
            "(compile-match-clauses 'v 5) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2(
                "compile-quasi-pattern", (run, v, q) -> quasi(run, v, q, 0).asList(run)),
            "val-sym qp",
            "The test and the bindings of what stands in a quasiquote pattern.",
            "(compile-quasi-pattern 'v 'f) => ((equal? v (quote f)) ())")
        .library(
            NativeFunction.of2(
                "compile-quasi-list",
                (run, v, q) -> quasiList(run, v, Arguments.list(q), 0).asList(run)),
            "val-sym qp",
            "The same for a list in it.",
            "(compile-quasi-list 'v '(f)) => ((and (list? v) (= (length v) 1) (equal? (nth 0 v) (quote f))) ())")
        .fails("(compile-quasi-list 'v 5) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of1("unquote-splice-form?", (run, x) -> isForm(x, "unquote-splice")),
            "x",
            "Whether it is a list `(unquote-splice x)`.",
            "(unquote-splice-form? '(unquote-splice x)) => #t")
        .library(
            NativeFunction.of2("case-build-clause", Patterns::caseClause),
            "k-sym clause",
            "The `cond` clause of a clause of `case`.",
            "(case-build-clause 'k '((1 a) :x)) => ((or (equal? k (quote 1)) (equal? k (quote a))) :x)")
        .fails(
            "(case-build-clause 'k 5) => :type-mismatch type mismatch: expected pair, got int",
            "(case-build-clause 'k ()) => :native-fn in native `car`: car of empty list")
        .entries();
  }

  static List<LibraryEntry> typed() {
    return new Table("Typed-function helpers")
        .library(
            NativeFunction.of1(
                "defn-typed-args",
                (run, pairs) -> {
                  LispList.Builder names = new LispList.Builder();
                  for (Object pair : Arguments.list(pairs)) {
                    Work.cells(run, 1);
                    names.add(Lists.car(pair));
                  }
                  return names.build();
                }),
            "pairs",
            "The names of `((param type)…)`.",
            "(defn-typed-args '((a :int))) => (a)")
        .fails("(defn-typed-args 5) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of1(
                "defn-typed-checks",
                (run, pairs) -> {
                  LispList.Builder checks = new LispList.Builder();
                  for (Object pair : Arguments.list(pairs)) {
                    Work.cells(run, 4);
                    checks.add(form("the", Lists.car(Lists.cdr(run, pair)), Lists.car(pair)));
                  }
                  return checks.build();
                }),
            "pairs",
            "The checks of `((param type)…)`.",
            "(defn-typed-checks '((a :int))) => ((the :int a))")
        .fails("(defn-typed-checks 5) => :type-mismatch type mismatch: expected list, got int")
        .entries();
  }

  private static LispList form(String head, Object... operands) {
    return LispList.of(operands).prepend(new Symbol(head));
  }

  private static boolean isForm(Object value, String head) {
    return value instanceof LispList list
        && list.length() == 2
        && list.first().equals(new Symbol(head));
  }

  /// What a pattern becomes.
  private record Compiled(Object test, LispList bindings) {
    LispList asList(Activation run) {
      Work.cells(run, 2);
      return LispList.of(test, bindings);
    }
  }

  private static void enter(Activation run, int depth) {
    Work.cells(run, 8);
    if (depth > NESTING_MAX) {
      throw LispError.nativeFn("match", "the pattern is nested too deep");
    }
  }

  private static Compiled pattern(Activation run, Object value, Object pattern, int depth) {
    enter(run, depth);
    if (pattern instanceof Symbol(String name)) {
      return new Compiled(
          true, name.equals("_") ? LispList.EMPTY : LispList.of(LispList.of(pattern, value)));
    }
    if (pattern == Nil.NIL) {
      return list(run, value, LispList.EMPTY, depth);
    }
    if (!(pattern instanceof LispList parts)) {
      return new Compiled(form("equal?", value, pattern), LispList.EMPTY);
    }
    if (isForm(parts, "quote")) {
      return new Compiled(form("equal?", value, parts), LispList.EMPTY);
    }
    if (isForm(parts, "quasiquote")) {
      return quasi(run, value, parts.nth(1), depth + 1);
    }
    if (parts.length() >= 2 && parts.first().equals(new Symbol("?"))) {
      LispList bindings =
          parts.length() == 3 ? LispList.of(LispList.of(parts.nth(2), value)) : LispList.EMPTY;
      return new Compiled(LispList.of(parts.nth(1), value), bindings);
    }
    return list(run, value, parts, depth);
  }

  private static Compiled list(Activation run, Object value, LispList parts, int depth) {
    LispList.Builder tests = new LispList.Builder();
    tests.add(new Symbol("and"));
    tests.add(form("and", form("list?", value), lengthTest("=", value, parts.length())));
    LispList bindings = LispList.EMPTY;
    int index = 0;
    for (Object part : parts) {
      Compiled compiled = pattern(run, element(value, index), part, depth + 1);
      tests.add(compiled.test);
      bindings = bindings.concat(compiled.bindings);
      index++;
    }
    return new Compiled(tests.build(), bindings);
  }

  private static LispList lengthTest(String comparison, Object value, int length) {
    return form(comparison, form("length", value), (long) length);
  }

  private static LispList element(Object value, int index) {
    return form("nth", (long) index, value);
  }

  private static Compiled quasi(Activation run, Object value, Object pattern, int depth) {
    enter(run, depth);
    if (isForm(pattern, "unquote")) {
      return pattern(run, value, ((LispList) pattern).nth(1), depth + 1);
    }
    if (pattern instanceof LispList parts) {
      return quasiList(run, value, parts, depth);
    }
    if (pattern == Nil.NIL) {
      return quasiList(run, value, LispList.EMPTY, depth);
    }
    return new Compiled(form("equal?", value, form("quote", pattern)), LispList.EMPTY);
  }

  private static Compiled quasiList(Activation run, Object value, LispList parts, int depth) {
    int fixed = parts.length();
    boolean open = fixed > 0 && isForm(parts.nth(fixed - 1), "unquote-splice");
    if (open) {
      fixed--;
    }
    LispList.Builder tests = new LispList.Builder();
    tests.add(new Symbol("and"));
    tests.add(form("list?", value));
    tests.add(lengthTest(open ? ">=" : "=", value, fixed));
    LispList bindings = LispList.EMPTY;
    for (int i = 0; i < fixed; i++) {
      Compiled compiled = quasi(run, element(value, i), parts.nth(i), depth + 1);
      tests.add(compiled.test);
      bindings = bindings.concat(compiled.bindings);
    }
    if (open) {
      Object rest = ((LispList) parts.nth(fixed)).nth(1);
      Compiled compiled = pattern(run, form("drop", (long) fixed, value), rest, depth + 1);
      tests.add(compiled.test);
      bindings = bindings.concat(compiled.bindings);
    }
    return new Compiled(tests.build(), bindings);
  }

  private static Object clauses(Activation run, Object value, Object clauses) {
    LispList list = Arguments.list(clauses);
    Work.cells(run, list.length());
    Object[] all = list.toArray();
    Object otherwise = Nil.NIL;
    for (int i = all.length - 1; i >= 0; i--) {
      Object pattern = Lists.car(all[i]);
      LispList body = Lists.rest(all[i]);
      if (pattern.equals(new Symbol("else"))) {
        otherwise = body.prepend(new Symbol("begin"));
        continue;
      }
      Compiled compiled = pattern(run, value, pattern, 0);
      LispList let = body.prepend(compiled.bindings).prepend(new Symbol("let"));
      otherwise = form("if", compiled.test, let, otherwise);
    }
    return otherwise;
  }

  private static Object caseClause(Activation run, Object key, Object clause) {
    Object datum = Lists.car(clause);
    LispList body = Lists.rest(clause);
    if (datum.equals(new Symbol("else"))) {
      return clause;
    }
    LispList.Builder tests = new LispList.Builder();
    tests.add(new Symbol("or"));
    for (Object one : datum instanceof LispList data ? data : LispList.of(datum)) {
      Work.cells(run, 6);
      tests.add(form("equal?", key, form("quote", one)));
    }
    return body.prepend(tests.build());
  }
}
