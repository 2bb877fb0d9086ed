package dev.vigy.runtime.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.runtime.probe.Probes;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Budget;
import dev.vigy.runtime.vigy.Run.RunError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a verb does with a huge text is paid for in steps, or refused unread: a program that hands
/// it over again and again runs out of steps long before it runs out of time.
///
/// Each form gets 30,000 steps more than making the texts takes, so some thousand calls. Looking at
/// all of the text in each of them would take more than ten seconds.
class BigTextsTest {
  private static final BigStacks STACKS = new BigStacks(1, "test");
  private static final LispReconciler LISP = LispReconciler.with(extensions());
  private static final int STEPS = 30_000;

  /// `s`, `k` and `y`: a string, a keyword and a symbol of 8 million characters; `c` is a keyword
  /// that begins like one in JSON, `m` a map with such a key, `u` a string that is short enough by
  /// its characters and too long by its bytes.
  private static final String TEXTS =
      """
      (define (many n x) (if (= n 0) x (let ((half (many (- n 1) x))) (string-append half half))))
      (define s (many 23 "x"))
      (define k (string->keyword s))
      (define y (string->symbol s))
      (define c (string-append ":" s))
      (define m (hash-map s 1))
      (define u (many 14 "€"))
      """;

  private static List<HostExtension> extensions() {
    List<HostExtension> all = new ArrayList<>(StandardExtensions.all());
    all.add(Probes.extension());
    return all;
  }

  @AfterAll
  static void close() {
    STACKS.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(vigy-emit s)",
        "(vigy-emit k)",
        "(vigy-emit \"custom\" s)",
        "(vigy-emit \"custom\" k)",
        "(vigy-emit \"custom\" y)",
        "(vigy-emit \"custom\" m)",
        "(vigy-emit \"custom\" (list s))",
        "(vigy-emit \"custom\" (hash-map k 1))",
        "(vigy-noop)",
        "(vigy-defer s)",
        "(vigy-defer k)",
        "(vigy-defer u)",
        "(vigy-pull s)",
        "(vigy-push s)",
        "(vigy-create s)",
        "(vigy-update s)",
        "(vigy-delete-action s)",
        "(vigy-delete s)",
        "(vigy-apply s)",
        "(vigy-restart s)",
        "(vigy-act s \"x\" 1)",
        "(vigy-act \"custom\" s 1)",
        "(vigy-act \"custom\" \"x\" s)",
        "(vigy-desired s 1)",
        "(vigy-desired \"x\" s)",
        "(vigy-observed s 1)",
        "(vigy-observed \"x\" s)",
        "(vigy-condition s #t)",
        "(vigy-condition \"x\" s)",
        "(vigy-condition \"x\" #t s)",
        "(vigy-condition \"x\" #t \"y\" s)",
        "(vigy-condition \"x\" #t u)",
        "(vigy-get s)",
        "(vigy-get y)",
        "(vigy-set s 1)",
        "(vigy-set \"x\" s)",
        "(vigy-set \"x\" k)",
        "(vigy-set \"x\" m)",
        "(vigy-set (string-append \"__sys::\" \"x\") s)",
        "(vigy-incr s)",
        "(vigy-has? s)",
        "(vigy-del s)",
        "(vigy-once s)",
        "(vigy-mark-converged s)",
        "(vigy-converged? s)",
        "(vigy-tick)",
        "(vigy-tick-count)",
        "(vigy-since-last-tick)",
        "(vigy-rate-limited? s 1)",
        "(vigy-backoff-ms s)",
        "(vigy-log s \"x\")",
        "(vigy-log \"info\" s)",
        "(vigy-log \"info\" k)",
        "(vigy-log \"info\" u)",
        "(vigy-trace s 1)",
        "(vigy-trace \"x\" s)",
        "(vigy-metric s 1)",
        "(vigy-event s \"x\")",
        "(vigy-event \"x\" s)",
        "(vigy-event \"x\" u)",
        "(vigy-streak s #t)",
        "(vigy-for s #t)",
        "(vigy-latch s #t #f)",
        "(vigy-edge s #t)",
        "(vigy-window s 1 1)",
        "(vigy-window \"x\" s 1)",
        "(vigy-smooth s 1 1)",
        "(vigy-param s)",
        "(vigy-name)",
        "(vigy-nominal)",
        "(vigy-trigger)",
        "(vigy-next-in s)",
        "(vigy-wake-payloads)",
        "(vigy-stop s)",
        "(vigy-stop u)",
        "(http-get s)",
        "(http-get c)",
        "(http-get \"http://x.example/\" k 1)",
        "(http-get \"http://x.example/\" :headers m)",
        "(http-get \"http://x.example/\" :body s)",
        "(file-read s)",
        "(file-read (string-append \"/\" s))",
        "(file-stat s)",
        "(file-list s)",
        "(disk-space s)",
      })
  void a_huge_text_is_refused_before_it_is_looked_at(String form) {
    RunError failure = failure(again("(try " + form + " (catch (e) #f))"));
    assertThat(failure.text()).doesNotContain("time limit").doesNotContain("memory limit");
    assertThat(failure.kind()).isEqualTo("limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(vigy-set \"x\" big)",
        "(vigy-desired \"x\" big)",
        "(vigy-trace \"x\" (list big))",
        "(vigy-emit \"custom\" (hash-map big 1))",
        "(vigy-window \"x\" big 0)",
        "(vigy-window \"kept\" 1 100000)",
      })
  void a_text_that_is_looked_at_costs_steps(String form) {
    String setup = TEXTS + "(define big (many 17 \"x\")) (vigy-window \"kept\" big 100000)";
    long once = outcome(setup + form, Long.MAX_VALUE).steps();
    long none = outcome(setup, Long.MAX_VALUE).steps();
    assertThat(once - none).isGreaterThanOrEqualTo((1 << 17) / 64);
  }

  @Test
  void every_verb_has_been_tried() throws Exception {
    Set<String> tried = new TreeSet<>();
    for (String form :
        BigTextsTest.class
            .getDeclaredMethod("a_huge_text_is_refused_before_it_is_looked_at", String.class)
            .getAnnotation(ValueSource.class)
            .strings()) {
      tried.add(form.substring(1).replaceAll("[ )].*", ""));
    }
    Set<String> verbs = new TreeSet<>();
    Verbs.of(extensions()).functions().forEach(function -> verbs.add(function.boundName()));
    assertThat(tried).isEqualTo(verbs);
  }

  @Test
  void only_the_head_of_a_long_text_is_quoted() {
    assertThat(message(TEXTS + "(vigy-emit s)"))
        .startsWith("in native fn vigy-emit: unknown kind \"" + "x".repeat(200) + "\"…; expected");
    assertThat(message(TEXTS + "(vigy-condition \"a\" s)"))
        .startsWith(
            "in native fn vigy-condition: status must be true|false|unknown, got \""
                + "x".repeat(200)
                + "\"… at ");
    assertThat(message(TEXTS + "(vigy-set (string-append \"__sys::\" s) 1)"))
        .startsWith(
            "in native fn vigy-set: key \"__sys::"
                + "x".repeat(193)
                + "\"… belongs to the engine, a program can't write under __sys:: at ");
    assertThat(message(TEXTS + "(vigy-log (many 7 \"😀\") 1)"))
        .startsWith("in native fn vigy-log: unknown level \"" + "😀".repeat(100) + "\"…; expected");
  }

  private static String message(String program) {
    return outcome(program, Long.MAX_VALUE).failure().orElseThrow().message();
  }

  private static String again(String form) {
    return TEXTS + "(define (again) " + form + " (again)) (again)";
  }

  private static long stepsOfTexts() {
    return outcome(TEXTS, Long.MAX_VALUE).steps();
  }

  private static RunError failure(String program) {
    return outcome(program, stepsOfTexts() + STEPS).failure().orElseThrow();
  }

  private static Outcome outcome(String program, long steps) {
    Budget budget =
        new Budget(steps, 100_000, Duration.ofSeconds(2), 1L << 30, 64, Duration.ofSeconds(10));
    try {
      return (Outcome) STACKS.call(() -> LISP.tick(Ticks.of(program).budget(budget).input()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
