package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.reference.Entry;
import dev.vigy.runtime.extension.OutcomeText;
import dev.vigy.runtime.extension.Verbs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the documentation says of verbs and probes is all true, and all there is. The language has
/// a test of its own.
class ProgramReferenceTest {
  private static final ExampleTicks TICKS = new ExampleTicks();
  private static final Set<String> LANGUAGE = language();

  private static Set<String> language() {
    Set<String> names = new TreeSet<>();
    Lisp.reference().entries().forEach(entry -> names.add(entry.name()));
    return names;
  }

  private static List<Entry> verbs() {
    return ProgramReference.all().entries().stream()
        .filter(entry -> !LANGUAGE.contains(entry.name()))
        .toList();
  }

  @AfterAll
  static void close() {
    TICKS.close();
  }

  @Test
  void every_verb_has_an_entry_and_the_other_way_round() {
    Set<String> verbs = new TreeSet<>();
    Verbs.of(ExampleTicks.EXTENSIONS).functions().forEach(verb -> verbs.add(verb.boundName()));
    assertThat(verbs()).extracting(Entry::name).containsExactlyInAnyOrderElementsOf(verbs);
  }

  @TestFactory
  Stream<DynamicTest> every_example_gives_what_it_says() {
    return verbs().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.name(),
                    () -> assertThat(seen(entry.exampleForms())).isEqualTo(entry.exampleResult())));
  }

  @TestFactory
  Stream<DynamicTest> every_error_is_the_one_it_says() {
    return verbs().stream()
        .flatMap(
            entry ->
                entry.errors().stream()
                    .map(
                        error ->
                            dynamicTest(
                                error,
                                () ->
                                    assertThat(caught(Entry.forms(error)))
                                        .isEqualTo(Entry.result(error)))));
  }

  private static String caught(String forms) throws Exception {
    String program =
        "(vigy-log :info (try (begin "
            + forms
            + " \"no error\") (catch (e) (str (error-tag e) \" \" (error-message e)))))";
    return TICKS.evaluate(program).said().logs().getLast().message();
  }

  private static String seen(String forms) throws Exception {
    String all = String.join(" ; ", OutcomeText.of(TICKS.evaluate(forms)));
    return all.startsWith("=> ") ? all.substring(3) : all;
  }
}
