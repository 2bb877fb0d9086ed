package dev.vigy.lisp.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.Program;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the library charges: it grows as the work does, covers what is allocated, and ends what
/// would never end.
class CountsTest {
  private static final Lisp LISP = Lisp.builder().build();

  private static Meter meter(String program, int n) {
    Evaluation evaluation =
        LISP.compile(program.replace("$n", Integer.toString(n))).run(RunOptions.standard());
    if (evaluation instanceof Evaluation.Failed(var error, var _)) {
      throw new AssertionError(error.fullMessage());
    }
    return evaluation.meter();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(foldl (lambda (acc i) (append acc (list i))) () (range $n))",
        "(foldl (lambda (acc i) (append (list i) acc)) () (range $n))",
        "(foldl (lambda (acc i) (cons i acc)) () (range $n))",
        "(define (walk l) (if (null? l) 0 (walk (cdr l)))) (walk (range $n))",
        "(let ((l (range $n))) (foldl (lambda (s i) (+ s (nth i l))) 0 l))",
        "(foldl (lambda (m i) (assoc m i i)) (hash-map) (range $n))",
        "(foldl (lambda (m i) (dissoc m i)) (frequencies (range $n)) (range $n))",
        "(distinct (range $n))",
        "(distinct (map list (range $n)))",
        "(flatten (map list (range $n)))",
        "(group-by identity (range $n))",
        "(group-by-into-map (lambda (i) (modulo i 100)) (range $n))",
        "(sort-by - (reverse (range $n)))",
        "(sort-by-key - (range $n))",
        "(last (butlast (intersperse 0 (repeat-list 1 $n))))",
        "(realize (lazy-map inc (foldr (lambda (x acc) (lazy-cons x acc)) () (range $n))))",
        "(define f (memoize (lambda (x) (list x)))) (for-each f (range $n)) (for-each f (range $n))",
        "(define a (make-actor 0 +)) (for-each (lambda (i) (actor-tell a i)) (range $n)) (actor-drain! a)",
        "(define c (chan)) (for-each (lambda (i) (>! c i)) (range $n)) (drain! c)",
        "(define s (make-event-store)) (for-each (lambda (i) (event-append! s i)) (range $n)) (event-project s + 0)",
        "(equal? (range $n) (range $n))",
        "(length (string-split (string-join \",\" (repeat-list \"ab\" $n)) \",\"))",
        "(string-match \"(a|aa)*c\" (string-replace (string-pad \"\" $n) \" \" \"a\"))",
        "(json-print (json-parse (json-print (range $n))))"
      })
  void work_grows_with_the_data_and_hardly_faster(String program) {
    Meter one = meter(program, 1_000);
    Meter two = meter(program, 2_000);
    Meter four = meter(program, 4_000);
    assertThat((double) two.steps() / one.steps()).isLessThan(2.4);
    assertThat((double) four.steps() / two.steps()).isLessThan(2.4);
    assertThat((double) four.memory() / two.memory()).isLessThan(2.4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(foldl (lambda (acc i) (append acc (list i))) () (range 20000))",
        "(foldl (lambda (acc i) (append (list i) acc)) () (range 20000))",
        "(foldl (lambda (acc i) (cons i acc)) () (range 20000))",
        "(define base (foldl (lambda (acc i) (cons i acc)) () (range 95))) (map (lambda (i) (cons i base)) (range 20000))",
        "(define base (foldl (lambda (acc i) (append acc (list i))) () (range 1064))) (map (lambda (i) (append base (list i))) (range 20000))",
        "(define base (foldl (lambda (acc i) (cons i acc)) () (range 1055))) (map (lambda (i) (append base '(1 2 3))) (range 20000))",
        "(define base (range 1000)) (map (lambda (i) (append base base)) (range 5000))",
        "(define base (append (range 1000) (range 1000))) (map (lambda (i) (take 1500 base)) (range 5000))",
        "(define base (append (range 1000) (range 1000))) (map (lambda (i) (drop 1500 base)) (range 5000))",
        "(foldl (lambda (m i) (assoc m i i)) (hash-map) (range 20000))",
        "(foldl (lambda (m i) (assoc m :a i)) (hash-map :a 1 :b 2 :c 3) (range 20000))",
        "(foldl (lambda (m i) (dissoc m i)) (frequencies (range 10000)) (range 10000))",
        "(map (lambda (i) (hash-map :a i :b i :c i)) (range 10000))",
        "(distinct (range 20000))",
        "(distinct (map list (range 20000)))",
        "(group-by identity (range 20000))",
        "(sort-by - (reverse (range 20000)))",
        "(zip (range 20000) (range 20000))",
        "(map string (range 20000))",
        "(map (lambda (i) (string-append \"abc\" (string i))) (range 20000))",
        "(define f (memoize (lambda (x) (list x)))) (for-each f (range 20000))",
        "(realize (lazy-map inc (foldr (lambda (x acc) (lazy-cons x acc)) () (range 10000))))",
        "(map (lambda (i) (comp inc dec)) (range 20000))",
        "(map (lambda (i) (list i i)) (range 20000))",
        "(map (lambda (i) (* i 1.5)) (range 20000))",
        "(map list (range 20000) (range 20000))",
        "(json-parse (json-print (map (lambda (i) (dict :a i)) (range 5000))))",
        "(string-split (string-join \",\" (repeat-list \"ab\" 20000)) \",\")",
        "(map (lambda (i) (error-message (try (car i) (catch (e) e)))) (range 5000))",
        "(map (lambda (i) (string-match \"(b+)(c?)\" \"aaabbbc\")) (range 1000))"
      })
  void what_is_allocated_stays_under_one_and_a_half_times_the_count(String program) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Program compiled = LISP.compile(program);
    long least = Long.MAX_VALUE;
    long counted = 0;
    // The first runs also load classes and link lambdas.
    for (int i = 0; i < 4; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      counted = compiled.run(RunOptions.standard()).meter().memory();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat((double) (least - 100_000) / counted).isLessThan(1.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(iterate identity 1 9223372036854775807)",
        "(repeatedly list 9223372036854775807)",
        "(repeat-list 1 9223372036854775807)",
        "(range 9223372036854775807)",
        "(realize (repeat-lazy 1))",
        "(lazy-drop inf (repeat-lazy 1))",
        "(lazy-filter string? (iterate-lazy inc 0))",
        "(define a (make-actor 0 (lambda (s m) (actor-tell a m) s))) (actor-tell a 1) (actor-drain! a)",
        "(define (twice l n) (if (= n 0) l (twice (list l l) (- n 1)))) (string (twice 1 100))",
        "(define (twice l n) (if (= n 0) l (twice (list l l) (- n 1)))) (equal? (twice 1 100) (twice 1 100))",
        "(define (twice l n) (if (= n 0) l (twice (list l l) (- n 1)))) (distinct (list (twice 1 100)))",
        "(define (twice l n) (if (= n 0) l (twice (list l l) (- n 1)))) (flatten (twice 1 100))",
        "(define (twice l n) (if (= n 0) l (twice (list l l) (- n 1)))) (throw (twice 1 100))",
        "(define (twice l n) (if (= n 0) l (twice (append l l) (- n 1)))) (map inc (twice '(1) 30))",
        "(define (twice l n) (if (= n 0) l (twice (append l l) (- n 1)))) (sort-by - (twice '(1) 30))",
        "(define (twice l n) (if (= n 0) l (twice (append l l) (- n 1)))) (reverse (twice '(1) 30))",
        "(define (twice l n) (if (= n 0) l (twice (append l l) (- n 1)))) (apply + (twice '(1) 30))",
        "(define (twice l n) (if (= n 0) l (twice (append l l) (- n 1)))) (scan-left + 0 (twice '(1) 30))",
        "(define (twice l n) (if (= n 0) l (twice (append l l) (- n 1)))) (member? 2 (twice '(1) 30))",
        "(define (twice s n) (if (= n 0) s (twice (string-append s s) (- n 1)))) (twice \"ab\" 40)",
        "(define (twice s n) (if (= n 0) s (twice (string-append s s) (- n 1)))) (json-print (repeat-list (twice \"ab\" 20) 10000))",
        "(define (twice s n) (if (= n 0) s (twice (string-append s s) (- n 1)))) (str (repeat-list (twice \"ab\" 20) 10000))",
        "(define (twice s n) (if (= n 0) s (twice (string-append s s) (- n 1)))) (string-join \"\" (repeat-list (twice \"ab\" 20) 10000))",
        "(define (twice s n) (if (= n 0) s (twice (string-append s s) (- n 1)))) (string-replace (twice \"a\" 20) \"a\" (twice \"a\" 20))",
        "(define (twice s n) (if (= n 0) s (twice (string-append s s) (- n 1)))) (string-match \"(a|a)*b\" (twice \"a\" 22))",
        "(string-pad \"\" 2000000000)",
        "(sum (map (lambda (i) (foldl + 0 (range 10000))) (range 10000)))"
      })
  void what_would_take_for_ever_ends_by_its_limit(String program) {
    Limits limits = new Limits(2_000_000, 64L << 20, 100_000, Long.MAX_VALUE, 65_536);
    Evaluation evaluation = LISP.compile(program).run(RunOptions.standard().withLimits(limits));
    assertThat(evaluation)
        .isInstanceOfSatisfying(
            Evaluation.Failed.class,
            failed ->
                assertThat(failed.error().limit())
                    .isPresent()
                    .get()
                    .isIn(LispError.Limit.STEPS, LispError.Limit.MEMORY));
  }
}
