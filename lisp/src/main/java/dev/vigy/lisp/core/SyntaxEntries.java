package dev.vigy.lisp.core;

import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.reference.Entry.Kind;
import java.util.ArrayList;
import java.util.List;

/// What the reference documentation says of the words that are no values: special forms and
/// definitions (language reference 4 and 5.1). A test compares their names with those that the
/// reader knows.
final class SyntaxEntries {
  private static final String EXPRESSIONS = "Special forms";
  private static final String TOP_LEVEL = "Definitions at top level";

  private SyntaxEntries() {}

  static List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    entries.addAll(choosing());
    entries.addAll(binding());
    entries.addAll(data());
    entries.addAll(modules());
    entries.addAll(macroDefinitions());
    return entries;
  }

  private static Entry form(String name, String parameters, String meaning, String example) {
    return Entry.of(
        Kind.SPECIAL_FORM,
        EXPRESSIONS,
        name,
        "(" + name + " " + parameters + ")",
        meaning,
        example);
  }

  private static List<Entry> choosing() {
    return List.of(
        form(
                "if",
                "test then [else]",
                "The value of `then` if the test is true, else that of `else`, Nil without one."
                    + " False are `#f` and Nil; 0, \"\" and the empty list are true.",
                "(if (> 2 1) :yes :no) => :yes")
            .fails("(if 1) => :bad-special-form bad `if`: expected (if c t [e]), got 2 subforms"),
        form(
                "cond",
                "(test form…)…",
                "Tries the tests in order and gives the value of the last form behind the first true"
                    + " one; `else` as a test is always true. Nil if there is none, or nothing"
                    + " behind it.",
                "(cond ((> 1 2) :more) ((= 1 2) :same) (else :less)) => :less")
            .fails(
                "(cond 1) => :bad-special-form bad `cond`: clause must be a list",
                "(cond ()) => :bad-special-form bad `cond`: empty clause"),
        form(
                "when",
                "test form…",
                "Evaluates the forms if the test is true; the value of the last one, else Nil.",
                "(when (> 2 1) :one :two) => :two")
            .fails("(when) => :bad-special-form bad `when`: need a test"),
        form(
                "unless",
                "test form…",
                "Evaluates the forms if the test is false; the value of the last one, else Nil.",
                "(unless (> 1 2) :fine) => :fine")
            .fails("(unless) => :bad-special-form bad `unless`: need a test"),
        form(
            "and",
            "form…",
            "Evaluates the forms until one is false; the value of the last one evaluated, `#t` of"
                + " none.",
            "(and 1 2 3) => 3"),
        form(
            "or",
            "form…",
            "Evaluates the forms until one is true; the value of the last one evaluated, `#f` of"
                + " none.",
            "(or #f 2 3) => 2"),
        form("not", "form", "Whether the value is false, that is `#f` or Nil.", "(not ()) => #t")
            .fails("(not) => :bad-special-form bad `not`: expected (not x)"),
        form(
            "begin",
            "form…",
            "Evaluates the forms in order; the value of the last one, Nil of none.",
            "(begin 1 2 3) => 3"),
        form(
                "try",
                "form… (catch (name) handler…)",
                "Evaluates the forms. If one fails, binds the name to what was thrown, or to an Error"
                    + " with the tag and message of the failure, and evaluates the handler. Limits of"
                    + " the run can't be caught.",
                "(try (car ()) (catch (e) (error-tag e))) => :native-fn")
            .fails(
                "(try 1) => :bad-special-form bad `try`: expected (try body... (catch (e)"
                    + " handler...))",
                "(try 1 (catch e 1)) => :bad-special-form bad `catch`: binding must be a 1-element"
                    + " list (e)"));
  }

  private static List<Entry> binding() {
    return List.of(
        form(
                "define",
                "name value",
                "Binds a name here: in the program at top level, else in the surrounding body."
                    + " `(define (name parameter…) form…)` binds a function; `&rest name` at the end"
                    + " of its parameters takes the remaining arguments as a list. Gives Nil.",
                "(define (half n) (/ n 2)) (half 9) => 4.5")
            .fails(
                "(define x) => :bad-special-form bad `define`: expected (define name expr) or (define"
                    + " (name args) body)",
                "(define 1 2) => :bad-special-form bad `define`: second form must be a symbol or"
                    + " (name args) list"),
        form(
                "set!",
                "name value",
                "Gives the nearest variable of that name another value. Gives Nil.",
                "(define n 1) (set! n 5) n => 5")
            .fails(
                "(set! nowhere 1) => :unbound-symbol unbound symbol `nowhere`",
                "(set! 1 2) => :bad-special-form bad `set!`: first arg must be a symbol"),
        form(
                "lambda",
                "(parameter…) form…",
                "A function that sees the variables around it. `&rest name` at the end of the"
                    + " parameters takes the remaining arguments as a list.",
                "((lambda (a &rest more) (list a more)) 1 2 3) => (1 (2 3))")
            .fails(
                "(lambda (a)) => :bad-special-form bad `lambda`: expected (lambda (params...)"
                    + " body...)",
                "(lambda (1) 2) => :bad-special-form bad `lambda`: param must be a symbol"),
        form(
                "let",
                "((name value)…) form…",
                "Evaluates all values, binds them, and evaluates the forms; the value of the last"
                    + " one.",
                "(let ((a 7) (b 5)) (- a b)) => 2")
            .fails(
                "(let ((x)) x) => :bad-special-form bad `let`: binding must be exactly (name expr)",
                "(let x 1) => :bad-special-form bad `let`: bindings must be a list"),
        form(
                "let*",
                "((name value)…) form…",
                "As `let`, but each value sees the names before it.",
                "(let* ((a 7) (b (* a 2))) (- b a)) => 7")
            .fails(
                "(let* ((x)) x) => :bad-special-form bad `let*`: binding must be exactly (name"
                    + " expr)"),
        form(
                "letrec",
                "((name value)…) form…",
                "As `let`, but all values see all names, so that functions can call each other. A"
                    + " name is Nil before its turn.",
                "(letrec ((even (lambda (n) (if (= n 0) #t (odd (dec n)))))"
                    + " (odd (lambda (n) (if (= n 0) #f (even (dec n)))))) (even 10)) => #t")
            .fails(
                "(letrec ((1 2)) 1) => :bad-special-form bad `letrec`: binding name must be a"
                    + " symbol"));
  }

  private static List<Entry> data() {
    return List.of(
        form("quote", "datum", "The datum itself, unevaluated; short `'datum`.", "'(a b) => (a b)")
            .fails("(quote) => :bad-special-form bad `quote`: expected 1 arg, got 0"),
        form(
                "quasiquote",
                "template",
                "The template as data, short `` `template ``: `,form` in it stands for a value,"
                    + " `,@form` for the elements of a list.",
                "(let ((n 7)) `(n is ,n and ,@(list 1 2))) => (n is 7 and 1 2)")
            .fails(
                "`(1 ,@5) => :type-mismatch type mismatch: expected list, got int",
                ",x => :bad-special-form bad `unquote`: unquote outside of quasiquote"),
        form(
                "delay",
                "form",
                "A promise: the form is evaluated when `force` first asks for it.",
                "(force (delay (+ 1 2))) => 3")
            .fails("(delay) => :bad-special-form bad `delay`: expected (delay expr)"),
        form(
                "eval",
                "form",
                "Evaluates the form, and then its value as a program, with the variables of this"
                    + " place.",
                "(let ((x 5)) (eval (list '+ 'x 1))) => 6")
            .fails(
                "(eval) => :bad-special-form bad `eval`: expected (eval form)",
                "(eval car) => :native-fn in native `eval`: macro body returned a native function —"
                    + " native fns cannot be converted to source forms"),
        form(
                "macroexpand-1",
                "form",
                "The value of the form after one macro call; itself if it is none.",
                "(macroexpand-1 '(unless-let (x 1) 2)) => (let ((x 1)) (if x () (begin 2)))")
            .fails(
                "(macroexpand-1) => :bad-special-form bad `macroexpand-1`: expected"
                    + " (macroexpand[-1] form)"),
        form(
                "macroexpand",
                "form",
                "The value of the form with all macro calls in it expanded.",
                "(macroexpand '(-> 1 inc dec)) => (dec (inc 1))")
            .fails(
                "(macroexpand) => :bad-special-form bad `macroexpand`: expected (macroexpand[-1]"
                    + " form)"));
  }

  private static List<Entry> modules() {
    String notHere =
        "module-system forms are only valid at top level — wrap your call in (eval (quote ...)) if"
            + " you really need it dynamic";
    return List.of(
        form(
                "require",
                "\"path\" [:as alias] [:refer (name…)]",
                "At top level only: loads a module once and binds what it provides as `alias/name`,"
                    + " or `path/name` without an alias; names under `:refer` plainly too. The example"
                    + " has a module `geometry` with the text `(define (area side) (* side side))"
                    + " (provide area)`.",
                "(require \"geometry\" :as g) (g/area 4) => 16")
            .fails(
                "(require \"nowhere\") => :module-not-found module not found: nowhere",
                "(require \"geometry\" :refer (volume)) => :not-defined geometry does not define"
                    + " volume",
                "(begin (require \"geometry\")) => :bad-special-form bad `require`: " + notHere),
        form(
                "provide",
                "name…",
                "At the top level of a module only: says which of its names a program that requires"
                    + " it can use. The example's module `geometry` provides `area`.",
                "(require \"geometry\" :refer (area)) (area 3) => 9")
            .fails(
                "(provide area) => :bad-special-form bad `provide`: `provide` only valid at module"
                    + " top level — embedder evaluating top-level code has no current module"));
  }

  private static Entry definition(String name, String meaning, String example) {
    return Entry.of(
        Kind.DEFINITION,
        TOP_LEVEL,
        name,
        "(" + name + " name (parameter… [&optional name…] [&rest name]) form)",
        meaning,
        example);
  }

  private static List<Entry> macroDefinitions() {
    return List.of(
        definition(
                "defmacro",
                "Defines a macro: its calls further down are replaced by the value of the form,"
                    + " evaluated with the parameters bound to the unevaluated arguments. An optional"
                    + " parameter may be `(name default)`. Gives Nil.",
                "(defmacro twice (form) `(begin ,form ,form)) (define n 0) (twice (set! n (inc n))) n"
                    + " => 2")
            .fails(
                "(defmacro m (x)) => :reader reader: compile error in defmacro: (defmacro name"
                    + " (params) body) required (got 3 elements, need 4)",
                "(defmacro m (x) x) (m) => :native-fn in native `macro m`: compile error in call to"
                    + " m: missing required arg: x"),
        definition(
            "defpoint-template",
            "The same as `defmacro`.",
            "(defpoint-template pair-up (e) `(list ,e ,e)) (pair-up 3) => (3 3)"),
        definition("defcheck", "The same as `defmacro`.", "(defcheck fine () `:ok) (fine) => :ok"));
  }
}
