package dev.vigy.lisp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.expand.MacroTable;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.reference.Entry;
import dev.vigy.lisp.reference.Entry.Kind;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the documentation says of the language is all true, and all there is.
class ReferenceTest {
  private static final Lisp LISP =
      Lisp.builder()
          .modules(
              ModuleLoader.of(
                  Map.of("geometry", "(define (area side) (* side side)) (provide area)")))
          .build();
  private static final List<Entry> ENTRIES = Lisp.reference().entries();

  @TestFactory
  Stream<DynamicTest> every_example_gives_what_it_says() {
    return ENTRIES.stream()
        .map(
            entry ->
                dynamicTest(
                    entry.name(),
                    () ->
                        assertThat(Outcomes.of(run(entry.exampleForms())))
                            .isEqualTo(entry.exampleResult())));
  }

  @TestFactory
  Stream<DynamicTest> every_error_is_the_one_it_says() {
    return ENTRIES.stream()
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

  @Test
  void every_name_that_a_program_can_use_has_an_entry_and_the_other_way_round() {
    Set<String> names = new TreeSet<>(LISP.names().keySet());
    for (SpecialForm form : SpecialForm.values()) {
      names.add(form.word());
    }
    names.addAll(MacroTable.LIBRARY.names());
    names.addAll(List.of("defmacro", "defpoint-template", "defcheck"));
    assertThat(ENTRIES).extracting(Entry::name).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void kinds_are_what_the_language_makes_of_the_name() {
    assertThat(named(Kind.SPECIAL_FORM))
        .isEqualTo(
            Arrays.stream(SpecialForm.values()).map(SpecialForm::word).collect(Collectors.toSet()));
    assertThat(named(Kind.MACRO)).isEqualTo(MacroTable.LIBRARY.names());
    assertThat(named(Kind.VALUE)).isEqualTo(Set.of("true", "false", "nil"));
  }

  private static Set<String> named(Kind kind) {
    return ENTRIES.stream()
        .filter(entry -> entry.kind() == kind)
        .map(Entry::name)
        .collect(Collectors.toSet());
  }

  /// Each of these stands in for one argument of the example.
  private static final List<String> ODD_ARGUMENTS = List.of("5", "\"x\"", ":k", "'(1)", "()", "-1");

  /// Functions whose arguments are functions or data of others, where the failure is the
  /// argument's.
  @Test
  void a_function_without_errors_takes_whatever_it_gets() {
    List<String> failures = new ArrayList<>();
    for (Entry entry : ENTRIES) {
      if (entry.kind() == Kind.FUNCTION
          && entry.errors().isEmpty()
          && !entry.meaning().startsWith("The same as ")
          && LISP.names().get(entry.name()) instanceof NativeFunction function) {
        failures.addAll(failures(entry.name(), function));
      }
    }
    assertThat(failures).isEmpty();
  }

  private static List<String> failures(String name, NativeFunction function) {
    List<String> failures = new ArrayList<>();
    for (int count = 1; count <= 3; count++) {
      if (function.arity().accepts(count)) {
        for (String odd : ODD_ARGUMENTS) {
          String call = "(" + name + (" " + odd).repeat(count) + ")";
          if (run(call) instanceof Evaluation.Failed failed) {
            failures.add(call + " => " + failed.error().fullMessage());
          }
        }
      }
    }
    return failures;
  }

  private static Evaluation run(String forms) {
    return BigStack.run(() -> LISP.compile(forms).run(RunOptions.standard()));
  }

  /// What `catch` would see: `:tag message`.
  private static String caught(String forms) {
    return switch (run(forms)) {
      case Evaluation.Failed(LispError error, var _) ->
          error
              .thrownValue()
              .map(
                  value ->
                      value instanceof ErrorValue thrown
                          ? ":" + thrown.tag() + " " + thrown.message()
                          : Value.print(value))
              .orElseGet(() -> ":" + error.kind().tag() + " " + error.shortMessage());
      case Evaluation.Completed(Object value, var _) -> "no error: " + Value.print(value);
      case Evaluation.Left left -> "left by " + left.exit();
    };
  }
}
