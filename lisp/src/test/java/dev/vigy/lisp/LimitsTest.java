package dev.vigy.lisp;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.run.ThreadUsage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final long NONE = Long.MAX_VALUE;

  private static final Lisp LISP = Lisp.builder().build();

  private static RunOptions within(long steps, long memory) {
    return RunOptions.standard().withLimits(new Limits(steps, memory, 100_000, NONE, 65_536));
  }

  private static LispError failure(String text, RunOptions options) {
    Evaluation evaluation = BigStack.run(() -> LISP.compile(text).run(options));
    assertThat(evaluation).isInstanceOf(Evaluation.Failed.class);
    return ((Evaluation.Failed) evaluation).error();
  }

  private static final String LOOP =
      "(define (loop n) (if (= n 0) :done (loop (- n 1)))) (loop 1000)";

  @Test
  void a_call_is_a_step_and_the_last_one_allowed_is_allowed() {
    Meter meter = LISP.compile(LOOP).run(RunOptions.standard()).meter();

    assertThat(meter.steps()).isEqualTo(3002);
    assertThat(Outcomes.of(LISP.compile(LOOP).run(within(meter.steps(), NONE)))).isEqualTo(":done");
    assertThat(failure(LOOP, within(meter.steps() - 1, NONE)).fullMessage())
        .isEqualTo("fuel budget of 3001 exceeded at 21..28");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(define (f) (f)) (f)",
        "(define (f n) (g n)) (define (g n) (f n)) (f 1)",
        "(while #t 1)",
        "(dotimes (i 9223372036854775807) i)",
        "(define (f) (try (car 5) (catch (e) 1)) (f)) (f)",
        "(while #t (try (while #t 1) (catch (e) e)))",
        "(try (while #t 1) (catch (e) (while #t 1)))",
        "(define (f) (try (f) (catch (e) (f)))) (f)",
        "(sort-by (lambda (a b) (while #t 1)) '(2 1))",
        "(define p (delay (while #t 1))) (try (force p) (catch (e) (force p)))",
        "(defmacro m () (while #t 1)) (m)",
        "(eval '(while #t 1))",
        "(while #t (eval '(+ 1 2)))",
        "(defmacro d (x) `(list ,x ,x)) (d (d (d (d (d (d (d (d (d (d (d (d (d (d 1))))))))))))))",
      })
  void nothing_goes_on_for_ever(String text) {
    LispError error = failure(text, within(20_000, NONE));

    assertThat(error.kind()).isEqualTo(LispError.Kind.FUEL_EXHAUSTED);
    assertThat(error.limit()).contains(LispError.Limit.STEPS);
    assertThat(error.shortMessage()).isEqualTo("fuel budget of 20000 exceeded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(define (f l) (f (cons 1 l))) (f ())",
        "(define (f s) (f (string-append s s))) (f \"ab\")",
        "(define (f m i) (f (hash-map-set m i i) (+ i 1))) (f (hash-map) 0)",
        "(define l ()) (while #t (set! l (cons (lambda () 1) l)))",
        "(range 100000000)",
        "(iterate inc 0 9223372036854775807)",
        "(define (f l) (try (f (cons 1 l)) (catch (e) l))) (f ())",
        "(define n 0) (while #t (set! n (+ n 1)) (eval (list 'define (string->symbol (string n)) n)))",
        "(define (f &rest r) (apply f 1 r)) (f)",
      })
  void nothing_grows_for_ever(String text) {
    LispError error = failure(text, within(NONE, 4L << 20));

    assertThat(error.kind()).isEqualTo(LispError.Kind.HALTED);
    assertThat(error.limit()).contains(LispError.Limit.MEMORY);
    assertThat(error.fullMessage()).isEqualTo("halted (host-initiated interrupt)");
  }

  @Test
  void a_frame_of_many_variables_is_paid_for_before_it_is_made() {
    String variables =
        IntStream.range(0, 10_000).mapToObj(i -> "(x" + i + " n)").collect(joining());
    String text =
        "(define (f n) (begin (let ((r (f n))) (+ 1 r)) (let (" + variables + ") 1))) (f 1)";

    Evaluation evaluation = BigStack.run(() -> LISP.compile(text).run(within(NONE, 4L << 20)));

    assertThat(((Evaluation.Failed) evaluation).error().limit()).contains(LispError.Limit.MEMORY);
    assertThat(evaluation.meter().deepest()).isLessThan(60);
  }

  @Test
  void an_interrupt_ends_the_run_from_another_thread() {
    var interrupt = new Interrupt();
    Lisp lisp =
        Lisp.builder()
            .function(
                NativeFunction.of0(
                    "begin-to-wait",
                    run -> {
                      // A thread of its own, as an embedder's would be.
                      var thread = new Thread(interrupt::request);
                      thread.start();
                      return 1L;
                    }))
            .build();
    Program program = lisp.compile("(begin-to-wait) (try (while #t 1) (catch (e) :caught))");

    Evaluation evaluation = program.run(RunOptions.standard().withInterrupt(interrupt));

    assertThat(((Evaluation.Failed) evaluation).error().limit())
        .contains(LispError.Limit.INTERRUPT);
    interrupt.clear();
    assertThat(
            Outcomes.of(
                LISP.compile("(+ 1 2)").run(RunOptions.standard().withInterrupt(interrupt))))
        .isEqualTo("3");
  }

  /// A thread whose CPU time passes by ten milliseconds at each look, and which allocates nothing.
  private static final class SteadyUsage implements ThreadUsage {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long cpuNanos() {
      return nanos.getAndAdd(10_000_000);
    }

    @Override
    public long allocatedBytes() {
      return -1;
    }
  }

  @Test
  void cpu_time_ends_a_run() {
    var limits = new Limits(NONE, NONE, 100, 1_000_000_000, 0);
    var usage = new SteadyUsage();
    RunOptions options = RunOptions.standard().withLimits(limits).withUsage(usage);

    LispError error = failure("(try (while #t 1) (catch (e) 1))", options);

    assertThat(error.limit()).contains(LispError.Limit.TIME);
    assertThat(usage.cpuNanos()).isBetween(1_000_000_000L, 1_100_000_000L);
  }

  /// A thread that allocates a mebibyte between two looks.
  private static final class HungryUsage implements ThreadUsage {
    private final AtomicLong bytes = new AtomicLong();

    @Override
    public long cpuNanos() {
      return 0;
    }

    @Override
    public long allocatedBytes() {
      return bytes.getAndAdd(1 << 20);
    }
  }

  @Test
  void memory_that_was_not_counted_ends_a_run_all_the_same() {
    RunOptions options = within(NONE, 4L << 20).withUsage(new HungryUsage());

    LispError error = failure("(while #t 1)", options);

    assertThat(error.limit()).contains(LispError.Limit.MEMORY);
  }

  @Test
  void what_is_counted_is_no_less_than_two_thirds_of_what_is_allocated() {
    var usage = ThreadUsage.ofTheJvm();
    for (String text :
        new String[] {
          "(define (f n a) (if (= n 0) a (f (- n 1) (cons n a)))) (f 100000 ())",
          "(define (f n a) (if (= n 0) a (f (- n 1) (lambda () a)))) (f 100000 ())",
          "(define (f a b c d) (if (= a 0) b (g (- a 1) b c d))) (define (g a b c d) (f a b c d))"
              + " (f 50000 1 2 3)",
          "(define n 0) (while (< n 20000) (set! n (+ n 1)) (eval '(let ((x n)) (+ x 1))))",
          "(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1))))) (f 5000) (f 5000) (f 5000)",
          "(define (f n m) (if (= n 0) m (f (- n 1) `(a ,n (b ,@m))))) (length (f 20000 ()))",
        }) {
      long[] measured =
          BigStack.run(
              () -> {
                Program program = LISP.compile(text);
                program.run(RunOptions.standard());
                long before = usage.allocatedBytes();
                Evaluation evaluation = program.run(RunOptions.standard());
                long allocated = usage.allocatedBytes() - before;
                assertThat(evaluation).isInstanceOf(Evaluation.Completed.class);
                return new long[] {allocated, evaluation.meter().memory()};
              });
      assertThat(measured[0]).as(text).isLessThan(measured[1] * 3 / 2 + 4_096);
    }
  }

  @Test
  void a_hundred_thousand_calls_nest_and_the_next_one_is_an_error_that_can_be_caught() {
    String sum = "(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1))))) ";

    Evaluation evaluation =
        BigStack.run(
            () ->
                LISP.compile(
                        sum + "(list (sum 99999) (try (sum 100000) (catch (e) (error-tag e))))")
                    .run(RunOptions.standard()));

    assertThat(Outcomes.of(evaluation)).isEqualTo("(4999950000 :depth-exceeded)");
    assertThat(evaluation.meter().deepest()).isEqualTo(100_000);
  }

  @Test
  void a_lower_depth_is_counted_the_same_way() {
    var limits = new Limits(NONE, NONE, 10, NONE, 0);
    String program =
        "(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1))))) (list (f 9) (try (f 10) (catch (e) e)))";

    assertThat(Outcomes.of(LISP.compile(program).run(RunOptions.standard().withLimits(limits))))
        .isEqualTo("(9 #<error :depth-exceeded \"call depth budget of 10 exceeded in `f`\">)");
  }

  @Test
  void a_small_stack_ends_deep_recursion_in_an_error_that_can_be_caught() {
    String program =
        "(define (f n) (+ 1 (f n))) (list (try (f 1) (catch (e) (error-tag e))) (+ 1 1))";

    String outcome =
        BigStack.run(
            512 * 1024, () -> Outcomes.of(LISP.compile(program).run(RunOptions.standard())));

    assertThat(outcome).isEqualTo("(:depth-exceeded 2)");
  }

  @Test
  void tail_calls_take_no_stack_and_no_memory() {
    String program =
        "(define (ev? n) (if (= n 0) #t (od? (- n 1)))) (define (od? n) (if (= n 0) #f (ev? (- n"
            + " 1)))) (define (loop a b c d) (cond ((= a 0) b) (else (let ((x (+ b 1))) (and #t (or"
            + " #f (begin (when #t (loop (- a 1) x c d)))))))))"
            + " (list (ev? 300000) (loop 300000 0 1 2))";

    Evaluation evaluation =
        BigStack.run(512 * 1024, () -> LISP.compile(program).run(RunOptions.standard()));

    assertThat(Outcomes.of(evaluation)).isEqualTo("(#t 300000)");
    assertThat(evaluation.meter().deepest()).isEqualTo(1);
  }
}
