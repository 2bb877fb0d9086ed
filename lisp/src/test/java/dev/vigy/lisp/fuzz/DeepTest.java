package dev.vigy.lisp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.BigStack;
import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.Session;
import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.NativeFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts that nest and values that nest or are long: no stage and no function goes down them on the
/// stack of the thread, or it counts how deep it is.
class DeepTest {
  private static final long SMALL_STACK = 512 * 1024;

  /// What comes of going down a value on the stack of the thread.
  private static final String OUT_OF_STACK = "the stack of the thread is too small for this depth";

  /// What is repeated before and behind something.
  private record Ends(String before, String behind) {
    String around(int times, int closed) {
      return before.repeat(times) + "x" + behind.repeat(closed);
    }
  }

  private static final List<Ends> ENDS =
      List.of(
          new Ends("( ", ")"),
          new Ends("(x ", ")"),
          new Ends("' ", ""),
          new Ends("` ", ""),
          new Ends(", ", ""),
          new Ends(",@ ", ""),
          new Ends("`, ", ""),
          new Ends("'( ", ")"),
          new Ends("`(,@( ", "))"),
          new Ends("(quote ", ")"),
          new Ends("(quasiquote ", ")"),
          new Ends("(list ", ")"),
          new Ends("(if 1 ", ")"),
          new Ends("(if ", "1)"),
          new Ends("(cond ( ", "))"),
          new Ends("(let ((x ", ")) x)"),
          new Ends("(let () ", ")"),
          new Ends("(letrec ((x ", ")) x)"),
          new Ends("((lambda (x) ", ") 1)"),
          new Ends("(lambda () ", ")"),
          new Ends("(define (f) ", ")"),
          new Ends("(define x ", ")"),
          new Ends("(set! x ", ")"),
          new Ends("(begin ", ")"),
          new Ends("(and ", ")"),
          new Ends("(not ", ")"),
          new Ends("(try ", "(catch (e) e))"),
          new Ends("(try 1 (catch (e) ", "))"),
          new Ends("(delay ", ")"),
          new Ends("(eval ' ", ")"),
          new Ends("(macroexpand ' ", ")"),
          new Ends("(-> 1 ", ")"),
          new Ends("(when-let (x 1) ", ")"),
          new Ends("(dotimes (i 1) ", ")"),
          new Ends("(match 1 ( ", "1))"),
          new Ends("(defmacro m () ", ")"),
          new Ends("(defrecord ", ")"),
          new Ends("(require ", ")"),
          new Ends("[ ", "]"),
          new Ends("{ ", "}"),
          new Ends("\" ", ""),
          new Ends("\\ ", ""),
          new Ends(") ", ""),
          new Ends("; ", ""),
          new Ends("a ", ""),
          new Ends("9 ", ""),
          new Ends(": ", ""),
          new Ends("'a ", ""),
          new Ends("() ", ""),
          new Ends("# ", ""));

  private static void everyText(int... lengths) throws InterruptedException {
    Watch.over(
        watch -> {
          Consumer<String> check = watch.noting(Holds::forText);
          for (Ends ends : ENDS) {
            for (int times : lengths) {
              check.accept(ends.around(times, times));
            }
            check.accept(ends.around(lengths[0], lengths[0] - 1));
          }
        });
  }

  @Test
  void texts_that_repeat_their_beginning_and_their_end() throws InterruptedException {
    everyText(190, 2_000);
  }

  /// A million of what opens something is more than the reader takes, so this ends soon.
  @Test
  void a_million_levels_of_text() throws InterruptedException {
    Watch.over(
        watch -> {
          Consumer<String> check = watch.noting(Holds::forText);
          for (String open : List.of("(", "'", "`", "(let ((x ", "`(,@(")) {
            check.accept(open.repeat(1_000_000));
            check.accept(open.repeat(1_000_000) + "x" + ")".repeat(1_000_000));
          }
          for (String flat : List.of(")", "\"", ";", "a", "9", ":", "\\", "\\u{")) {
            check.accept("(car \"" + flat.repeat(100_000) + "\")");
          }
        });
  }

  @Test
  @Tag("soak")
  void longer_texts_that_repeat_their_beginning_and_their_end() throws InterruptedException {
    everyText(20_000, 1_000_000);
  }

  private static final int DEPTH = 50_000;

  private static final String VALUES =
      """
      (define (nest n f v) (if (= n 0) v (nest (- n 1) f (f v))))
      (define lists (nest %1$d list 1))
      (define others (nest %1$d list 1))
      (define pairs (nest %1$d (lambda (v) (list 1 v)) 1))
      (define maps (nest %1$d (lambda (v) (hash-map :a v)) 1))
      (define errors (nest %1$d (lambda (v) (ex-info "m" (list :a v))) 1))
      (define promises (nest %1$d (lambda (v) (let ((p (delay v))) (force p) p)) 1))
      (define delays (nest %1$d (lambda (v) (delay v)) 1))
      (define adders (nest %1$d (lambda (v) (comp inc v)) inc))
      (define lazies (nest %1$d (lambda (v) (lazy-map inc v)) (lazy-cons 1 ())))
      (define quotes (nest %1$d (lambda (v) (list 'quote v)) 'x))
      (define long (range %1$d))
      (define text (string-join "(" (map string long)))
      (define json (string-join "[" (map string long)))
      (define wide (into-hash-map (zip long long)))
      """;

  private static final List<String> ARGUMENTS =
      List.of(
          "lists",
          "pairs",
          "maps",
          "errors",
          "promises",
          "delays",
          "adders",
          "lazies",
          "quotes",
          "long",
          "text",
          "json",
          "wide");

  private static final Limits LIMITS =
      new Limits(20_000_000, 512L << 20, 200, Long.MAX_VALUE, 1_024);

  @Test
  void no_function_goes_down_a_value_on_the_stack() {
    List<String> failures = new ArrayList<>();
    BigStack.run(
        SMALL_STACK,
        () -> {
          Session session =
              Lisp.builder().build().session(RunOptions.standard().withLimits(LIMITS));
          assertThat(session.eval(VALUES.formatted(DEPTH)))
              .isInstanceOf(Evaluation.Completed.class);
          for (Entry entry : Lisp.reference().entries()) {
            // Patterns nest to a counted limit of their own, for a bigger stack than this one.
            if (entry.kind() == Entry.Kind.FUNCTION
                && !entry.name().startsWith("compile-")
                && session.lisp().names().get(entry.name()) instanceof NativeFunction function) {
              for (String call : calls(entry.name(), function)) {
                try {
                  if (session.eval(call) instanceof Evaluation.Failed(var error, var _)
                      && error.shortMessage().contains(OUT_OF_STACK)) {
                    failures.add(call);
                  }
                } catch (RuntimeException | Error failure) {
                  failures.add(call + " throws " + failure);
                }
              }
            }
          }
          return failures;
        });
    assertThat(failures).isEmpty();
  }

  /// Calls with a deep value in each place.
  private static List<String> calls(String name, NativeFunction function) {
    List<String> calls = new ArrayList<>();
    for (String value : ARGUMENTS) {
      for (int count = 1; count <= 3; count++) {
        if (function.arity().accepts(count)) {
          calls.add("(" + name + (" " + value).repeat(count) + ")");
        }
      }
      if (function.arity().accepts(2)) {
        calls.add("(" + name + " list " + value + ")");
        calls.add("(" + name + " " + value + " 1)");
        calls.add("(" + name + " 1 " + value + ")");
        calls.add("(" + name + " others " + value + ")");
        calls.add("(" + name + " (list " + value + " others) (list others))");
      }
      if (function.arity().accepts(3)) {
        calls.add("(" + name + " list 1 " + value + ")");
        calls.add("(" + name + " (hash-map) 1 " + value + ")");
      }
    }
    return calls;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(equal? lists others)",
        "(hash-map lists 1)",
        "(get (hash-map lists 1) others)",
        "(string-length (pr-str pairs))",
        "(flatten pairs)",
        "(length (sort-by - long))",
        "(apply + long)",
        "(apply max long)",
        "(apply string-append (map string long))",
        "(length (distinct (list lists others pairs)))",
        "(json-print maps)",
        "(json-parse json)",
        "(read-string text)",
        "(length (string-split text \"(\"))",
        "(throw lists)",
        "(try (throw lists) (catch (e) (equal? e others)))",
        "(throw errors)",
        "(adders 1)",
        "(lazy-take 1 lazies)",
        "(force delays)",
        "(eval quotes)",
        "(macroexpand quotes)",
        "(display lists)",
        "(foldr cons () long)",
        "(map + long long)",
        "(reduce + long)",
        "(error-message (ex-info (pr-str lists) (hash-map)))",
        "(define c (chan)) (>! c lists) (equal? (<! c) others)",
        "(join (spawn (lambda () lists)))",
        "(match lists ((x) 1) (else 2))",
        "(memoize (lambda (x) x)) (define m (memoize (lambda (x) x))) (m lists) (equal? (m others) lists)",
        "(length (interleave long long))",
        "(length (hash-map-keys wide))",
      })
  void a_million_levels_and_a_million_elements(String call) {
    String seen =
        BigStack.run(
            SMALL_STACK,
            () -> {
              var limits = new Limits(300_000_000, 3L << 30, 200, Long.MAX_VALUE, 1_024);
              Session session =
                  Lisp.builder().build().session(RunOptions.standard().withLimits(limits));
              for (String definition : VALUES.formatted(1_000_000).split("\n")) {
                String name = definition.replaceFirst("\\(define \\(?([a-z]+).*", "$1");
                if (call.contains(name) || name.equals("nest") || name.equals("long")) {
                  assertThat(session.eval(definition)).isInstanceOf(Evaluation.Completed.class);
                }
              }
              return switch (session.eval(call)) {
                case Evaluation.Failed(var error, var _) -> error.shortMessage();
                case Evaluation.Completed _, Evaluation.Left _ -> "";
              };
            });
    assertThat(seen).doesNotContain(OUT_OF_STACK);
  }
}
