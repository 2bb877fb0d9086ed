package dev.vigy.runtime.program;

import dev.vigy.lisp.Lisp;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Excerpt;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.runtime.vigy.Vigy.LineMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program file (product, section 2): one plain program, or any number of `defvigy`.
///
/// The program of a `defvigy` is cut out of the file: the top-level forms that stand before it
/// outside of any `defvigy`, an empty line, its body; comments and columns stay as they are.
public final class ProgramFile {
  private static final Symbol DEFVIGY = new Symbol("defvigy");
  private static final Symbol DEFTEST = new Symbol("deftest");

  private final FileText file;
  private final List<Diagnostic> findings = new ArrayList<>();
  private final Map<String, Header> headers = new LinkedHashMap<>();

  private ProgramFile(Source source) {
    file = new FileText(source);
  }

  /// What a file holds.
  ///
  /// @param source the file's text; its name stands in front of line numbers
  /// @param definitions the vigies, in order; those with errors are left out
  /// @param tests its tests, in order
  /// @param findings errors and warnings of the file itself, in order; programs are checked apart
  ///   ([ProgramCheck])
  public record Parsed(
      Source source, List<Definition> definitions, List<Test> tests, List<Diagnostic> findings) {
    public Parsed {
      definitions = List.copyOf(definitions);
      tests = List.copyOf(tests);
      findings = List.copyOf(findings);
    }

    public boolean hasErrors() {
      return findings.stream().anyMatch(Diagnostic::isError);
    }

    /// A finding in the program of a definition, placed in the file.
    public Diagnostic inFile(Definition definition, Diagnostic finding) {
      return definition
          .lines()
          .flatMap(lines -> moved(finding.span(), lines))
          .map(finding::movedTo)
          .orElse(finding);
    }

    private Optional<Span> moved(Span span, LineMap lines) {
      return Excerpt.of(span)
          .filter(excerpt -> excerpt.line() <= lines.lines().size())
          .map(
              excerpt -> {
                FileText text = new FileText(source);
                int start = text.lineStart(lines.lines().get(excerpt.line() - 1));
                int from = source.text().offsetByCodePoints(start, excerpt.column() - 1);
                int to = source.text().offsetByCodePoints(from, excerpt.width());
                return text.span(from, to);
              });
    }
  }

  /// A `(deftest name form…)`: belongs to no program.
  ///
  /// @param program the file's text with blanks in the place of everything that this test does not
  ///   see: the vigies and the other tests. So its spans are those of the file
  /// @param place of the whole form
  public record Test(String name, String program, Span place) {}

  /// Reads a file. Never throws: what is wrong with it is among the findings.
  ///
  /// @param defaults what a plain program is, but for its text; what a `defvigy` is where it says
  ///   nothing, but for name, text and doc
  public static Parsed parse(Source source, Definition defaults) {
    return switch (Lisp.read(source)) {
      case ReadResult.Unreadable(Diagnostic error) ->
          new Parsed(source, List.of(), List.of(), List.of(error));
      case ReadResult.Forms(List<Form> forms) -> new ProgramFile(source).parse(forms, defaults);
    };
  }

  private Parsed parse(List<Form> forms, Definition defaults) {
    List<Form> testForms = forms.stream().filter(form -> isHeaded(form, DEFTEST)).toList();
    List<Test> tests = new TestReader(file, findings).read(forms, testForms);
    List<Form> others = forms.stream().filter(form -> !testForms.contains(form)).toList();
    if (others.stream().noneMatch(ProgramFile::isDefvigy)) {
      Definition plain = plain(others, testForms, defaults);
      return new Parsed(file.source(), List.of(plain), tests, findings);
    }
    List<Definition> definitions = new ArrayList<>();
    List<FileText.Line> shared = new ArrayList<>();
    List<Form> run = new ArrayList<>();
    for (Form form : forms) {
      if (testForms.contains(form)) {
        share(run, shared);
        continue;
      }
      if (!isDefvigy(form)) {
        run.add(form);
        continue;
      }
      share(run, shared);
      Header header = new HeaderReader((Form.ListForm) form, headers, findings).read();
      if (header.name().isEmpty()) {
        continue;
      }
      if (headers.putIfAbsent(header.name(), header) != null) {
        findings.add(
            Diagnostic.error(
                "there is a `defvigy " + header.name() + "` before this one", header.nameSpan()));
        continue;
      }
      header
          .definition(defaults, findings)
          .ifPresent(definition -> definitions.add(withProgram(definition, header, shared)));
    }
    for (Form form : run) {
      findings.add(
          Diagnostic.warning(
              "no vigy sees this: it stands behind the last `defvigy`", form.span()));
    }
    return new Parsed(file.source(), definitions, tests, findings);
  }

  private Definition plain(List<Form> forms, List<Form> tests, Definition defaults) {
    if (forms.isEmpty()) {
      findings.add(Diagnostic.error("the program is empty", file.span(0, file.length())));
    }
    List<Span> places = tests.stream().map(Form::span).toList();
    return defaults.withProgram(file.without(places), Optional.empty());
  }

  static boolean isDefvigy(Form form) {
    return isHeaded(form, DEFVIGY);
  }

  private static boolean isHeaded(Form form, Symbol word) {
    return form instanceof Form.ListForm(List<Form> items, Span _)
        && !items.isEmpty()
        && items.getFirst() instanceof Form.Atom(Object head, Span _)
        && head.equals(word);
  }

  /// Adds the text of neighbouring shared forms, with what stands between them.
  private void share(List<Form> run, List<FileText.Line> shared) {
    if (run.isEmpty()) {
      return;
    }
    int from = file.charAt(run.getFirst().span().start());
    int to = file.charAt(run.getLast().span().end());
    shared.addAll(file.lines(from, to));
    run.clear();
  }

  private Definition withProgram(Definition definition, Header header, List<FileText.Line> shared) {
    List<FileText.Line> lines = new ArrayList<>(shared);
    List<FileText.Line> body = body(header);
    if (!lines.isEmpty()) {
      lines.add(new FileText.Line("", body.getFirst().number()));
    }
    lines.addAll(body);
    StringBuilder program = new StringBuilder();
    List<Integer> numbers = new ArrayList<>(lines.size());
    for (FileText.Line line : lines) {
      program.append(line.text()).append('\n');
      numbers.add(line.number());
    }
    return definition.withProgram(
        program.toString(), Optional.of(new LineMap(file.source().name(), numbers)));
  }

  /// The body with the comments right before it.
  private List<FileText.Line> body(Header header) {
    int from = file.charAt(header.body().getFirst().span().start());
    int afterHeader = file.charAt(header.endOfKeys());
    int lineAfterHeader = file.lineOf(afterHeader) + 1;
    if (lineAfterHeader <= file.lineOf(from)) {
      from = file.lineStart(lineAfterHeader);
    }
    return file.lines(from, file.charAt(header.body().getLast().span().end()));
  }
}
