package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Language reference 6.30.
class ModulesTest {
  private static Lisp with(ModuleLoader loader) {
    return Lisp.builder().everyday(false).modules(loader).build();
  }

  /// The outcome of two runs, which must be the same.
  private static String outcome(Lisp lisp, String text) {
    Program program = lisp.compile(text);
    String first = Outcomes.of(program.run(RunOptions.standard()));
    assertThat(Outcomes.of(program.run(RunOptions.standard()))).isEqualTo(first);
    return first;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "(define x 5) (define (f) x) (provide x f) | (require \"lib\") (list lib/x (lib/f)) | (5 5)",
        "(define x 5) (define (f) x) (provide x f) | (require \"lib\" :as l) (set! l/x 9) (list l/x (l/f)) | (9 5)",
        "(define x 5) (define (f) x) (provide x f) | (require \"lib\" :refer (f)) (f) | 5",
        "(define x 5) (define (bump!) (set! x (+ x 1))) (define (get-x) x) (provide x bump! get-x) | (require \"lib\" :as l) (l/bump!) (list l/x (l/get-x)) | (5 6)",
        "(define x 5) (define y 6) (provide x) | (require \"lib\" :refer (y)) | ! user error: #<error :not-exported \"lib does not export y\">",
        "(define x 5) (provide x) | (require \"lib\" :refer (z)) | ! user error: #<error :not-defined \"lib does not define z\">",
        "(defmacro twice (x) `(* 2 ,x)) (define x (twice 5)) (provide x) | (require \"lib\") (list lib/x (twice 4)) | (10 8)",
        "(define x (user-fn)) (provide x) | (define (user-fn) 5) (require \"lib\") lib/x | 5",
        "(define x user-val) (provide x) | (define user-val 5) (require \"lib\") | ! unbound symbol: user-val at 10..18",
        "(define plus +) (provide plus) | (require \"lib\") (lib/plus 1 2) | 3",
        "(define x 5) (provide x nope) | (require \"lib\" :as l) l/nope | ! user error: #<error :not-defined \"lib does not define nope\">",
        "(provide t) (define t (list true false nil)) | (require \"lib\") lib/t | (#t #f ())",
        "(define (car x) :mine) (define r (list (car 1) (first '(2)))) (provide r) | (require \"lib\") (list lib/r (car '(3))) | ((:mine 2) 3)",
        "(provide x) (car 5) | (require \"lib\") | ! type mismatch: expected pair, got int at 12..19",
        "(define x | (require \"lib\") | ! reader error: unmatched opening paren at position 0",
        "(provide 5) | (require \"lib\") | ! bad special form `provide`: expected symbol — every arg must name a binding to export at 9..10",
        "(define n 0) (define (next!) (set! n (+ n 1)) n) (provide next!) | (require \"lib\" :as a) (require \"lib\" :as b) (list (a/next!) (b/next!)) | (1 2)",
        "(define (f x) (own x)) (provide f) | (define (own x) (list x)) (require \"lib\" :refer (f)) (define (own x) :other) (f 1) | (1)",
        "(define a 1) (provide a) | (require \"lib\" :as x :as y) y/a | 1",
      })
  void a_module_gives_what_it_exports(String module, String program, String expected) {
    Lisp lisp = with(ModuleLoader.of(Map.of("lib", module)));

    assertThat(outcome(lisp, program)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(require) | expected (require \"path\" [:as alias] [:refer (...)]) at 0..9",
        "(require lib) | first arg must be a string path at 9..12",
        "(require \"no\" as l) | expected keyword (:as / :refer) after path at 14..16",
        "(require \"no\" :as) | keyword without value at 14..17",
        "(require \"no\" :as 5) | :as needs a symbol alias at 18..19",
        "(require \"no\" :refer x) | :refer needs a parenthesized list of symbols at 21..22",
        "(require \"no\" :refer (5)) | :refer list must contain symbols only at 22..23",
        "(require \"no\" :from x) | unknown require option :from at 14..19",
      })
  void malformed_forms_are_reported_before_anything_is_loaded(String program, String reason) {
    assertThat(outcome(with(ModuleLoader.none()), program))
        .isEqualTo("! bad special form `require`: " + reason);
  }

  @Test
  void a_module_that_is_not_there_or_not_allowed_is_a_thrown_error() {
    assertThat(outcome(with(ModuleLoader.none()), "(require \"lib\")"))
        .isEqualTo("! user error: #<error :module-not-found \"module not found: lib\">");
    assertThat(outcome(with(ModuleLoader.denying("no files")), "(require \"lib\")"))
        .isEqualTo("! user error: #<error :module-denied \"module load denied: lib — no files\">");
  }

  @Test
  void modules_that_require_each_other_are_refused() {
    Lisp lisp = with(ModuleLoader.of(Map.of("a", "(require \"b\")", "b", "(require \"a\")")));

    assertThat(outcome(lisp, "(require \"a\")"))
        .isEqualTo(
            "! user error: #<error :circular-require \"circular require: a (load stack: a → b)\">");
  }

  @Test
  void a_module_may_require_another_one() {
    Lisp lisp =
        with(
            ModuleLoader.of(
                Map.of(
                    "a", "(require \"b\" :refer (base)) (define (f) (* base 2)) (provide f)",
                    "b", "(define base 21) (provide base)")));

    assertThat(outcome(lisp, "(require \"a\") (list (a/f) (try base (catch (e) :hidden)))"))
        .isEqualTo("(42 :hidden)");
  }

  @Test
  void errors_in_a_module_point_into_its_text() {
    Lisp lisp = with(ModuleLoader.of(Map.of("lib", "(define (f)\n  (car 5)) (provide f)")));

    Evaluation evaluation = lisp.compile("(require \"lib\") (lib/f)").run(RunOptions.standard());

    var span = ((Evaluation.Failed) evaluation).error().span().orElseThrow();
    assertThat(span.source().name()).isEqualTo("lib");
    assertThat(span.toString()).isEqualTo("14..21");
  }

  @Test
  void a_loader_that_changes_its_mind_is_believed() {
    var text = new AtomicReference<>("(defmacro m () 1) (define x (m)) (provide x)");
    Program program =
        with(path -> new ModuleLoader.Text(text.get()))
            .compile("(require \"lib\") (list lib/x (m))");

    assertThat(Outcomes.of(program.run(RunOptions.standard()))).isEqualTo("(1 1)");
    text.set("(defmacro m () 2) (define x (m)) (provide x)");
    assertThat(Outcomes.of(program.run(RunOptions.standard()))).isEqualTo("(2 2)");
    assertThat(Outcomes.of(program.run(RunOptions.standard()))).isEqualTo("(2 2)");
    text.set("(defmacro m () 3) (define x (m)) (provide x)");
    assertThat(Outcomes.of(program.run(RunOptions.standard()))).isEqualTo("(3 3)");
  }

  @Test
  void expansions_after_a_require_are_kept_where_the_module_is_the_same_each_time() {
    Program program =
        with(ModuleLoader.of(Map.of("lib", "(define (h x) (list '+ x 1)) (provide h)")))
            .compile("(require \"lib\" :refer (h)) (defmacro m (x) (h x)) (m 5)");

    Meter first = program.run(RunOptions.standard()).meter();
    assertThat(program.run(RunOptions.standard()).meter()).isEqualTo(first);
    assertThat(Outcomes.of(program.run(RunOptions.standard()))).isEqualTo("6");
  }
}
