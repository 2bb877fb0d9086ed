package dev.vigy.lisp.fiber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.BigStack;
import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.Outcomes;
import dev.vigy.lisp.Program;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.run.FiberLimits;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.run.ThreadUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fibers that take turns: who goes on when, how they end, and what they may use.
@Timeout(120)
class FibersTest {
  private static final long NONE = Long.MAX_VALUE;
  private static final Lisp LISP = Lisp.builder().build();

  private static String outcome(String text) {
    Program program = LISP.compile(text);
    Evaluation first = program.run(RunOptions.standard());
    Evaluation second = program.run(RunOptions.standard());
    assertThat(Outcomes.of(second)).as("in the second run").isEqualTo(Outcomes.of(first));
    assertThat(second.meter()).as("what the second run cost").isEqualTo(first.meter());
    return Outcomes.of(first);
  }

  private static RunOptions within(long steps, long memory) {
    return RunOptions.standard().withLimits(new Limits(steps, memory, 100_000, NONE, 65_536));
  }

  private static LispError failure(String text, RunOptions options) {
    Evaluation evaluation = LISP.compile(text).run(options);
    assertThat(evaluation).isInstanceOf(Evaluation.Failed.class);
    return ((Evaluation.Failed) evaluation).error();
  }

  // --- Turns -------------------------------------------------------------------------------------

  private static final String LOG =
      "(define log ()) (define (say x) (set! log (append log (list x)))) ";

  @Test
  void a_spawned_fiber_waits_for_its_turn_and_turns_come_in_the_order_of_spawning() {
    assertThat(
            outcome(
                LOG
                    + "(define fs (map (lambda (n) (spawn (lambda () (say n) (yield) (say (* 10"
                    + " n))))) '(1 2 3))) (say :main) (for-each join fs) log"))
        .isEqualTo("(:main 1 2 3 10 20 30)");
  }

  @Test
  void yield_lets_all_others_go_first_and_returns_at_once_if_there_are_none() {
    assertThat(outcome("(yield)")).isEqualTo("()");
    assertThat(
            outcome(
                LOG
                    + "(define (worker n) (say n) (yield) (worker (+ n 1)))"
                    + "(spawn worker 1) (spawn worker 101) (yield) (yield) (yield) log"))
        .isEqualTo("(1 101 2 102 3 103)");
  }

  @Test
  void who_is_woken_stands_at_the_end_of_the_queue() {
    assertThat(
            outcome(
                LOG
                    + "(define c (chan 0))"
                    + "(define (taker n) (say (list n (chan-receive c))))"
                    + "(spawn taker 1) (spawn taker 2) (spawn (lambda () (say :third)))"
                    + "(yield) (chan-send c :a) (chan-send c :b) (say :sent) (yield) log"))
        .isEqualTo("(:third :sent (1 :a) (2 :b))");
  }

  @Test
  void fibers_switch_inside_callbacks_of_the_library_too() {
    assertThat(
            outcome(
                "(define c (chan 0))"
                    + "(define f (spawn (lambda () (map (lambda (x) (chan-send c x) (* x x)) '(1 2"
                    + " 3)))))"
                    + "(list (map (lambda (_) (chan-receive c)) '(a b c)) (join f))"))
        .isEqualTo("((1 2 3) (1 4 9))");
  }

  @Test
  void a_pipeline_of_fibers() {
    assertThat(
            outcome(
                "(define (stage f in out)"
                    + "  (let ((x (chan-receive in)))"
                    + "    (if (eq? x :closed) (close! out)"
                    + "      (begin (chan-send out (f x)) (stage f in out)))))"
                    + "(define (collect c xs)"
                    + "  (let ((x (chan-receive c))) (if (eq? x :closed) (reverse xs) (collect c"
                    + " (cons x xs)))))"
                    + "(define a (chan 2)) (define b (chan 0)) (define c (chan))"
                    + "(spawn stage inc a b) (spawn stage (lambda (x) (* x 10)) b c)"
                    + "(spawn (lambda () (dotimes (i 50) (chan-send a i)) (close! a)))"
                    + "(length (collect c ()))"))
        .isEqualTo("50");
  }

  // --- Channels ----------------------------------------------------------------------------------

  @Test
  void a_full_channel_lets_senders_in_one_by_one_in_their_order() {
    assertThat(
            outcome(
                "(define c (chan 1))"
                    + "(define fs (map (lambda (n) (spawn chan-send c n)) '(1 2 3)))"
                    + "(yield)"
                    + "(list (chan-len c) (chan-receive c) (chan-len c) (<! c) (<! c) (<! c) (map"
                    + " join fs))"))
        .isEqualTo("(1 1 1 2 3 :empty (#t #t #t))");
  }

  @Test
  void closing_ends_the_waiting_of_both_sides() {
    assertThat(
            outcome(
                "(define c (chan)) (define f (spawn chan-receive c)) (define g (spawn chan-select"
                    + " c)) (yield) (close! c) (list (join f) (eq? c (first (join g))) (second"
                    + " (join g)) (chan-send c 1) (chan-receive c))"))
        .isEqualTo("(:closed #t :closed #f :closed)");
    assertThat(
            outcome(
                "(define c (chan 0)) (define f (spawn chan-send c 1)) (define g (spawn chan-select"
                    + " (list c 2) (list c 3))) (yield) (list (drain! c) (join f) (second (join"
                    + " g)))"))
        .isEqualTo("(() #f #f)");
  }

  @Test
  void the_old_functions_meet_those_that_wait() {
    assertThat(
            outcome(
                "(define c (chan 0)) (define f (spawn chan-receive c)) (list (>! c 1) (begin"
                    + " (yield) (>! c 2)) (join f) (>! c 3) (<! c))"))
        .isEqualTo("(#f #t 2 #f :empty)");
  }

  // --- Select ------------------------------------------------------------------------------------

  @Test
  void select_takes_what_is_ready_and_passes_none_over_for_ever() {
    assertThat(
            outcome(
                "(define a (chan)) (define b (chan)) (define c (chan))"
                    + "(dotimes (i 4) (>! a (list :a i)) (>! b (list :b i)))"
                    + "(map (lambda (_) (second (chan-select a b c))) '(1 2 3 4))"))
        .isEqualTo("((:a 0) (:b 0) (:a 1) (:b 1))");
  }

  @Test
  void select_sends_as_well_and_waits_if_nothing_can_be_done() {
    assertThat(
            outcome(
                "(define in (chan 0)) (define out (chan 0))"
                    + "(define f (spawn (lambda () (map (lambda (_) (let ((r (chan-select in (list"
                    + " out :x)))) (list (eq? (first r) in) (second r)))) '(1 2)))))"
                    + "(yield) (list (chan-receive out) (chan-send in 5) (join f))"))
        .isEqualTo("(:x #t ((#f #t) (#t 5)))");
  }

  @Test
  void a_select_that_went_on_leaves_nothing_behind_in_the_other_channels() {
    assertThat(
            outcome(
                "(define hot (chan)) (define cold (chan 0))"
                    + "(define f (spawn (lambda () (dotimes (i 1000) (chan-select hot cold)) :done)))"
                    + "(dotimes (i 1000) (yield) (>! hot i)) (list (join f) (>! cold 1))"))
        .isEqualTo("(:done #f)");
  }

  @Test
  void arguments_are_checked() {
    assertThat(outcome("(spawn 5)"))
        .isEqualTo("! type mismatch: expected procedure, got int at 0..9");
    assertThat(outcome("(join 5)"))
        .isEqualTo("! type mismatch: expected spawned fiber, got int at 0..8");
    assertThat(outcome("(join (go newline))"))
        .isEqualTo("! type mismatch: expected spawned fiber, got foreign at 0..19");
    assertThat(outcome("(chan-send 5 1)"))
        .isEqualTo("! type mismatch: expected channel, got int at 0..15");
    assertThat(outcome("(chan-receive 5)"))
        .isEqualTo("! type mismatch: expected channel, got int at 0..16");
    assertThat(outcome("(chan-select (chan) 5)"))
        .isEqualTo("! type mismatch: expected channel or (channel value), got int at 0..22");
    assertThat(outcome("(chan-select)"))
        .isEqualTo("! arity mismatch in chan-select: expected AtLeast(1), got 0 at 0..13");
    assertThat(outcome("(spawn car)")).isEqualTo("#<foreign>");
    assertThat(outcome("(join (spawn car))"))
        .isEqualTo("! arity mismatch in car: expected Exact(1), got 0 at 0..18");
  }

  // --- Errors ------------------------------------------------------------------------------------

  @Test
  void an_error_of_a_fiber_is_thrown_by_join_each_time() {
    assertThat(
            outcome(
                "(define f (spawn (lambda () (throw :x))))"
                    + "(list (try (join f) (catch (e) e)) (try (join f) (catch (e) (list e))))"))
        .isEqualTo("(:x (:x))");
    assertThat(outcome("(define f (spawn (lambda () (car 5)))) (join f)"))
        .isEqualTo("! type mismatch: expected pair, got int at 28..35");
  }

  @Test
  void the_calls_of_an_error_are_those_of_the_fiber_and_of_the_join_that_threw_it() {
    LispError error =
        failure(
            "(define (inner) (car 5)) (define f (spawn (lambda () (+ 1 (inner)))))"
                + "(define (first-join) (+ 1 (join f))) (define (second-join) (+ 1 (join f)))"
                + "(try (first-join) (catch (e) e)) (+ 1 (second-join))",
            RunOptions.standard());

    assertThat(error.calls().toString()).contains("inner", "second-join");
    assertThat(error.calls().toString()).doesNotContain("first-join");
  }

  @Test
  void an_error_that_nobody_joins_fails_the_program_at_its_end() {
    assertThat(outcome("(spawn (lambda () (throw :x))) (yield) (println 1) 2"))
        .isEqualTo("! user error: :x");
    assertThat(outcome("(spawn (lambda () (throw :x))) (spawn (lambda () (car 5))) (yield) 2"))
        .as("the first one")
        .isEqualTo("! user error: :x");
    assertThat(outcome("(spawn (lambda () (try (throw :x) (catch (e) e)))) (yield) 2"))
        .isEqualTo("2");
    assertThat(outcome("(spawn (lambda () (throw :x))) 2")).as("it had no turn").isEqualTo("2");
  }

  @Test
  void a_fiber_cannot_wait_for_itself() {
    assertThat(
            outcome(
                "(define c (chan)) (define f (spawn (lambda () (join (chan-receive c)))))"
                    + "(>! c f) (join f)"))
        .isEqualTo("! in native fn join: a fiber can't wait for its own end at 46..69");
  }

  @Test
  void a_deadlock_names_who_waits_for_what_and_can_be_caught() {
    assertThat(outcome("(chan-receive (chan))"))
        .isEqualTo("! deadlock: the program waits to receive from channel A at 0..21");
    assertThat(
            outcome(
                "(define a (chan 0)) (define b (chan 0))"
                    + "(define (first-a) (chan-send a 1) (chan-receive b))"
                    + "(define (first-b) (chan-send b 1) (chan-receive a))"
                    + "(define f (spawn first-a)) (define g (spawn first-b))"
                    + "(try (join f) (catch (e) (list (error-tag e) (error-message e))))"))
        .isEqualTo(
            "(:deadlock \"deadlock: the program waits for the end of fiber 1 (`first-a`); fiber 1"
                + " (`first-a`) waits to send to channel A; fiber 2 (`first-b`) waits to send to"
                + " channel B\")");
    assertThat(
            outcome(
                "(define c (chan 0)) (define f (spawn (lambda () (chan-select c (list c 1)))))"
                    + "(list (try (join f) (catch (e) (error-message e))) (chan-send c :now) (second"
                    + " (join f)))"))
        .isEqualTo(
            "(\"deadlock: the program waits for the end of fiber 1; fiber 1 waits to receive from"
                + " channel A or to send to channel A\" #t :now)");
    assertThat(
            outcome(
                "(define c (chan)) (dotimes (i 100) (spawn chan-receive c)) (try (chan-receive c)"
                    + " (catch (e) (error-message e)))"))
        .endsWith("fiber 6 (`chan-receive`) waits to receive from channel A; 94 more wait\"");
  }

  // --- Limits ------------------------------------------------------------------------------------

  @Test
  void steps_of_all_fibers_count_together_and_no_fiber_survives_their_end() {
    LispError error =
        failure(
            "(define (spin) (yield) (spin)) (spawn spin) (spawn spin)"
                + " (try (join (spawn (lambda () (try (while #t 1) (catch (e) e))))) (catch (e) e))",
            within(50_000, NONE));

    assertThat(error.fullMessage()).startsWith("fuel budget of 50000 exceeded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(define (bomb) (spawn bomb) (spawn bomb) (yield) (bomb)) (bomb)",
        "(define (bomb) (join (spawn bomb))) (bomb)",
        "(define (bomb) (try (spawn bomb) (catch (e) e)) (yield) (bomb)) (bomb)",
        "(define c (chan)) (define (f) (>! c (make-string-of-it)) (f))"
            + " (define (make-string-of-it) (range 1000)) (join (spawn f))",
        "(define c (chan 0)) (define (deep n) (if (= n 0) (chan-receive c) (+ 1 (deep (- n 1)))))"
            + " (while #t (try (spawn deep 900) (catch (e) e)) (yield))",
        "(define c (chan 0)) (define (f) (chan-select c c c c)) (while #t (try (spawn f) (catch (e)"
            + " e)) (yield))",
        "(define (f) (eval '(spawn f)) (yield) (f)) (f)",
      })
  void bombs_end_in_a_counted_limit_and_leave_no_thread(String text) {
    LispError error = failure(text, within(300_000, 48L << 20));

    assertThat(error.limit()).isPresent();
    assertThat(failure(text, within(300_000, 48L << 20)).fullMessage())
        .isEqualTo(error.fullMessage());
  }

  @Test
  void the_number_of_fibers_is_limited_and_the_error_can_be_caught() {
    Limits few = Limits.LANGUAGE.withFibers(new FiberLimits(3, 1_000, 2));
    String text =
        "(define c (chan)) (dotimes (i 3) (spawn chan-receive c))"
            + "(list (try (spawn car) (catch (e) e)) (begin (yield) (close! c) (yield) (go? (spawn"
            + " inc 1))))";

    assertThat(Outcomes.of(LISP.compile(text).run(RunOptions.standard().withLimits(few))))
        .isEqualTo(
            "(#<error :limit-exceeded \"spawn exceeds the limit of 3 fibers at a time\"> #f)");
    assertThat(
            Outcomes.of(
                LISP.compile("(define c (chan)) (>! c 1) (>! c 2) (>! c 3)")
                    .run(RunOptions.standard().withLimits(few))))
        .isEqualTo("! a channel exceeds the limit of 2 values at 36..44");
  }

  @Test
  void a_fiber_is_a_thousand_calls_deep_whatever_they_look_like() {
    String plain = "(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1))))) ";
    String throughTheLibrary =
        "(define (f n) (if (= n 0) 0 (+ 1 (first (map (lambda (x) (let ((y (try (f x) (catch (e)"
            + " (throw e))))) (cond ((= y -1) 0) (else (and #t (or #f (begin y))))))) (list (- n"
            + " 1))))))) ";

    assertThat(
            outcome(
                plain
                    + "(list (join (spawn f 999)) (try (join (spawn f 1000)) (catch (e) e)) (f"
                    + " 1100))"))
        .isEqualTo(
            "(999 #<error :depth-exceeded \"call depth budget of 1000 exceeded in `f`\"> 1100)");
    assertThat(
            outcome(
                throughTheLibrary
                    + "(list (join (spawn f 499)) (try (join (spawn f 500)) (catch (e)"
                    + " (error-tag e))))"))
        .isEqualTo("(499 :depth-exceeded)");
  }

  @Test
  void depth_is_counted_for_each_fiber_by_itself() {
    Meter meter =
        LISP.compile(
                "(define c (chan 0)) (define (f n) (if (= n 0) (chan-receive c) (+ 1 (f (- n 1)))))"
                    + "(define fs (map (lambda (_) (spawn f 500)) (range 50))) (yield)"
                    + "(define (g n) (if (= n 0) 0 (+ 1 (g (- n 1))))) (g 700)"
                    + "(for-each (lambda (_) (chan-send c 1)) fs) (apply + (map join fs))")
            .run(RunOptions.standard())
            .meter();

    assertThat(meter.deepest()).isEqualTo(701);
  }

  @Test
  void expressions_nested_deep_in_a_fiber_are_no_deeper_than_its_stacks() {
    int levels = 5_000;
    String text =
        "(define (f) "
            + "(+ 1 ".repeat(levels)
            + "(begin (yield) 0)"
            + ")".repeat(levels)
            + ") (join (spawn f))";

    assertThat(BigStack.run(() -> outcome(text))).isEqualTo("5000");
  }

  @Test
  void a_stack_that_waits_is_counted_as_memory() {
    String text =
        "(define c (chan 0)) (define (f n) (if (= n 0) (chan-receive c) (+ 1 (f (- n 1)))))"
            + "(dotimes (_ 2000) (spawn f 990)) (yield)";

    assertThat(failure(text, within(NONE, 256L << 20)).limit()).contains(LispError.Limit.MEMORY);
  }

  /// A thread whose time passes by a millisecond at each look.
  private static final class SteadyUsage implements ThreadUsage {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long cpuNanos() {
      return nanos.getAndAdd(1_000_000);
    }

    @Override
    public long allocatedBytes() {
      return -1;
    }
  }

  @Test
  void time_counts_in_fibers() {
    var limits = new Limits(NONE, NONE, 100, 100_000_000, 0);
    RunOptions options = RunOptions.standard().withLimits(limits).withUsage(new SteadyUsage());

    assertThat(
            failure("(define (f) (while #t 1)) (try (join (spawn f)) (catch (e) 1))", options)
                .limit())
        .contains(LispError.Limit.TIME);
    assertThat(failure("(join (spawn (lambda () (while #t 1))))", realTime()).limit())
        .contains(LispError.Limit.TIME);
  }

  private static RunOptions realTime() {
    return RunOptions.standard().withLimits(new Limits(NONE, NONE, 100, 20_000_000, 0));
  }

  @Test
  void an_interrupt_from_outside_ends_a_run_while_a_fiber_spins() throws InterruptedException {
    var interrupt = new Interrupt();
    var spinning = new CountDownLatch(1);
    Lisp lisp =
        Lisp.builder()
            .function(
                NativeFunction.of0(
                    "spinning",
                    run -> {
                      spinning.countDown();
                      return 1L;
                    }))
            .build();
    Thread outside =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    spinning.await();
                    interrupt.request();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });

    Evaluation evaluation =
        lisp.compile("(join (spawn (lambda () (spinning) (while #t (yield)))))")
            .run(RunOptions.standard().withInterrupt(interrupt));
    outside.join();

    assertThat(((Evaluation.Failed) evaluation).error().limit())
        .contains(LispError.Limit.INTERRUPT);
  }

  @Test
  void an_interrupted_thread_goes_on_and_stays_interrupted() {
    Thread.currentThread().interrupt();

    assertThat(Outcomes.of(LISP, "(join (spawn (lambda () (yield) 1)))")).isEqualTo("1");
    assertThat(Thread.interrupted()).isTrue();
  }

  // --- Ends --------------------------------------------------------------------------------------

  /// Notes which thread calls it, and returns once it is left.
  private static Lisp noting(List<Thread> threads, List<String> unwound) {
    return Lisp.builder()
        .function(
            NativeFunction.of1(
                "noting",
                (run, thunk) -> {
                  threads.add(Thread.currentThread());
                  try {
                    return run.apply(thunk);
                  } finally {
                    unwound.add("unwound");
                  }
                }))
        .build();
  }

  @Test
  void what_has_not_ended_is_dropped_unwound_and_leaves_no_thread() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<String> unwound = new ArrayList<>();
    String text =
        LOG
            + "(define c (chan 0))"
            + "(define (f n) (noting (lambda () (try (chan-receive c) (catch (e) (say :caught)))"
            + " (say :on))))"
            + "(dotimes (i 20) (spawn f i)) (yield) (spawn f 1) log";

    assertThat(Outcomes.of(noting(threads, unwound), text)).isEqualTo("()");
    assertThat(unwound).hasSize(20);
    assertThat(threads).hasSize(20).allMatch(Thread::isVirtual);
    for (Thread thread : threads) {
      assertThat(thread.join(java.time.Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void a_native_that_swallows_the_end_does_not_keep_a_fiber_going() {
    Lisp lisp =
        Lisp.builder()
            .function(
                NativeFunction.of1(
                    "stubborn",
                    (run, thunk) -> {
                      try {
                        return run.apply(thunk);
                      } catch (RuntimeException swallowed) {
                        return run.apply(thunk);
                      }
                    }))
            .build();

    assertThat(
            Outcomes.of(
                lisp,
                "(define c (chan)) (spawn (lambda () (stubborn (lambda () (chan-receive c)))"
                    + " (while #t 1))) (yield) :end"))
        .isEqualTo(":end");
  }

  /// Leaves a run for an answer from outside.
  private static final class Ask extends NonLocalExit {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean waitsForOutside() {
      return true;
    }
  }

  /// Ends a run on purpose.
  private static final class Stop extends NonLocalExit {
    private static final long serialVersionUID = 1L;
  }

  private static Lisp asking(List<Object> asked) {
    return Lisp.builder()
        .function(
            NativeFunction.of1(
                "ask",
                (run, question) -> {
                  asked.add(question);
                  throw new Ask();
                }))
        .function(
            NativeFunction.of0(
                "stop",
                run -> {
                  throw new Stop();
                }))
        .build();
  }

  @Test
  void an_exit_in_a_fiber_leaves_the_run() {
    assertThat(
            Outcomes.of(
                asking(new ArrayList<>()),
                "(define c (chan)) (spawn chan-receive c)"
                    + " (spawn (lambda () (try (stop) (catch (e) e)))) (chan-receive c)"))
        .isEqualTo("left: Stop");
  }

  @Test
  void where_one_asks_outside_the_others_go_on_and_ask_as_well() {
    List<Object> asked = new ArrayList<>();
    String text = "(map join (map (lambda (n) (spawn ask n)) '(1 2 3)))";

    assertThat(Outcomes.of(asking(asked), text)).isEqualTo("left: Ask");
    assertThat(asked).containsExactly(1L, 2L, 3L);

    asked.clear();
    assertThat(Outcomes.of(asking(asked), "(spawn ask 1) (spawn ask 2) (ask 0)"))
        .as("the program itself first")
        .isEqualTo("left: Ask");
    assertThat(asked).containsExactly(0L, 1L, 2L);
  }

  @Test
  void a_bug_of_the_host_in_a_fiber_is_thrown_by_the_run_as_it_is() {
    Lisp lisp =
        Lisp.builder()
            .function(
                NativeFunction.of0(
                    "broken",
                    run -> {
                      throw new AssertionError("ours");
                    }))
            .build();

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                lisp.compile("(try (join (spawn broken)) (catch (e) 1))")
                    .run(RunOptions.standard()))
        .isInstanceOf(AssertionError.class)
        .hasMessage("ours");
  }

  // --- Size --------------------------------------------------------------------------------------

  @Test
  void ten_thousand_fibers() {
    assertThat(
            outcome(
                "(define fs (map (lambda (n) (spawn (lambda () (* n 2)))) (range 10000)))"
                    + "(apply + (map join fs))"))
        .isEqualTo("99990000");
    assertThat(
            outcome(
                "(define c (chan 0)) (define fs (map (lambda (n) (spawn (lambda () (+ n"
                    + " (chan-receive c))))) (range 10000))) (yield)"
                    + "(dotimes (_ 10000) (chan-send c 1)) (apply + (map join fs))"))
        .isEqualTo("50005000");
  }

  @Test
  void runs_in_many_threads_do_not_meet() throws InterruptedException {
    Program program =
        LISP.compile(
            "(define c (chan 3)) (define f (spawn (lambda () (dotimes (i 200) (chan-send c i))"
                + " (close! c)))) (define (sum n) (let ((x (chan-receive c))) (if (eq? x :closed) n"
                + " (sum (+ n x))))) (sum 0)");
    List<String> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int j = 0; j < 10; j++) {
                      outcomes.add(Outcomes.of(program.run(RunOptions.standard())));
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(outcomes).hasSize(80).containsOnly("19900");
  }
}
