package dev.vigy.runtime.program;

import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.runtime.program.ProgramFile.Test;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the tests of a program file: `(deftest name form…)`.
final class TestReader {
  private final FileText file;
  private final List<Diagnostic> findings;
  private final Set<String> names = new HashSet<>();

  /// @param findings is added to
  TestReader(FileText file, List<Diagnostic> findings) {
    this.file = file;
    this.findings = findings;
  }

  /// @param forms all of the file
  /// @param tests those of them that are tests
  List<Test> read(List<Form> forms, List<Form> tests) {
    List<Test> read = new ArrayList<>();
    for (Form form : tests) {
      if (form instanceof Form.ListForm(List<Form> items, Span span)) {
        name(items, span).ifPresent(name -> read.add(test(name, items, span, forms, tests)));
      }
    }
    return read;
  }

  private Optional<String> name(List<Form> items, Span span) {
    Optional<String> name =
        items.size() > 1 && items.get(1) instanceof Form.Atom(Object value, Span _)
            ? switch (value) {
              case Symbol(String text) -> Optional.of(text);
              case String text -> Optional.of(text);
              default -> Optional.empty();
            }
            : Optional.empty();
    if (name.isEmpty()) {
      findings.add(
          Diagnostic.error("a `deftest` begins with a name", span)
              .withHint("such as (deftest opens-an-incident (sim 'site-watch) …)"));
    } else if (items.size() == 2) {
      findings.add(Diagnostic.error("the test `" + name.get() + "` is empty", span));
      return Optional.empty();
    } else if (!names.add(name.get())) {
      findings.add(
          Diagnostic.error("there is a `deftest " + name.get() + "` before this one", span));
      return Optional.empty();
    }
    return name;
  }

  private Test test(String name, List<Form> items, Span place, List<Form> forms, List<Form> tests) {
    // Without a `defvigy` all else is the program.
    boolean alone = forms.stream().noneMatch(ProgramFile::isDefvigy);
    List<Span> unseen = new ArrayList<>();
    for (Form form : forms) {
      Span span = form.span();
      if (span.equals(place)) {
        // Of the test itself its forms stay.
        unseen.add(new Span(span.source(), span.start(), items.get(1).span().end()));
        unseen.add(new Span(span.source(), span.end() - 1, span.end()));
      } else if (alone || tests.contains(form) || ProgramFile.isDefvigy(form)) {
        unseen.add(span);
      }
    }
    return new Test(name, file.without(unseen), place);
  }
}
