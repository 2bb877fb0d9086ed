package dev.vigy.lisp.core;

import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.reference.Entry.Kind;
import java.util.ArrayList;
import java.util.List;

/// What the reference documentation says of the library's macros (language reference 5.7). A test
/// compares their names with those that the expander knows.
final class MacroEntries {
  private MacroEntries() {}

  static List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    entries.addAll(flow());
    entries.addAll(binding());
    entries.addAll(patterns());
    entries.addAll(definitions());
    entries.addAll(writing());
    return entries;
  }

  private static Entry macro(String name, String parameters, String meaning, String example) {
    return Entry.of(
        Kind.MACRO, "Macros", name, "(" + name + " " + parameters + ")", meaning, example);
  }

  /// The error of a call without enough arguments.
  private static String missing(String call, String parameter) {
    String name = call.substring(1).split("[ )]", 2)[0];
    return "%s => :native-fn in native `macro %s`: compile error in call to %s: missing required arg: %s"
        .formatted(call, name, name, parameter);
  }

  private static List<Entry> flow() {
    return List.of(
        macro(
                "->",
                "value step…",
                "Sends the value through the steps: each is a function, or a call that gets it as"
                    + " first argument.",
                "(-> 10 (- 3) inc) => 8")
            .fails(missing("(->)", "x")),
        macro("->1", "value step", "One step of `->`.", "(->1 10 (- 3)) => 7")
            .fails(missing("(->1 10)", "step")),
        macro(
                "->>",
                "value step…",
                "Sends the value through the steps: each is a function, or a call that gets it as"
                    + " last argument.",
                "(->> '(4 5 6) (map dec) (filter odd?)) => (3 5)")
            .fails(missing("(->>)", "x")),
        macro("->>1", "value step", "One step of `->>`.", "(->>1 '(1 2) (map inc)) => (2 3)")
            .fails(missing("(->>1 10)", "step")),
        macro(
                "dolist",
                "(name list) form…",
                "Evaluates the forms for each element, bound to the name; Nil.",
                "(define s 0) (dolist (n '(1 2 3)) (set! s (+ s n))) s => 6")
            .fails("(dolist (n 5) n) => :type-mismatch type mismatch: expected list, got int"),
        macro(
                "doseq",
                "(name list) form…",
                "The same as `dolist`.",
                "(define s 0) (doseq (n '(1 2 3)) (set! s (+ s n))) s => 6")
            .fails("(doseq (n 5) n) => :type-mismatch type mismatch: expected list, got int"),
        macro(
                "dotimes",
                "(name n) form…",
                "Evaluates the forms n times, the name bound to 0, 1, 2 …; Nil.",
                "(define s 0) (dotimes (i 4) (set! s (+ s i))) s => 6")
            .fails(
                "(dotimes (i \"x\") i) => :type-mismatch type mismatch: expected number, got"
                    + " string"),
        macro(
                "while",
                "test form…",
                "Evaluates the forms as long as the test is true; Nil. A `define` in it holds for one"
                    + " round.",
                "(define i 0) (while (< i 3) (set! i (inc i))) i => 3")
            .fails(missing("(while)", "test")),
        macro(
            "comment",
            "form…",
            "Nil; the forms are read and nothing else.",
            "(comment (car ())) => ()"),
        macro(
                "assert",
                "test message",
                "Throws an Error with the tag `ex-info` and the message if the test is false, else"
                    + " Nil.",
                "(assert (> 2 1) \"order\") => ()")
            .fails(
                "(assert (> 1 2) \"order\") => :ex-info order", missing("(assert #t)", "message")));
  }

  private static List<Entry> binding() {
    return List.of(
        macro(
            "fn",
            "(parameter…) form…",
            "The same as `lambda`.",
            "(map (fn (x) (* x x)) '(1 2 3)) => (1 4 9)"),
        macro(
                "if-let",
                "(name value) then else",
                "Binds the name to the value, and evaluates `then` if it is true, else `else`.",
                "(if-let (x (find even? '(1 4))) (* x 10) :none) => 40")
            .fails(missing("(if-let (x 5) x)", "else")),
        macro(
            "when-let",
            "(name value) form…",
            "Binds the name to the value, and evaluates the forms if it is true, else Nil.",
            "(when-let (x (find even? '(1 4))) (* x 10)) => 40"),
        macro(
            "unless-let",
            "(name value) form…",
            "Binds the name to the value, and evaluates the forms if it is false, else Nil.",
            "(unless-let (x (find even? '(1 3))) :none) => :none"));
  }

  private static List<Entry> patterns() {
    return List.of(
        macro(
            "case",
            "key clause…",
            "Evaluates the forms of the first clause with a datum `equal?` to the key. A clause is"
                + " `(datum form…)`, `((datum…) form…)` or `(else form…)`; nothing fits: Nil.",
            "(case :rise (:rise 1) ((:fall :gone) 2) (else 3)) => 1"),
        macro(
            "match",
            "value (pattern form…)…",
            "Evaluates the forms behind the first pattern that fits, Nil if none does. Patterns: `_`"
                + " fits anything, a name too and is bound; numbers, texts, keywords, `#t`, `#f` and"
                + " `'symbol` fit themselves; `(? test name)` what passes the test; a list of patterns"
                + " a list of that length; `` `(a ,x ,@rest) `` a list of that shape.",
            "(match '(move 3 4) (`(move ,x ,y) (+ x y)) (_ :unknown)) => 7"));
  }

  private static List<Entry> definitions() {
    return List.of(
        macro(
                "define-record",
                "name (field…)",
                "Defines records, which are maps: `make-NAME`, `NAME?`, `NAME->map`, for each field"
                    + " `NAME-FIELD`, and `NAME-set-FIELD` that gives a changed copy.",
                "(define-record point (x y)) (point-x (point-set-x (make-point 3 4) 9)) => 9")
            .fails(missing("(define-record point)", "fields")),
        macro(
                "defn-typed",
                "name ((parameter type)…) -> type form…",
                "Defines a function that checks its arguments and its result with `the`. Types are"
                    + " expressions: `:int`, `'(:list-of :int)`.",
                "(defn-typed double ((x :int)) -> :int (* x 2)) (double 5) => 10")
            .fails(
                "(defn-typed double ((x :int)) -> :int (* x 2)) (double \"a\") => :type-mismatch"
                    + " expected :int, got :string"),
        macro(
            "defflow",
            "name f…",
            "Defines a function that sends its argument through the functions, the first first.",
            "(defflow f inc (lambda (x) (* x 2))) (f 5) => 12"),
        macro(
            "defsm",
            "name key value…",
            "Defines a state machine, as `make-sm` of `sm-spec`.",
            "(defsm door :initial :shut :transitions '((:shut :open :opened))) (sm-send door :open)"
                + " => :opened"),
        macro(
                "defactor",
                "name initial behavior",
                "Defines an actor, as `make-actor`.",
                "(defactor sum 0 +) (actor-tell sum 5) (actor-drain! sum) => 5")
            .fails(missing("(defactor sum 0)", "behavior")),
        macro(
            "defcommand",
            "bus name (parameter…) form…",
            "Registers a function as a command of a bus, as `register-command!`.",
            "(define b (make-bus)) (defcommand b :add (x y) (+ x y)) (dispatch-command b :add 1 2)"
                + " => 3"),
        macro(
            "defquery",
            "bus name (parameter…) form…",
            "Registers a function as a query of a bus, as `register-query!`.",
            "(define b (make-bus)) (defquery b :double (x) (* x 2)) (dispatch-query b :double 4)"
                + " => 8"),
        macro(
            "defstrategy",
            "name variant f…",
            "Defines a function that chooses by variant, as `make-strategy`.",
            "(defstrategy round-it :up ceiling :down floor) (round-it :up 1.5) => 2"),
        macro(
            "defvisitor",
            "name tag f…",
            "Defines a function that chooses by tag, as `make-visitor`.",
            "(defvisitor size :text string-length :many length) (size '(:text \"abc\")) => 3"));
  }

  private static List<Entry> writing() {
    return List.of(
        macro(
                "lazy-cons",
                "head tail",
                "A lazy sequence of a head and a tail that is evaluated when it is asked for.",
                "(lazy-head (lazy-rest (lazy-cons 1 (lazy-cons 2 (lazy-empty))))) => 2")
            .fails(missing("(lazy-cons 1)", "tail")),
        macro(
                "with-gensyms",
                "(name…) form…",
                "Binds each name to a fresh symbol, for the body of a macro.",
                "(with-gensyms (a b) (equal? a b)) => #f")
            .fails(missing("(with-gensyms)", "names")));
  }
}
