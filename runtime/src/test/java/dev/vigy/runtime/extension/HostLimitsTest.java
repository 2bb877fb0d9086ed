package dev.vigy.runtime.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Run.RunError;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that say, keep or nest too much end in words, and never harm the one who runs them.
class HostLimitsTest {
  private static final BigStacks STACKS = new BigStacks(1, "test");
  private static final LispReconciler LISP = LispReconciler.with(StandardExtensions.all());

  private static final String KILOBYTES =
      """
      (define (bytes n) (if (= n 0) "x" (let ((half (bytes (- n 1)))) (string-append half half))))
      """;

  private static final String NEST =
      """
      (define (nest n) (let ((all '())) (dotimes (i n) (set! all (list all))) all))
      """;

  @AfterAll
  static void close() {
    STACKS.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(vigy-noop)                                      | actions",
        "(vigy-log \"info\" \"x\")                        | logs",
        "(vigy-event \"x\" \"y\")                         | events",
        "(vigy-condition (string n) #t)                   | conditions",
        "(vigy-metric (string n) 1)                       | metrics",
        "(vigy-trace (string n) 1)                        | traces",
        "(vigy-desired (string n) 1)                      | desired",
        "(vigy-observed (string n) 1)                     | observed",
      })
  void a_thousand_may_be_said_of_each_and_one_more_ends_the_run(String form, String what) {
    String program = "(for-each (lambda (n) (try " + form + " (catch (e) 1))) (range 0 %d))";
    assertThat(evaluate(program.formatted(1_000)).failure()).isEmpty();
    RunError failure = failure(program.formatted(1_001));
    assertThat(failure.kind()).isEqualTo("limit");
    assertThat(failure.text()).isEqualTo("eval: " + what + " limit of 1000 exceeded");
    assertThat(failure.repeatable()).isTrue();
  }

  @Test
  void the_same_name_counts_once_where_the_last_value_wins() {
    assertThat(
            evaluate(
                    "(for-each (lambda (n) (vigy-metric \"m\" n) (vigy-desired :d n)) (range 0 3000))")
                .failure())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(vigy-pull (bytes 18))                 | payload exceeds the limit of 262144 bytes",
        "(vigy-desired :a (bytes 18))           | payload exceeds the limit of 262144 bytes",
        "(vigy-trace :a (list (bytes 17) (bytes 17))) | payload exceeds the limit of 262144 bytes",
        "(vigy-log \"info\" (bytes 15))         | message exceeds the limit of 16384 bytes",
        "(vigy-event \"k\" (bytes 15))          | message exceeds the limit of 16384 bytes",
        "(vigy-condition :a #t \"r\" (bytes 15)) | message exceeds the limit of 16384 bytes",
        "(vigy-defer (bytes 15))                | message exceeds the limit of 16384 bytes",
        "(vigy-metric (bytes 10) 1)             | name exceeds the limit of 512 bytes",
        "(vigy-act \"noop\" (bytes 10) 1)       | name exceeds the limit of 512 bytes",
        "(vigy-set (bytes 10) 1)                | kv key exceeds the limit of 512 bytes",
        "(vigy-once (bytes 9))                  | kv key exceeds the limit of 512 bytes",
        "(vigy-set \"a\" (bytes 18))            | kv value exceeds the limit of 262144 bytes",
        "(vigy-window \"a\" (bytes 18) 5)       | kv value exceeds the limit of 262144 bytes",
        "(for-each (lambda (n) (vigy-set (string n) (bytes 17))) (range 0 32)) | kv exceeds the limit of 4194304 bytes",
      })
  void what_is_too_big_is_an_error_that_a_program_may_catch(String form, String message) {
    Outcome outcome =
        evaluate(
            KILOBYTES
                + "(try "
                + form
                + " (catch (e) (string-append (string (error-tag e)) \" \" (error-message e))))");
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.value().value()).isEqualTo(":limit-exceeded " + message);
    RunError uncaught = failure(KILOBYTES + form);
    assertThat(uncaught.kind()).isEqualTo("limit");
    assertThat(uncaught.message()).startsWith(message + " at ");
  }

  @Test
  void what_just_fits_is_kept() {
    Outcome outcome =
        evaluate(
            KILOBYTES
                + """
                (vigy-set (string-append (bytes 8) (bytes 7) (bytes 6) (bytes 6)) 1)
                (vigy-set "a" (list (bytes 17) (bytes 16) (bytes 15) (bytes 14)))
                (vigy-log "info" (bytes 14))
                """);
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.kvChanges()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(vigy-set \"a\" V)",
        "(vigy-pull V)",
        "(vigy-push V)",
        "(vigy-create V)",
        "(vigy-update V)",
        "(vigy-delete V)",
        "(vigy-delete-action V)",
        "(vigy-apply V)",
        "(vigy-restart V)",
        "(vigy-emit \"custom\" V)",
        "(vigy-act \"custom\" :s V)",
        "(vigy-desired :a V)",
        "(vigy-observed :a V)",
        "(vigy-trace :a V)",
        "(vigy-window :a V 5)"
      })
  void lists_nested_a_hundred_thousand_deep_are_an_error_in_the_program(String form) {
    Outcome outcome =
        evaluate(
            NEST
                + "(define deep (nest 100000)) (try "
                + form.replace("V", "deep")
                + " (catch (e) (error-message e)))");
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.value().value()).isEqualTo("nesting exceeds the limit of 128 levels");
    assertThat(evaluate(NEST + form.replace("V", "(nest 127)")).failure())
        .as("128 levels")
        .isEmpty();
    assertThat(failure(NEST + form.replace("V", "(nest 128)")).message())
        .as("129 levels")
        .startsWith("nesting exceeds the limit of 128 levels");
  }

  @Test
  void nested_maps_count_as_lists_do() {
    RunError failure =
        failure(
            """
            (define all 1)
            (dotimes (i 129) (set! all (hash-map "a" all)))
            (vigy-pull all)
            """);
    assertThat(failure.message()).startsWith("nesting exceeds the limit of 128 levels");
  }

  @Test
  void everything_said_together_is_bounded_and_no_program_catches_that() {
    RunError failure =
        failure(
            KILOBYTES
                + """
                (define big (bytes 17))
                (for-each (lambda (n) (try (vigy-pull big) (catch (e) 1))) (range 0 100))
                """);
    assertThat(failure.text()).isEqualTo("eval: said limit of 8388608 bytes exceeded");
  }

  @Test
  void kv_that_is_too_big_already_may_shrink() {
    Map<String, Json> kv = new HashMap<>();
    for (int i = 0; i < 33; i++) {
      kv.put("k" + i, new Json.Text("x".repeat(131_072)));
    }
    assertThat(evaluate(Ticks.of("(vigy-del \"k1\") (vigy-set \"k2\" 1)").kv(kv)).failure())
        .isEmpty();
    assertThat(evaluate(Ticks.of("(vigy-set \"new\" 1)").kv(kv)).failure().orElseThrow().message())
        .startsWith("kv exceeds the limit of 4194304 bytes");
  }

  @Test
  void deleting_makes_room() {
    assertThat(
            evaluate(
                    KILOBYTES
                        + """
                        (define big (bytes 17))
                        (for-each (lambda (n) (vigy-set (string n) big)) (range 0 31))
                        (vigy-del "0")
                        (vigy-set "again" big)
                        """)
                .failure())
        .isEmpty();
  }

  @Test
  void steps_end_a_run_that_catches_everything_for_ever() {
    String program = "(define (loop) (try (car 5) (catch (e) 1)) (loop)) (loop)";
    Budget roomy =
        new Budget(5_000_000, 100_000, Duration.ofMinutes(1), 8L << 30, 64, Duration.ofSeconds(10));
    RunError failure = evaluate(Ticks.of(program).budget(roomy)).failure().orElseThrow();
    assertThat(failure.text()).isEqualTo("eval: steps limit of 5000000 exceeded");
    assertThat(failure(program).text())
        .as("each error that is caught is built, and counted")
        .isEqualTo("eval: memory limit of 268435456 bytes exceeded");
    assertThat(failure.kind()).isEqualTo("limit");
    assertThat(failure.repeatable()).isTrue();
  }

  @Test
  void kv_that_grows_for_ever_ends() {
    RunError failure =
        failure(
            """
            (define (loop n) (try (vigy-set (string n) (list n n n)) (catch (e) 1)) (loop (+ n 1)))
            (loop 0)
            """);
    assertThat(failure.kind()).isEqualTo("limit");
  }

  @Test
  void memory_ends_a_run() {
    Budget small =
        new Budget(5_000_000, 100_000, Duration.ofSeconds(10), 1 << 20, 64, Duration.ofSeconds(10));
    RunError failure =
        evaluate(Ticks.of("(define (grow l) (grow (cons 1 l))) (grow '())").budget(small))
            .failure()
            .orElseThrow();
    assertThat(failure.text()).isEqualTo("eval: memory limit of 1048576 bytes exceeded");
    assertThat(failure.kind()).isEqualTo("limit");
  }

  @Test
  void time_ends_a_run_and_that_is_not_repeatable() {
    Budget hasty =
        new Budget(
            Long.MAX_VALUE,
            100_000,
            Duration.ofMillis(50),
            Long.MAX_VALUE,
            64,
            Duration.ofSeconds(10));
    RunError failure =
        evaluate(Ticks.of("(define (loop) (loop)) (loop)").budget(hasty)).failure().orElseThrow();
    assertThat(failure.text()).isEqualTo("eval: time limit of 50 ms exceeded");
    assertThat(failure.kind()).isEqualTo("limit");
    assertThat(failure.repeatable()).isFalse();
  }

  @Test
  void depth_is_an_error_of_the_language() {
    RunError failure = failure("(define (deep n) (+ 1 (deep n))) (deep 1)");
    assertThat(failure.text())
        .matches("eval: call depth budget of 100000 exceeded in `deep` at .*");
    assertThat(failure.kind()).isEqualTo("depth-exceeded");
  }

  @Test
  void a_value_that_prints_endlessly_is_cut_when_it_is_shown() {
    Outcome outcome = evaluate("(define all '(1)) (dotimes (i 60) (set! all (list all all))) all");
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.value().printed()).hasSizeLessThan(70_000).endsWith("…");
    assertThat(outcome.value().type()).isEqualTo(":list");
  }

  @Test
  void shared_structure_does_not_get_out_as_json() {
    RunError failure =
        failure("(define all '(1)) (dotimes (i 60) (set! all (list all all))) (vigy-pull all)");
    assertThat(failure.kind()).isEqualTo("limit");
  }

  private static RunError failure(String program) {
    return evaluate(program).failure().orElseThrow();
  }

  private static Outcome evaluate(String program) {
    return evaluate(Ticks.of(program));
  }

  private static Outcome evaluate(Ticks tick) {
    try {
      return (Outcome) STACKS.call(() -> LISP.tick(tick.input()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
