package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Programs made to hurt. Each ends by itself or by a counted limit, as a value or as an error of
/// the program, on a big stack and on a small one; none throws anything at the embedder.
class HostileTest {
  private static final Limits LIMITS =
      new Limits(500_000, 48L << 20, 100_000, Long.MAX_VALUE, 1_024);

  private static final long SMALL_STACK = 512 * 1024;

  /// Far more than any of them takes: they are to end, not to be fast.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Lisp LISP = Lisp.builder().build();

  private static Map<String, String> programs() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("200,000 parentheses", "(".repeat(200_000));
    all.put("200,000 balanced parentheses", "(".repeat(200_000) + ")".repeat(200_000));
    all.put("200,000 quotes", "'".repeat(200_000) + "x");
    all.put("calls nested deep", "(+ 1 ".repeat(30_000) + "0" + ")".repeat(30_000));
    all.put("lets nested deep", "(let ((x 1)) ".repeat(20_000) + "x" + ")".repeat(20_000));
    all.put("values of lets nested", "(let ((x ".repeat(10_000) + "1" + ")) x)".repeat(10_000));
    all.put("lambdas nested", "((lambda (x) ".repeat(10_000) + "x" + ") 1)".repeat(10_000));
    all.put(
        "blocks with eval nested",
        "(let ((x 1)) (eval 1) ".repeat(2_000) + "y" + ")".repeat(2_000));
    all.put("definitions nested", "(begin (define x 1) ".repeat(10_000) + "x" + ")".repeat(10_000));
    all.put("quotes in a template", "`" + "'".repeat(50_000) + ",(+ 1 2)");
    all.put(
        "handlers nested",
        "(try ".repeat(3_000) + "(car 5)" + " (catch (e) (throw e)))".repeat(3_000));
    all.put("library macros nested", "(when-let (x 1) ".repeat(5_000) + "x" + ")".repeat(5_000));
    all.put(
        "a pattern nested deep",
        "(match 5 (" + "(".repeat(3_000) + "x" + ")".repeat(3_000) + " 1))");
    all.put("a long chain", "(-> 1 " + "inc ".repeat(20_000) + ")");
    all.put(
        "macros nested",
        "(defmacro d (x) `(list ,x))" + "(d ".repeat(2_000) + "1" + ")".repeat(2_000));
    all.put(
        "a macro that doubles",
        "(defmacro d (x) `(list ,x ,x))" + "(d ".repeat(60) + "1" + ")".repeat(60));
    all.put("a macro whose body calls it", "(defmacro m (x) (m x)) (m 1)");
    all.put("macros whose bodies call each other", "(defmacro a () (b)) (defmacro b () (a)) (a)");
    all.put("a macro that expands to itself", "(defmacro f (x) `(f ,x)) (f 1)");
    all.put("the same under eval", "(defmacro f (x) `(f ,x)) (eval '(f 1))");
    all.put("a macro that grows", "(defmacro f (x) `(f (f ,x))) (f 1)");
    all.put("a macro that evaluates itself", "(defmacro f () (eval '(f))) (f)");
    all.put("a macro that expands itself", "(defmacro m () (macroexpand '(m))) (m)");
    all.put(
        "data that take exponential time to convert",
        "(defmacro id (x) x) (id (quote " + "(a ".repeat(60) + "1" + ")".repeat(60) + "))");
    all.put("eval of itself", "(define x '(eval x)) (eval x)");
    all.put("eval in recursion", "(define (f x) (eval (list 'f x))) (f 1)");
    all.put(
        "names without end",
        "(define n 0) (while #t (set! n (+ n 1)) (eval (list 'define (string->symbol (string n)) n)))");
    all.put("an endless loop", "(define (f) (f)) (f)");
    all.put(
        "endless mutual recursion",
        "(define (f a b c d) (g d c b a)) (define (g a b c d) (f a b c d)) (f 1 2 3 4)");
    all.put("endless recursion", "(define (f n) (+ 1 (f n))) (f 1)");
    all.put("endless recursion through map", "(define (f n) (map f (list n n))) (f 1)");
    all.put(
        "endless recursion in a comparator",
        "(define (f n) (sort-by (lambda (a b) (f n)) '(3 1 2))) (f 1)");
    all.put("recursion in body and handler", "(define (f) (try (f) (catch (e) (f)))) (f)");
    all.put("catching every error in a loop", "(define (f) (try (car 5) (catch (e) 1)) (f)) (f)");
    all.put("catching the limit", "(while #t (try (while #t 1) (catch (e) e)))");
    all.put("a growing list", "(define (f l) (f (cons 1 l))) (f ())");
    all.put("a doubling list", "(define (f l) (f (append l l))) (f '(1))");
    all.put("a doubling string", "(define (f s) (f (string-append s s))) (f \"ab\")");
    all.put("a growing map", "(define (f m i) (f (hash-map-set m i i) (+ i 1))) (f (hash-map) 0)");
    all.put("a huge range", "(range 1000000000)");
    all.put("a huge count", "(repeatedly (lambda () 1) 9223372036854775807)");
    all.put("closures without end", "(define l ()) (while #t (set! l (cons (lambda () 1) l)))");
    all.put("a promise that forces itself", "(define p (delay (force p))) (force p)");
    all.put("promises in a chain", "(define (f n) (delay (force (f (+ n 1))))) (force (f 0))");
    all.put("printing for ever", "(while #t (display \"hello\"))");
    String deep = "(define (f n a) (if (= n 0) a (f (- n 1) (list a)))) ";
    all.put("printing a deep list", deep + "(string-length (pr-str (f 50000 1)))");
    all.put("evaluating a deep list", deep + "(eval (f 50000 1))");
    all.put("comparing deep lists", deep + "(equal? (f 50000 1) (f 50000 1))");
    all.put("throwing a deep list", deep + "(throw (f 50000 1))");
    String wide = "(define (f n a) (if (= n 0) a (f (- n 1) (list 'list a a)))) ";
    all.put("printing a list that shares", wide + "(string-length (pr-str (f 60 1)))");
    all.put("evaluating a list that shares", wide + "(eval (f 60 1))");
    all.put("comparing lists that share", wide + "(equal? (f 60 1) (f 60 1))");
    all.put("throwing a list that shares", wide + "(throw (f 60 1))");
    all.put("a macro that gives a list that shares", wide + "(defmacro m () (f 60 1)) (m)");
    String names = " a b c d e f g h".repeat(5_000);
    all.put(
        "recursion with 40,000 parameters",
        "(define (f" + names + ") (+ 1 (f" + names + "))) (f" + " 1".repeat(40_000) + ")");
    all.put("many forms", "1 ".repeat(100_000));
    all.put("a template of many parts", "(define (f) `(" + ",1 ".repeat(20_000) + ") (f)) (f)");
    all.put("a huge argument list", "(define (f &rest r) (apply f 1 r)) (f)");
    return all;
  }

  @TestFactory
  Stream<DynamicTest> every_hostile_program_ends_on_a_big_stack() {
    return tests(1L << 30);
  }

  @TestFactory
  Stream<DynamicTest> every_hostile_program_ends_on_a_small_stack() {
    return tests(SMALL_STACK);
  }

  private static Stream<DynamicTest> tests(long stack) {
    return programs().entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), () -> check(entry.getValue(), stack)));
  }

  private static void check(String text, long stack) {
    Assertions.assertTimeout(
        PATIENCE,
        () ->
            BigStack.run(
                stack,
                () -> {
                  Program program = LISP.compile(text);
                  Evaluation evaluation = program.run(RunOptions.standard().withLimits(LIMITS));
                  assertThat(evaluation.meter().steps()).isLessThan(LIMITS.steps() + 10_000);
                  if (evaluation instanceof Evaluation.Failed(var error, _)) {
                    assertThat(error.fullMessage()).isNotBlank();
                  } else if (evaluation instanceof Evaluation.Completed(var value, _)) {
                    assertThat(Value.typeName(value)).isNotBlank();
                  }
                  return program.check();
                }));
  }
}
