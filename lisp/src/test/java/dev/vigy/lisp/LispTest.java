package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.LispList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LispTest {
  private static final Lisp PLAIN = Lisp.builder().build();

  private static Evaluation run(Lisp lisp, String text) {
    return lisp.compile(text).run(RunOptions.standard());
  }

  @Test
  void an_empty_program_gives_nil() {
    assertThat(Outcomes.of(PLAIN, "")).isEqualTo("()");
    assertThat(Outcomes.of(PLAIN, " ; nothing")).isEqualTo("()");
  }

  @Test
  void every_run_has_a_fresh_world() {
    Program program = PLAIN.compile("(define n 1) (set! n (+ n 1)) n");

    assertThat(Outcomes.of(program.run(RunOptions.standard()))).isEqualTo("2");
    assertThat(Outcomes.of(program.run(RunOptions.standard()))).isEqualTo("2");
  }

  @Test
  void a_text_is_compiled_once() {
    assertThat(PLAIN.compile("(+ 1 2)")).isSameAs(PLAIN.compile("(+ 1 2)"));
    assertThat(PLAIN.compile("(+ 1 2)")).isNotSameAs(PLAIN.compile("(+ 1 3)"));
    assertThat(PLAIN.compile(Source.of("a.vigy", "1")))
        .isNotSameAs(PLAIN.compile(Source.of("b.vigy", "1")));
  }

  @Test
  void the_least_recently_used_program_leaves_first() {
    Lisp lisp = Lisp.builder().cacheSize(2).build();
    Program one = lisp.compile("1");
    Program two = lisp.compile("2");
    assertThat(lisp.compile("1")).isSameAs(one);
    lisp.compile("3");

    assertThat(lisp.compile("1")).isSameAs(one);
    assertThat(lisp.compile("2")).isNotSameAs(two);
  }

  @Test
  void unreadable_text_is_a_program_that_fails() {
    Program program = PLAIN.compile("(+ 1 2");

    assertThat(program.diagnostics()).hasSize(1);
    assertThat(program.diagnostics().getFirst().message())
        .isEqualTo("unmatched opening paren at position 0");
    assertThat(program.check()).isEqualTo(program.diagnostics());
    assertThat(program.run(RunOptions.standard()))
        .isInstanceOfSatisfying(
            Evaluation.Failed.class,
            failed -> {
              assertThat(failed.error().kind()).isEqualTo(LispError.Kind.READER);
              assertThat(failed.error().fullMessage())
                  .isEqualTo("reader error: unmatched opening paren at position 0");
              assertThat(failed.error().span().orElseThrow().toString()).isEqualTo("0..6");
            });
  }

  @Test
  void functions_of_the_host_reach_the_object_of_their_run() {
    Lisp lisp =
        Lisp.builder()
            .function(
                NativeFunction.of1(
                    "add",
                    (run, n) ->
                        (long) run.host(AtomicInteger.class).addAndGet(((Long) n).intValue())))
            .value("answer", 42L)
            .build();
    var host = new AtomicInteger(1);

    Evaluation result =
        lisp.compile("(add answer) (add 1)").run(RunOptions.standard().withHost(host));

    assertThat(Outcomes.of(result)).isEqualTo("44");
    assertThat(Outcomes.of(lisp, "(add 1)"))
        .isEqualTo("! in native fn host: this run has no AtomicInteger at 0..7");
  }

  @Test
  void the_host_may_replace_a_function_of_the_language_but_not_inside_the_library() {
    Lisp lisp =
        Lisp.builder()
            .function(NativeFunction.of("+", Arity.ANY, (run, arguments) -> "plus"))
            .build();

    assertThat(Outcomes.of(lisp, "(list (+ 1 2) (inc 1))")).isEqualTo("(\"plus\" 2)");
  }

  @Test
  void what_the_host_did_not_foresee_is_an_error_of_the_program() {
    Lisp lisp =
        Lisp.builder()
            .function(
                NativeFunction.of0(
                    "broken",
                    run -> {
                      throw new IllegalArgumentException("oops");
                    }))
            .build();

    assertThat(Outcomes.of(lisp, "(broken)"))
        .isEqualTo("! in native fn broken: java.lang.IllegalArgumentException: oops at 0..8");
    assertThat(
            Outcomes.of(lisp, "(map (lambda (x) (try (broken) (catch (e) (error-tag e)))) '(1))"))
        .isEqualTo("(:native-fn)");
  }

  /// Ends a run on purpose.
  private static final class Stop extends NonLocalExit {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void no_handler_sees_a_run_being_left() {
    Lisp lisp =
        Lisp.builder()
            .function(
                NativeFunction.of0(
                    "stop",
                    run -> {
                      throw new Stop();
                    }))
            .build();

    assertThat(
            Outcomes.of(
                lisp, "(define (f) (map (lambda (x) (stop)) '(1))) (try (f) (catch (e) 1)) 2"))
        .isEqualTo("left: Stop");
  }

  @Test
  void output_belongs_to_the_run_and_is_cut() {
    Program program = PLAIN.compile("(display \"é\") (display 1) (display 22)");

    assertThat(program.run(RunOptions.standard()).meter().output()).isEqualTo("\"é\"122");
    assertThat(program.run(RunOptions.standard()).meter().outputCut()).isFalse();

    var few = new dev.vigy.lisp.run.Limits(Long.MAX_VALUE, Long.MAX_VALUE, 100, Long.MAX_VALUE, 6);
    Meter meter = program.run(RunOptions.standard().withLimits(few)).meter();
    assertThat(meter.output()).isEqualTo("\"é\"12");
    assertThat(meter.outputCut()).isTrue();
  }

  @Test
  void closures_of_the_program_can_be_called_by_the_host() {
    Lisp lisp =
        Lisp.builder()
            .function(
                NativeFunction.of1(
                    "thrice",
                    (run, f) -> LispList.of(run.call(f, 1L), run.call(f, 2L), run.apply(f, 3L))))
            .build();

    assertThat(Outcomes.of(lisp, "(thrice (lambda (x &rest r) (list x r)))"))
        .isEqualTo("((1 ()) (2 ()) (3 ()))");
    assertThat(Outcomes.of(lisp, "(thrice car)"))
        .isEqualTo("! type mismatch: expected pair, got int at 0..12");
    assertThat(Outcomes.of(lisp, "(thrice 5)"))
        .isEqualTo("! not callable: value of type int at 0..10");
    assertThat(Outcomes.of(lisp, "(thrice (lambda () 1))"))
        .isEqualTo("! arity mismatch in <closure>: expected Exact(0), got 1 at 0..22");
  }

  @Test
  void an_unbound_name_is_explained_with_the_nearest_one() {
    Program program = PLAIN.compile("(lenght '(1))");

    Evaluation.Failed failed = (Evaluation.Failed) program.run(RunOptions.standard());

    assertThat(program.explain(failed.error()).rendered())
        .isEqualTo(
            """
            error: unbound symbol `lenght`
              at line 1, column 2
            1 | (lenght '(1))
              |  ^^^^^^
            hint: did you mean `length`?""");
  }

  @Test
  void one_program_runs_in_many_threads_at_once() throws Exception {
    Program program =
        PLAIN.compile(
            "(defmacro twice (x) `(begin ,x ,x)) (define n 0) (define (add) (set! n (+ n 1)))"
                + " (dotimes (i 200) (twice (add))) (when (= n 400) (define late (lambda () n)))"
                + " (late)");
    try (var pool = Executors.newFixedThreadPool(8)) {
      Callable<String> task = () -> Outcomes.of(program.run(RunOptions.standard()));
      for (var result : pool.invokeAll(java.util.Collections.nCopies(64, task))) {
        assertThat(result.get()).isEqualTo("400");
      }
    }
  }

  @Test
  void reading_gives_forms_or_a_diagnostic() {
    assertThat(run(PLAIN, "1")).isInstanceOf(Evaluation.Completed.class);
    assertThat(Lisp.read(Source.of("x", "(a) b")))
        .isInstanceOfSatisfying(
            dev.vigy.lisp.read.ReadResult.Forms.class,
            forms -> assertThat(forms.forms()).hasSize(2));
    assertThat(PLAIN.names().keySet()).containsAll(List.of("car", "inc", "true", "nil"));
  }
}
