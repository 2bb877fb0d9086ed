package dev.vigy.lisp;

import dev.vigy.lisp.expand.MacroDefinition;
import dev.vigy.lisp.expand.MacroTable;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.tree.Code;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The top-level forms of the program or of one of its modules, each with what it was compiled to,
/// as far as that is the same in every run.
///
/// Forms are compiled when a run first reaches them, since macros may use what earlier forms
/// defined. What is kept never changes; two runs that compile a form at the same time come to the
/// same result.
final class Unit {
  private final int id;
  private final String text;
  private final List<Form> forms;
  private final AtomicReferenceArray<@Nullable Step> steps;

  /// @param id 0 for the program
  Unit(int id, String text, List<Form> forms) {
    this.id = id;
    this.text = text;
    this.forms = List.copyOf(forms);
    this.steps = new AtomicReferenceArray<>(forms.size());
  }

  int id() {
    return id;
  }

  String text() {
    return text;
  }

  List<Form> forms() {
    return forms;
  }

  /// What a form was compiled to; null if it has to be compiled.
  @Nullable Step step(int index) {
    return steps.get(index);
  }

  void keep(int index, Step step) {
    steps.set(index, step);
  }

  /// What running a top-level form does.
  sealed interface Step {
    /// Runs code.
    ///
    /// @param steps what expanding the form cost, charged in every run that did not expand it
    ///   itself
    record Run(Code code, long steps, long memory, int deepest) implements Step {}

    /// Adds a macro to the table `before`, which gives the table `after`.
    record AddMacro(MacroDefinition macro, MacroTable before, MacroTable after) implements Step {}

    record Provide(ListForm form) implements Step {}

    record Require(ModuleRequest request) implements Step {}
  }
}
