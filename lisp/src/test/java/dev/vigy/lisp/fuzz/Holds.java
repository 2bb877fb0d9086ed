package dev.vigy.lisp.fuzz;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigy.lisp.ErrorReport;
import dev.vigy.lisp.Evaluation;
import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.Meter;
import dev.vigy.lisp.Program;
import dev.vigy.lisp.RunOptions;
import dev.vigy.lisp.format.Formatter;
import dev.vigy.lisp.read.Datum;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.spec.Corpus;
import dev.vigy.lisp.value.Value;
import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;

/// What holds for every text, whatever it is.
final class Holds {
  /// Small, so that whatever does not end by itself ends soon.
  private static final Limits LIMITS = new Limits(20_000, 8L << 20, 1_000, 10_000_000_000L, 4_096);

  private static final RunOptions OPTIONS = RunOptions.standard().withLimits(LIMITS);

  private static final Lisp LISP = Corpus.language().build();

  /// What no text of ours says: it would come from the inside.
  private static final Pattern INTERNAL =
      Pattern.compile(
          "internal|Exception|java\\.|javax\\.|dev\\.vigy|\\bnull\\b(?!\\?)|\\.java:|\\tat |@[0-9a-f]{5,}"
              + "|\\$Lambda|Error\\b:|\\bObject\\[");

  private static final Pattern PLACE = Pattern.compile(" at \\d+\\.\\.\\d+");

  private Holds() {}

  /// How a run ended.
  record Ending(String value, String output, long steps, long memory) {
    /// What stays the same where every form stands elsewhere. Errors of fibers tell their places in
    /// texts, which are longer or shorter then.
    List<String> withoutPlaces() {
      return List.of(
          PLACE.matcher(value).replaceAll(" at"), PLACE.matcher(output).replaceAll(" at"));
    }
  }

  static void forText(String text) {
    Source source = Source.of("program", text);
    int bytes = bytes(text);
    boolean readable = forReading(source, bytes);
    Program program = LISP.compile(source);
    List<Diagnostic> findings = program.check();
    for (Diagnostic finding : findings) {
      forFinding(finding, text, bytes);
    }
    Evaluation first = program.run(OPTIONS);
    Ending ending = ending(first);
    switch (first) {
      case Evaluation.Completed(Object value, Meter _) -> {
        forValue(value);
        assertThat(findings)
            .as("an error of the check for what runs to its end")
            .noneMatch(finding -> finding.isError() && finding.code().equals("must-fail"));
      }
      case Evaluation.Failed(LispError error, Meter _) -> forError(program, error, text, bytes);
      case Evaluation.Left left -> throw new AssertionError("left by " + left.exit());
    }
    assertThat(ending(program.run(OPTIONS))).as("the second run").isEqualTo(ending);
    if (readable) {
      forFormatting(source, ending);
    }
  }

  /// The length in UTF-8. Half a surrogate pair, which no file has, counts as three bytes.
  private static int bytes(String text) {
    return text.codePoints().map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4).sum();
  }

  /// How the text reads; whether it can be read.
  private static boolean forReading(Source source, int bytes) {
    return switch (Lisp.read(source)) {
      case ReadResult.Unreadable(Diagnostic error) -> {
        forFinding(error, source.text(), bytes);
        yield false;
      }
      case ReadResult.Forms(List<Form> forms) -> {
        assertThat(Lisp.isComplete(source.text())).isTrue();
        forPlaces(forms, 0, bytes);
        for (Form form : forms) {
          String printed = Value.print(Datum.of(form));
          if (isReadBack(printed)) {
            assertThat(readBack(printed)).isEqualTo(printed);
          }
        }
        yield true;
      }
    };
  }

  /// Forms that follow each other between two places.
  private record Within(List<Form> forms, int from, int to) {}

  /// Forms follow each other within the form around them.
  private static void forPlaces(List<Form> top, int from, int to) {
    var waiting = new ArrayDeque<Within>();
    waiting.push(new Within(top, from, to));
    while (!waiting.isEmpty()) {
      Within within = waiting.pop();
      int at = within.from();
      for (Form form : within.forms()) {
        Span span = form.span();
        if (span.start() < at || span.end() <= span.start() || span.end() > within.to()) {
          throw new AssertionError(span + " within " + at + ".." + within.to());
        }
        at = span.end();
        switch (form) {
          case Form.ListForm(List<Form> items, Span _) ->
              waiting.push(new Within(items, span.start() + 1, span.end() - 1));
          case Form.Prefixed prefixed ->
              waiting.push(new Within(List.of(prefixed.operand()), span.start() + 1, span.end()));
          case Form.Atom _ -> {}
          case Form.Standard _, Form.NilForm _ -> throw new AssertionError("read: " + form);
        }
      }
    }
  }

  /// What a value prints as, read and printed, stays the same from there on.
  private static void forValue(Object value) {
    String printed = Value.print(value);
    if (isReadBack(printed)
        && Lisp.read(Source.of("printed", printed)) instanceof ReadResult.Forms) {
      String again = readBack(printed);
      assertThat(readBack(again)).isEqualTo(again);
    }
  }

  private static String readBack(String printed) {
    return switch (Lisp.read(Source.of("printed", printed))) {
      case ReadResult.Forms(List<Form> forms) ->
          forms.stream().map(form -> Value.print(Datum.of(form))).collect(joining(" "));
      case ReadResult.Unreadable(Diagnostic error) -> "cannot be read: " + error.message();
    };
  }

  /// Whether the reference says that what is printed there can be read: not for objects, maps and
  /// the character 0, and -0.0 prints as an integer does (W-07).
  private static boolean isReadBack(String printed) {
    return !printed.contains("#<")
        && !printed.contains("{")
        && !printed.contains("\\0")
        && !printed.contains("-0");
  }

  private static void forFinding(Diagnostic finding, String text, int bytes) {
    forSpan(finding.span(), bytes);
    finding.mend().ifPresent(mend -> forSpan(mend.span(), bytes));
    forMessage(finding.rendered(), text);
  }

  private static void forSpan(Span span, int bytes) {
    if (!span.isSynthetic() && span.source().name().equals("program")) {
      assertThat(span.start()).isBetween(0, bytes);
      assertThat(span.end()).isBetween(span.start(), bytes);
    }
  }

  private static void forError(Program program, LispError error, String text, int bytes) {
    error.span().ifPresent(span -> forSpan(span, bytes));
    forMessage(error.shortMessage(), text);
    forMessage(error.fullMessage(), text);
    ErrorReport report = program.explain(error);
    forMessage(report.rendered(), text);
    assertThat(error.kind()).isNotEqualTo(LispError.Kind.FATAL);
  }

  private static void forMessage(String message, String text) {
    assertThat(message).isNotBlank();
    var inside = INTERNAL.matcher(message);
    while (inside.find()) {
      assertThat(text).as("shows what is inside: %s", message).contains(inside.group());
    }
  }

  private static Ending ending(Evaluation evaluation) {
    String value =
        switch (evaluation) {
          case Evaluation.Completed completed -> Value.print(completed.value());
          case Evaluation.Failed failed ->
              "! " + failed.error().kind() + " " + failed.error().shortMessage();
          case Evaluation.Left left -> "left " + left.exit();
        };
    Meter meter = evaluation.meter();
    return new Ending(value, meter.output(), meter.steps(), meter.memory());
  }

  private static void forFormatting(Source source, Ending ending) {
    switch (Formatter.format(source)) {
      case Formatter.Result.Refused(Diagnostic why) ->
          assertThat(why.message()).startsWith("nested deeper than ");
      case Formatter.Result.Formatted(String formatted) -> {
        assertThat(Formatter.format(Source.of("program", formatted)))
            .as("formatted once more")
            .isEqualTo(new Formatter.Result.Formatted(formatted));
        if (!formatted.equals(source.text())) {
          assertThat(ending(LISP.compile(formatted).run(OPTIONS)).withoutPlaces())
              .as("what it does once formatted")
              .isEqualTo(ending.withoutPlaces());
        }
      }
    }
  }
}
