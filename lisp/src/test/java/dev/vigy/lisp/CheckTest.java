package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
  private static final AtomicLong CALLS = new AtomicLong();

  private static final Lisp LISP =
      Lisp.builder()
          .function(
              NativeFunction.of2(
                  "vigy-set",
                  (run, key, value) -> {
                    CALLS.incrementAndGet();
                    return value;
                  }))
          .modules(ModuleLoader.of(Map.of("lib", "(define (f x) (nope x)) (provide f)")))
          .build();

  /// A finding in one line: severity, place, message, hint.
  private static List<String> findings(String text) {
    return LISP.compile(text).check().stream()
        .filter(finding -> !finding.isNote())
        .map(CheckTest::line)
        .toList();
  }

  private static String line(Diagnostic finding) {
    String word = finding.isError() ? "error" : "warning";
    String hint = finding.hint().isEmpty() ? "" : " (" + finding.hint() + ")";
    return word + " " + finding.span() + " " + finding.message() + hint;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "(lenght '(1)) | error 1..7 unknown name `lenght` (did you mean `length`?)",
        "(define (f) (frobnicate)) | error 13..23 unknown name `frobnicate`",
        "(set! counter 1) | error 6..13 unknown name `counter`",
        "(define total 1) (+ totla 1) | error 20..25 unknown name `totla` (did you mean `total`?)",
        "(deifne x 1) | error 1..7 unknown name `deifne` (did you mean `define`?)",
        "(map not '(1)) | error 5..8 unknown name `not` (`not` is a special form and has no value of its own)",
        "(map -> '(1)) | error 5..7 unknown name `->` (`->` is a macro and has no value of its own)",
        "(car 1 2) | error 0..9 `car` takes 1 argument, got 2",
        "(log) | error 0..5 `log` takes 1 to 2 arguments, got 0",
        "(vigy-set :a) | error 0..13 `vigy-set` takes 2 arguments, got 1",
        "(define (f a) a) (f) | error 17..20 `f` takes 1 argument, got 0",
        "(define f (lambda (a &rest b) a)) (f) | error 34..37 `f` takes at least 1 argument, got 0",
        "(define-record p (x y)) (make-p 1) | error 24..34 `make-p` takes 2 arguments, got 1",
        "(if 1) | error 0..6 bad `if`: expected (if c t [e]), got 2 subforms",
        "(let ((x)) x) | error 6..9 bad `let`: binding must be exactly (name expr)",
        "(try (nope) (catch (e) e)) | warning 6..10 unknown name `nope`",
        "(eval '(define z 1)) z | warning 21..22 unknown name `z`",
        "(-> 5 inc (nope 1)) | error 11..15 unknown name `nope`",
        "(match 5 (x (nope x))) | error 13..17 unknown name `nope`",
        "(dotimes (i 3) (car i i)) | error 15..24 `car` takes 1 argument, got 2",
        "(if-let (x 5) x) | error 0..16 in native `macro if-let`: compile error in call to if-let: missing required arg: else",
        "(defmacro m (x) x) (m 1 2) | error 19..26 in native `macro m`: compile error in call to m: too many args: expected at most 1, got 2",
        "(defmacro m) | error 0..12 reader: compile error in defmacro: (defmacro name (params) body) required (got 2 elements, need 4)",
        "(defmacro m () (throw 1)) (m) | warning 26..29 expanding it fails: uncaught: 1",
        "(define (fn x) x) | warning 8..14 `fn` is a macro, so `(fn …)` never calls this procedure",
        "(define (if x) x) | warning 8..14 `if` is a special form, so `(if …)` never calls this procedure",
        "(provide x) | error 0..11 `provide` is valid in a module only",
        "(require \"no\") | error 0..14 module not found: no",
        "(require \"lib\") (lib/f 1) | error 15..19 unknown name `nope`",
      })
  void finds_mistakes(String text, String expected) {
    assertThat(findings(text)).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(define (f) (g)) (define (g) 1)",
        "'(undefined names here) `(and here ,(+ 1 2))",
        "(quote (lambda (x) y))",
        "(define (f x) (when x (define y 1)) y)",
        "(define (f) (let ((x 1)) (lambda (y) (+ x y))))",
        "(defmacro def (n v) `(define ,n ,v)) (def x 5) x",
        "(define (names p) (list 'define (string->symbol (string-append p \"-x\")) 1)) (defmacro make"
            + " (p) (names p)) (make \"a\") a-x",
        "(define (car x y) x) (car 1 2)",
        "(define (f) 1) (set! f (lambda (x) x)) (f 1)",
        "(define (f) 1) (define (f x) x) (f 1)",
        "(let ((car list)) (car 1 2))",
        "(define (f list) (list 1 2 3))",
        "(apply car '(1 2))",
        "(define-record point (x y)) (point-x (point-set-x (make-point 1 2) 3))",
        "(comment (undefined))",
        "(try 1 (catch (e) (error-message e)))",
        "(letrec ((f (lambda (n) (g n))) (g (lambda (n) (f n)))) f)",
        "(require \"lib\" :refer (f)) (define nope 1) (f 1)",
        "(match x-value (`(a ,b) b)) (define x-value 1)",
        "(with-gensyms (a b) (list a b))",
        "(defflow pipeline inc dec) (pipeline 1)",
      })
  void says_nothing_of_what_is_right(String text) {
    assertThat(findings(text)).isEmpty();
  }

  @Test
  void nothing_is_called_that_could_be_seen_outside() {
    CALLS.set(0);

    assertThat(
            findings("(vigy-set 1 2) (define x (vigy-set 1 2)) (defmacro m () (vigy-set 1 2)) (m)"))
        .containsExactly(
            "warning 72..75 expanding it fails: in native `vigy-set`: not there while a program"
                + " is checked");
    assertThat(CALLS).hasValue(0);
  }

  @Test
  void a_macro_that_does_not_end_is_left_alone() {
    assertThat(findings("(defmacro m () (while #t 1)) (m) (unknown-name)"))
        .containsExactly(
            "warning 29..32 expanding it fails: fuel budget of 2000000 exceeded",
            "warning 34..46 unknown name `unknown-name`");
  }

  @Test
  void forms_that_nest_deep_are_not_checked_and_that_is_said() {
    String text = "(+ 1 ".repeat(20_000) + "0" + ")".repeat(20_000);

    List<String> findings = BigStack.run(512 * 1024, () -> findings(text));

    assertThat(findings)
        .containsExactly("warning 0..120001 not checked: forms nest deeper than 500");
  }

  @Test
  void a_hundred_findings_are_enough() {
    assertThat(findings("(nope 1) ".repeat(1_000))).hasSize(100);
  }
}
