package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Excerpt;
import dev.vigy.lisp.source.Source;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Programs with their tests.
class ProgramTestsTest {
  private static final String WATCH =
      """
      (define (bad? answer) (not (get answer :ok)))

      (defvigy watch
        :every "30s"
        :allow ((http "https://shop.example.org/"))
        (define answer (http-get "https://shop.example.org/"))
        (vigy-observed :status (get answer :status))
        (vigy-condition :Well (not (bad? answer)) "Looked")
        (if (<= (vigy-streak :well (not (bad? answer))) -3)
          (vigy-act :create :incident (dict :why (get answer :error)))
          (vigy-noop)))
      """;

  private static ProgramFile.Parsed parse(String text) {
    return ProgramFile.parse(Source.of("watch.vigy", text), Definition.of("watch", ""));
  }

  private static List<String> run(String tests) {
    ProgramFile.Parsed file = parse(WATCH + tests);
    assertThat(file.findings()).isEmpty();
    return ProgramTests.run(file, List.of()).stream()
        .map(
            outcome ->
                outcome
                    .failure()
                    .map(
                        failure ->
                            outcome.name()
                                + " FAILED "
                                + failure.message()
                                + " @"
                                + Excerpt.of(failure.place())
                                    .map(place -> place.line() + ":" + place.column())
                                    .orElse("?")
                                + failure.got().map(got -> " got " + got).orElse("")
                                + failure.tick().map(tick -> " tick " + tick).orElse(""))
                    .orElse(outcome.name() + " ok"))
        .toList();
  }

  @Test
  void tests_see_runs_state_and_what_the_file_shares() {
    assertThat(
            run(
                """
                (deftest opens-an-incident
                  (sim 'watch)
                  (sim-answer 'http-get (dict :ok #t :status 200))
                  (define calm (sim-tick 2))
                  (assert (= (length calm) 2))
                  (assert (equal? (get (first calm) :result) :ok))
                  (sim-answer 'http-get "https://shop.example.org/" (dict :ok #f :status 503 :error "status 503"))
                  (assert (bad? (dict :ok #f)) "what the file shares is there")
                  (define runs (sim-tick 3))
                  (define action (first (get (nth 2 runs) :actions)))
                  (assert (equal? (get action :kind) :create))
                  (assert (equal? (get action :subject) "incident"))
                  (assert (equal? (get (get action :payload) "why") "status 503"))
                  (assert (equal? (get (sim-state) :observed) (hash-map "status" 503)))
                  (assert (= (get (sim-state) :runs) 5)))
                (deftest "each begins anew"
                  (sim "watch")
                  (sim-answer 'http-get (dict :ok #t))
                  (assert (= (length (sim-advance "1h")) 121))
                  (assert (equal? (get (sim-force) :trigger) :forced))
                  (assert (equal? (get (get (sim-state) :conditions) "Well") (hash-map :status :true :reason "Looked" :message nil))))
                """))
        .containsExactly("opens-an-incident ok", "each begins anew ok");
  }

  @Test
  void a_failure_says_what_was_expected_what_there_was_where_and_at_which_tick() {
    assertThat(
            run(
                """
                (deftest counts
                  (sim 'watch)
                  (sim-answer 'http-get (dict :ok #t :status 200))
                  (define runs (sim-tick 2))
                  (assert (= (length (get (first runs) :actions)) 7)))
                (deftest with-a-text
                  (assert #f "never"))
                """))
        .containsExactly(
            "counts FAILED (= (length (get (first runs) :actions)) 7) @16:3 got (= 1 7) tick #2 at"
                + " 2026-01-01T00:00:30Z",
            "with-a-text FAILED never: #f @18:3 got #f");
  }

  @Test
  void what_nobody_answers_and_what_is_wrong_fails_with_its_place() {
    assertThat(
            run(
                """
                (deftest unanswered
                  (sim 'watch)
                  (sim-tick))
                (deftest unknown (sim 'other))
                (deftest early (sim-tick))
                (deftest wrong (car 5))
                (deftest endless (while #t 1))
                """))
        .containsExactly(
            "unanswered FAILED nobody answers `(http-get \"https://shop.example.org/\")` of `watch`"
                + " @14:3",
            "unknown FAILED in native `sim`: the file defines no vigy `other`; it defines watch @15:18",
            "early FAILED in native `sim-tick`: no vigy yet: begin with (sim 'name) @16:16",
            "wrong FAILED type mismatch: expected pair, got int @17:16",
            "endless FAILED fuel budget of 100000000 exceeded @18:18");
  }

  @Test
  void tests_belong_to_no_program() {
    String tests = "(deftest t (assert #t))\n";
    ProgramFile.Parsed with = parse(tests + WATCH + tests.replace("deftest t", "deftest u"));
    ProgramFile.Parsed without = parse(WATCH);
    assertThat(with.findings()).isEmpty();
    assertThat(with.definitions().getFirst().program())
        .isEqualTo(without.definitions().getFirst().program());

    ProgramFile.Parsed plain = parse("(vigy-noop) ; é\n(deftest t\n  (assert \"é\"))\n(vigy-noop)");
    assertThat(plain.definitions().getFirst().program())
        .isEqualTo("(vigy-noop) ; é\n          \n                \n(vigy-noop)");
    assertThat(ProgramTests.run(plain, List.of())).allMatch(ProgramTests.Outcome::passed);
  }

  @Test
  void tests_that_can_not_be_are_found_when_the_file_is_read() {
    assertThat(parse("(deftest) (deftest t) (deftest u 1) (deftest u 2) (vigy-noop)").findings())
        .extracting(Diagnostic::message)
        .containsExactly(
            "a `deftest` begins with a name",
            "the test `t` is empty",
            "there is a `deftest u` before this one");
  }
}
