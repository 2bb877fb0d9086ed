package dev.vigy.lisp;

import dev.vigy.lisp.expand.MacroDefinition;
import dev.vigy.lisp.expand.MacroTable;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.tree.Code;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The top-level forms of the program or of one of its modules, each as it was written or, where
/// that is the same in every run, as what it was compiled to.
///
/// Forms are compiled when a run first reaches them, since macros may use what earlier forms
/// defined. What is kept never changes; two runs that compile a form at the same time come to the
/// same result. The written form is forgotten then: it takes more memory than the code.
final class Unit {
  private final int id;
  private final Source source;
  private final AtomicReferenceArray<Part> parts;

  /// How many parts are not code that was compiled.
  private final AtomicInteger uncompiled;

  /// All parts, once each of them is code that was compiled.
  private volatile Run @Nullable [] compiled;

  /// @param id 0 for the program
  Unit(int id, Source source, List<Form> forms) {
    this.id = id;
    this.source = source;
    this.parts = new AtomicReferenceArray<>(forms.stream().map(Written::new).toArray(Part[]::new));
    this.uncompiled = new AtomicInteger(forms.size());
  }

  int id() {
    return id;
  }

  Source source() {
    return source;
  }

  int size() {
    return parts.length();
  }

  Part part(int index) {
    return parts.get(index);
  }

  void keep(int index, Step step) {
    Part before = parts.getAndSet(index, step);
    if (before instanceof Written && step instanceof Run && uncompiled.decrementAndGet() == 0) {
      compiled =
          IntStream.range(0, parts.length()).mapToObj(i -> (Run) parts.get(i)).toArray(Run[]::new);
    }
  }

  /// All parts, if each of them is compiled code: what most runs of most programs see. Not to be
  /// changed.
  Run @Nullable [] compiled() {
    return compiled;
  }

  /// The forms as they were written, for a run that can use nothing that others left behind.
  List<Form> readAgain() {
    return switch (Reader.read(source)) {
      case ReadResult.Forms(List<Form> forms) -> forms;
      case ReadResult.Unreadable unreadable ->
          throw new IllegalStateException("it was read before: " + unreadable.error().message());
    };
  }

  /// A top-level form.
  sealed interface Part {}

  /// A form that has to be compiled.
  record Written(Form form) implements Part {}

  /// What running a form does.
  sealed interface Step extends Part {}

  /// Runs code.
  ///
  /// @param steps what expanding the form cost, charged in every run that did not expand it itself
  record Run(Code code, long steps, long memory, int deepest) implements Step {}

  /// Adds a macro to the table `before`, which gives the table `after`.
  record AddMacro(MacroDefinition macro, MacroTable before, MacroTable after) implements Step {}

  record Provide(ListForm form) implements Step {}

  record Require(ModuleRequest request) implements Step {}
}
