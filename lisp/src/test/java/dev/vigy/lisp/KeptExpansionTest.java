package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.run.NativeFunction;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What a run leaves behind for the next one, and what it must not.
class KeptExpansionTest {
  private final AtomicLong calls = new AtomicLong();

  private final Lisp lisp =
      Lisp.builder().function(NativeFunction.of0("next", run -> calls.incrementAndGet())).build();

  private String[] twice(String text) {
    Program program = lisp.compile(text);
    return new String[] {
      Outcomes.of(program.run(RunOptions.standard())),
      Outcomes.of(program.run(RunOptions.standard()))
    };
  }

  @Test
  void an_expansion_that_asked_the_host_is_made_in_each_run() {
    assertThat(twice("(defmacro m () (next)) (list (m) (next))")).containsExactly("(1 2)", "(3 4)");
  }

  @Test
  void an_expansion_that_used_what_the_host_gave_is_made_in_each_run() {
    assertThat(twice("(define n (next)) (defmacro m () n) (m)")).containsExactly("1", "2");
    assertThat(
            twice("(define n (next)) (define (get) n) (defmacro m () (get)) (define (f) (m)) (f)"))
        .containsExactly("3", "4");
    assertThat(twice("(define l (list 1 (next))) (defmacro m () (second l)) (m)"))
        .containsExactly("5", "6");
    assertThat(twice("(define (f) (next)) (defmacro m () (car (map (lambda (x) (f)) '(1)))) (m)"))
        .containsExactly("7", "8");
  }

  @Test
  void what_a_branch_on_the_host_defined_is_not_taken_for_the_same_in_each_run() {
    assertThat(
            twice(
                "(define (h) :first) (if (= (next) 1) () (set! h (lambda () :second)))"
                    + " (defmacro m () (h)) (m)"))
        .containsExactly(":first", ":second");
    calls.set(0);
    assertThat(
            twice(
                "(if (= (next) 1) (define (h) :first) (define (h) :second)) (defmacro m () (h)) (m)"))
        .containsExactly(":first", ":second");
    calls.set(0);
    assertThat(
            twice("(define (h) :first) (eval (list 'define '(h) (next))) (defmacro m () (h)) (m)"))
        .containsExactly("1", "2");
  }

  @Test
  void a_name_that_a_macro_defines_late_is_not_taken_for_stable() {
    assertThat(
            twice(
                "(define x 1) (define (g) x) (defmacro put (n v) (list 'set! n v)) (put x (next))"
                    + " (defmacro m () (g)) (m)"))
        .containsExactly("1", "2");
  }

  @Test
  void output_while_a_form_is_expanded_is_written_in_each_run() {
    Program program = lisp.compile("(defmacro m () (begin (display 1) 2)) (m)");

    assertThat(program.run(RunOptions.standard()).meter().output()).isEqualTo("1");
    assertThat(program.run(RunOptions.standard()).meter().output()).isEqualTo("1");
  }

  @Test
  void every_run_costs_the_same_whoever_expanded_the_forms() {
    Program program =
        lisp.compile(
            "(define (h x) (list '+ x 1)) (defmacro m (x) (h x)) (define (f n) (if (= n 0) (m n)"
                + " (f (- n 1)))) (f 10) (match '(1 2) ((a b) (-> a (+ b))))");

    Meter first = program.run(RunOptions.standard()).meter();
    Meter second = program.run(RunOptions.standard()).meter();
    Meter third = program.run(RunOptions.standard()).meter();

    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
  }

  @Test
  void generated_symbols_are_the_same_in_every_run() {
    assertThat(
            twice(
                "(defmacro m () (list 'quote (gensym))) (defmacro n () (begin (next) (list 'quote"
                    + " (gensym)))) (list (m) (gensym) (n) (gensym))"))
        .satisfies(runs -> assertThat(runs[0]).isEqualTo(runs[1]));
  }

  @Test
  void a_form_that_fails_to_expand_fails_in_each_run() {
    assertThat(twice("(defmacro m (x) x) (m)"))
        .containsOnly(
            "! in native fn macro m: compile error in call to m: missing required arg: x at 19..22");
  }
}
