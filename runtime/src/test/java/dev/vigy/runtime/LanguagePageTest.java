package dev.vigy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.Session;
import dev.vigy.lisp.format.Formatter;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.value.Value;
import dev.vigy.runtime.extension.OutcomeText;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import dev.vigy.runtime.thread.BigStacks;
import dev.vigy.runtime.tick.TickResult.Outcome;
import dev.vigy.runtime.vigy.Grants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The `lisp` blocks of `docs/language.md` do what stands behind `; =>`. Blocks of the language
/// share one session; a block with verbs is a tick; one with `defvigy` is a file that is checked,
/// run once, and formatted as `vigy fmt` would.
class LanguagePageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("vigy.root", ".."), "docs", "language.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```lisp\n(.*?)^```$");
  private static final Pattern RESULT = Pattern.compile(" *; => (.*)");

  private static final ExampleTicks TICKS = new ExampleTicks();
  private static final BigStacks STACKS = new BigStacks(1, "page");
  private static final Session SESSION = Lisp.builder().build().session(RunOptions.standard());

  @AfterAll
  static void close() {
    TICKS.close();
    STACKS.close();
  }

  @TestFactory
  Stream<DynamicTest> blocks_give_what_stands_behind_them() throws IOException {
    String page = Files.readString(PAGE);
    List<DynamicTest> tests = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      String text = block.group(1);
      long line = page.substring(0, block.start()).lines().count() + 1;
      String name = "line " + line + ": " + text.lines().findFirst().orElse("");
      if (text.contains("(defvigy ")) {
        tests.add(dynamicTest(name, () -> isGoodVigy(text)));
      } else if (text.contains("(vigy-")) {
        tests.add(dynamicTest(name, () -> isTick(text)));
      } else {
        tests.addAll(forms(text));
      }
    }
    assertThat(tests).hasSizeGreaterThan(90);
    return tests.stream();
  }

  /// A test for each form, in order.
  private static List<DynamicTest> forms(String text) {
    List<DynamicTest> tests = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Form> forms = ((ReadResult.Forms) Lisp.read(Source.of("page", text))).forms();
    for (int i = 0; i < forms.size(); i++) {
      int end = forms.get(i).span().end();
      int next = i + 1 < forms.size() ? forms.get(i + 1).span().start() : bytes.length;
      String form = slice(bytes, forms.get(i).span().start(), end);
      Optional<String> result = result(slice(bytes, end, next));
      tests.add(
          dynamicTest(
              form,
              () -> {
                String seen = STACKS.call(() -> seen(SESSION.eval(form)));
                assertThat(seen).isEqualTo(result.orElse("()"));
              }));
    }
    return tests;
  }

  private static String slice(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static Optional<String> result(String behind) {
    Matcher matcher = RESULT.matcher(behind);
    return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  private static String seen(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Completed(Object value, var _) -> Value.print(value);
      case Evaluation.Failed(var error, var _) ->
          "! :" + error.kind().tag() + " " + error.shortMessage();
      case Evaluation.Left left -> "left by " + left.exit();
    };
  }

  private static void isTick(String text) throws Exception {
    assertThat(OutcomeText.of(TICKS.evaluate(text)).getFirst())
        .isEqualTo("=> " + result(text).orElse("()"));
  }

  private static void isGoodVigy(String text) throws Exception {
    assertThat(Formatter.format(Source.of("page", text)))
        .isEqualTo(new Formatter.Result.Formatted(text));
    ProgramFile.Parsed parsed =
        ProgramFile.parse(Source.of("page.vigy", text), Definition.of("page", ""));
    assertThat(parsed.findings()).isEmpty();
    try (DryRuns runs = new DryRuns(List.of(), Grants.NONE, 1)) {
      for (Definition definition : parsed.definitions()) {
        assertThat(runs.check(definition)).allMatch(Diagnostic::isNote);
        Outcome outcome = TICKS.evaluate(definition.program(), definition.params());
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.actions()).hasSize(1);
      }
    }
  }
}
