package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Procedure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
  private final Lisp lisp =
      Lisp.builder()
          .modules(ModuleLoader.of(Map.of("m", "(define (twice x) (* 2 x)) (provide twice)")))
          .function(
              NativeFunction.of0(
                  "count", run -> (long) run.host(AtomicInteger.class).incrementAndGet()))
          .build();

  private final Session session = lisp.session(RunOptions.standard());

  private String eval(String text) {
    return Outcomes.of(session.eval(text));
  }

  @Test
  void definitions_macros_and_modules_stay() {
    assertThat(eval("(define n 1) (defmacro twice-of (x) `(m/twice ,x)) (require \"m\" :as m)"))
        .isEqualTo("()");
    assertThat(eval("(set! n (+ n 1)) n")).isEqualTo("2");
    assertThat(eval("(define (f) (twice-of n))")).isEqualTo("()");
    assertThat(eval("(f)")).isEqualTo("4");
    assertThat(eval("")).isEqualTo("()");
  }

  @Test
  void a_new_definition_counts_in_what_was_compiled_before() {
    assertThat(eval("(define (g) 1) (define (f xs) (list (g) (car xs))) (f '(5))"))
        .isEqualTo("(1 5)");
    assertThat(eval("(define (g) 2) (f '(5))")).isEqualTo("(2 5)");
    assertThat(eval("(define (car x) :mine) (list (f '(5)) (first '(5)))"))
        .isEqualTo("((2 :mine) 5)");
    assertThat(eval("(define g 3) (f 1)")).isEqualTo("! not callable: value of type int at 36..39");
  }

  @Test
  void a_failure_leaves_what_was_done_until_then() {
    assertThat(eval("(define a 1) (define (deep n) (+ 1 (deep n))) (car a) (define b 2)"))
        .isEqualTo("! type mismatch: expected pair, got int at 46..53");
    assertThat(eval("(try (deep 1) (catch (e) (error-tag e)))")).isEqualTo(":depth-exceeded");
    assertThat(eval("a")).isEqualTo("1");
    assertThat(eval("b")).isEqualTo("! unbound symbol: b at 0..1");
    assertThat(eval("(")).isEqualTo("! reader error: unmatched opening paren at position 0");
    assertThat(eval("a")).isEqualTo("1");
    assertThat(session.explain(((Evaluation.Failed) session.eval("aaa (lenght a)")).error()).hint())
        .isEqualTo("");
    assertThat(session.explain(((Evaluation.Failed) session.eval("(lenght a)")).error()).hint())
        .isEqualTo("did you mean `length`?");
  }

  @Test
  void each_evaluation_has_the_limits_for_itself() {
    session.use(
        RunOptions.standard()
            .withLimits(new Limits(1_000, Long.MAX_VALUE, 100, Long.MAX_VALUE, 10)));

    assertThat(eval("(define (loop n) (if (= n 0) :done (loop (- n 1)))) (loop 300)"))
        .isEqualTo(":done");
    assertThat(eval("(loop 1000)")).isEqualTo("! fuel budget of 1000 exceeded at 21..28");
    assertThat(eval("(loop 300)")).isEqualTo(":done");
    assertThat(session.eval("(display 12345678901)").meter().outputCut()).isTrue();
    assertThat(session.eval("(display 1)").meter().output()).isEqualTo("1");
  }

  @Test
  void fibers_end_with_the_evaluation_that_spawned_them() {
    assertThat(eval("(define c (chan)) (define f (spawn chan-receive c)) (yield)")).isEqualTo("()");
    assertThat(eval("(chan-send c 1) (join f)"))
        .isEqualTo("! in native fn join: the fiber was dropped when its run ended at 16..24");
    assertThat(eval("(define g (spawn chan-receive c)) (join g)")).isEqualTo("1");
  }

  @Test
  void generated_symbols_do_not_come_back() {
    session.eval("(defmacro name () (let ((g (gensym))) `(quote ,g)))");

    assertThat(eval("(define a (name)) a")).isNotEqualTo(eval("(define b (name)) b"));
    assertThat(eval("(eq? a b)")).isEqualTo("#f");
  }

  @Test
  void procedures_and_values_go_in_and_out() {
    session.eval("(define (add a b) (+ a b)) (define (f) (count))");
    session.define("given", List.of(1, 2));

    assertThat(Outcomes.of(session.call("add", 1, 2))).isEqualTo("3");
    assertThat(Outcomes.of(session.call("add", 1)))
        .isEqualTo("! arity mismatch in <closure>: expected Exact(2), got 1 at <synthetic>");
    assertThat(Outcomes.of(session.call("nothing")))
        .isEqualTo("! unbound symbol: nothing at <synthetic>");
    assertThat(Outcomes.of(session.call((Procedure) session.lookup("add").orElseThrow(), 3, 4)))
        .isEqualTo("7");
    assertThat(eval("given")).isEqualTo("(1 2)");
    assertThat(session.names()).contains("add", "given", "car", "let", "when-let");

    session.use(session.options().withHost(new AtomicInteger(41)));
    assertThat(Outcomes.of(session.call("f"))).isEqualTo("42");
  }

  @Test
  void a_fork_begins_with_what_is_there_and_goes_its_own_way() {
    eval("(define n 1) (define (inc-n) (set! n (+ n 1)) n) (defmacro m (x) `(list ,x n))");
    eval("(require \"m\" :as m)");
    Session fork = session.fork(RunOptions.standard());

    assertThat(
            Outcomes.of(fork.eval("(inc-n) (inc-n) (define only-here (m/twice 4)) (m only-here)")))
        .isEqualTo("(8 3)");
    assertThat(eval("n")).isEqualTo("1");
    assertThat(eval("only-here")).isEqualTo("! unbound symbol: only-here at 0..9");
    eval("(define n 100) (define later 1)");
    assertThat(Outcomes.of(fork.eval("n"))).isEqualTo("3");
    assertThat(Outcomes.of(fork.eval("later"))).isEqualTo("! unbound symbol: later at 0..5");
    assertThat(Outcomes.of(fork.fork(RunOptions.standard()).eval("(inc-n)"))).isEqualTo("4");
  }

  @Test
  void a_fork_has_captured_variables_promises_and_channels_of_its_own() {
    eval(
        "(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (define next-id (counter))"
            + "(define both (list next-id (hash-map :next next-id))) (define same next-id)"
            + "(define c (chan)) (>! c next-id)"
            + "(define p (let ((n 0)) (delay (begin (set! n (+ n 1)) n))))"
            + "(define (self) self) (define plain '(1 (2)))"
            + "(define lazy (let ((n 0)) (eval '(begin (define (up) (set! n (+ n 1)) n) up))))"
            + "(next-id)");
    Session fork = session.fork(RunOptions.standard());

    assertThat(
            Outcomes.of(
                fork.eval(
                    "(list (next-id) ((first both)) ((hash-map-get (second both) :next)) (same)"
                        + " ((<! c)) (force p) (lazy) (eq? next-id same) (eq? self (self)))")))
        .isEqualTo("(2 3 4 5 6 1 1 #t #t)");
    assertThat(eval("(list (next-id) (chan-len c) p (lazy) plain)"))
        .isEqualTo("(2 1 #<promise pending> 1 (1 (2)))");
    assertThat(fork.lookup("plain").orElseThrow()).isSameAs(session.lookup("plain").orElseThrow());
  }

  @Test
  void a_fork_of_much_data_takes_no_stack() {
    eval(
        "(define deep (foldl (lambda (acc n) (list acc)) () (range 100000)))"
            + "(define chain (foldl (lambda (f n) (lambda () (f))) (lambda () :end) (range"
            + " 50000)))");

    assertThat(Outcomes.of(session.fork(RunOptions.standard()).eval("(procedure? chain)")))
        .isEqualTo("#t");
  }

  @Test
  void a_text_that_comes_again_means_what_its_names_mean_by_then() {
    String text = "(list (f 1) (car '(5)) n)";
    eval("(define (f x) (list :f x)) (define n 1)");
    assertThat(eval(text)).isEqualTo("((:f 1) 5 1)");
    assertThat(eval(text)).isEqualTo("((:f 1) 5 1)");

    eval("(define (f x) :other) (set! n (+ n 1))");
    assertThat(eval(text)).isEqualTo("(:other 5 2)");
    eval("(eval '(define (car x) :mine)) (define f 3)");
    assertThat(eval(text)).isEqualTo("! not callable: value of type int at 6..11");
    session.define("f", session.lookup("list").orElseThrow());
    assertThat(eval(text)).isEqualTo("((1) :mine 2)");
    Session fork = session.fork(RunOptions.standard());
    assertThat(Outcomes.of(fork.eval("(define n :fork)"))).isEqualTo("()");
    assertThat(Outcomes.of(fork.eval(text))).isEqualTo("((1) :mine :fork)");
    assertThat(eval(text)).isEqualTo("((1) :mine 2)");
  }

  @Test
  void a_text_that_comes_again_means_what_its_macros_mean_by_then() {
    String text = "(list (m 1) (g 2))";
    eval("(define (m x) (list :function x)) (define (h) :first) (define (g x) (list :g x))");
    assertThat(eval(text)).isEqualTo("((:function 1) (:g 2))");
    assertThat(eval(text)).isEqualTo("((:function 1) (:g 2))");

    eval("(defmacro m (x) (list 'quote (list :macro x (h))))");
    assertThat(eval(text)).isEqualTo("((:macro 1 :first) (:g 2))");
    // What the body of a macro looks at may change without any new macro.
    eval("(define (h) :second)");
    assertThat(eval(text)).isEqualTo("((:macro 1 :second) (:g 2))");
    eval("(defmacro g (x) :gone)");
    assertThat(eval(text)).isEqualTo("((:macro 1 :second) :gone)");

    Session fork = session.fork(RunOptions.standard());
    fork.eval("(defmacro m (x) :of-the-fork)");
    assertThat(Outcomes.of(fork.eval(text))).isEqualTo("(:of-the-fork :gone)");
    assertThat(eval(text)).isEqualTo("((:macro 1 :second) :gone)");
  }

  @Test
  void a_text_that_defines_macros_does_so_each_time() {
    String text = "(list (m)) (defmacro m () ''macro) (list (m))";
    eval("(define (m) :function)");
    assertThat(eval(text)).isEqualTo("(macro)");
    assertThat(eval("(m)")).isEqualTo("macro");
    assertThat(eval("(defmacro m () :other) (m)")).isEqualTo(":other");
    assertThat(eval(text)).isEqualTo("(macro)");
    assertThat(eval("(m)")).isEqualTo("macro");
  }

  @Test
  void a_text_that_comes_again_costs_the_same() {
    eval("(define n 0) (defmacro twice (x) `(list ,x ,x))");
    for (String text :
        List.of(
            "(define (f x) (-> x (+ 1))) (define m (hash-map :a (f 1))) (while (< n 0) n) (get m :a)",
            "(twice n) (set! n (+ n 1)) (match '(1 2) ((a b) (+ a b)))",
            "(display n) (map (lambda (x) (* x x)) '(1 2 3)) (car 5)")) {
      Evaluation first = session.eval(text);
      Evaluation second = session.eval(text);
      session.eval(text + " ");
      Evaluation third = session.eval(text);

      assertThat(second.meter().steps()).isEqualTo(first.meter().steps());
      assertThat(third.meter().steps()).isEqualTo(first.meter().steps());
      assertThat(second.meter().memory()).isEqualTo(first.meter().memory());
      assertThat(third.meter().memory()).isEqualTo(first.meter().memory());
      assertThat(second.meter().deepest()).isEqualTo(first.meter().deepest());
      assertThat(Outcomes.of(second)).isEqualTo(Outcomes.of(first));
      assertThat(Outcomes.of(third)).isEqualTo(Outcomes.of(first));
    }
  }

  @Test
  void a_text_that_is_not_compiled_to_its_end_goes_on_the_next_time() {
    String text = "(define a 1) (car b) (list a :end)";
    assertThat(eval(text)).isEqualTo("! unbound symbol: b at 18..19");
    assertThat(eval(text)).isEqualTo("! unbound symbol: b at 18..19");
    eval("(define b '(1))");
    assertThat(eval(text)).isEqualTo("(1 :end)");
    assertThat(eval(text)).isEqualTo("(1 :end)");
  }

  @Test
  void texts_with_names_are_seen_in_diagnostics() {
    Evaluation evaluation = session.eval(Source.of("setup.lisp", "(car 5)"));

    assertThat(((Evaluation.Failed) evaluation).error().span().orElseThrow().source().name())
        .isEqualTo("setup.lisp");
    assertThat(((Evaluation.Failed) session.eval("(car 5)")).error().span().orElseThrow().source())
        .hasToString("session");
  }

  /// Section 8 of the language reference.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "(foo, false",
        "(foo), true",
        "foo), true",
        ")(, true",
        "\"abc\", true",
        "', true",
        "; (, true",
        "~~, true",
        "\"abc, false",
        "`(a, false",
        "(a ; ), false",
        "\"\\\", false",
      })
  void a_console_knows_when_to_read_on(String text, boolean complete) {
    assertThat(Lisp.isComplete(text)).isEqualTo(complete);
  }
}
