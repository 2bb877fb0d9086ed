package dev.vigy.lisp;

import dev.vigy.lisp.analyze.Analysis;
import dev.vigy.lisp.analyze.Analysis.Use;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.tree.Builder;
import dev.vigy.lisp.tree.Code;
import dev.vigy.lisp.tree.Globals;
import dev.vigy.lisp.tree.Link;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all runs of one program share: its units and the slots of its globals. Safe for many
/// threads.
final class ProgramCode {
  private final Link link;
  private final Builder builder;
  private final Builder builderForOneRun;
  private final Unit main;
  private final Map<String, Unit> modules = new HashMap<>();
  private int units = 1;

  /// @param names what the program finds bound
  /// @param standard what the library's own code finds bound
  ProgramCode(
      Map<String, Object> names, Map<String, Object> standard, Source source, List<Form> forms) {
    this.link = new Link(new Globals(), names, standard);
    this.builder = new Builder(link, false);
    this.builderForOneRun = new Builder(link, true);
    this.main = new Unit(0, source, forms);
    foresee(main, forms);
  }

  Link link() {
    return link;
  }

  Unit main() {
    return main;
  }

  /// The unit of a module: the one that was compiled before if the text is the same, else a new one
  /// that is not kept, since what was compiled so far may rest on the old text.
  ///
  /// @throws LispError if the text cannot be read
  Unit module(String path, String text) {
    synchronized (modules) {
      Unit known = modules.get(path);
      if (known != null && known.source().text().equals(text)) {
        return known;
      }
      var source = Source.of(path, text);
      List<Form> forms =
          switch (Reader.read(source)) {
            case ReadResult.Forms read -> read.forms();
            case ReadResult.Unreadable bad ->
                throw LispError.reader(bad.error().message()).at(bad.error().span());
          };
      var unit = new Unit(units++, source, forms);
      foresee(unit, forms);
      modules.putIfAbsent(path, unit);
      return unit;
    }
  }

  /// Whether the unit of a module is the one that this code was compiled with.
  boolean isCurrent(String path, Unit unit) {
    synchronized (modules) {
      return unit.equals(modules.get(path));
    }
  }

  /// Builds code whose names every run knows.
  Code build(Analysis analysis) {
    for (Use use : analysis.uses()) {
      declare(use);
    }
    return builder.code(analysis.template());
  }

  /// Builds code of one run: names that it alone knows get no slot.
  Code buildForOneRun(Analysis analysis) {
    return builderForOneRun.code(analysis.template());
  }

  /// Builds the body of a macro, for one run.
  Code buildMacro(Analysis analysis, String name) {
    return builderForOneRun.macro(analysis.template(), name);
  }

  private void declare(Use use) {
    Globals globals = link.globals();
    boolean known = globals.find(use.unit(), use.name()).isPresent();
    switch (use.way()) {
      case READ -> {
        if (!link.library().containsKey(use.name())) {
          globals.intern(use.unit(), use.name(), false);
        }
      }
      case DEFINE_STABLE -> globals.intern(use.unit(), use.name(), false);
      case DEFINE, SET -> globals.intern(use.unit(), use.name(), false).markUnstable(known);
    }
  }

  /// Finds out which names the written forms may define or set, so that code compiled before those
  /// forms takes nothing for granted. What macros and `eval` define is not foreseen, and handled
  /// where it happens.
  private void foresee(Unit unit, List<Form> forms) {
    var waiting = new ArrayDeque<Form>();
    for (Form form : forms) {
      foreseeIn(form, true, unit, waiting);
    }
    while (!waiting.isEmpty()) {
      foreseeIn(waiting.pop(), false, unit, waiting);
    }
  }

  private void foreseeIn(Form form, boolean topLevel, Unit unit, ArrayDeque<Form> waiting) {
    switch (form) {
      case ListForm list -> {
        SpecialForm.of(list)
            .ifPresent(
                special -> {
                  String name = target(list);
                  if (special == SpecialForm.DEFINE && name != null) {
                    foresee(unit, name, topLevel && definesTheSame(list));
                  } else if (special == SpecialForm.SET && name != null) {
                    foresee(unit, name, false);
                  }
                });
        waiting.addAll(list.items());
      }
      case Form.Prefixed prefixed -> waiting.add(prefixed.operand());
      case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
    }
  }

  private void foresee(Unit unit, String name, boolean stable) {
    Globals globals = link.globals();
    if (!stable) {
      globals.intern(unit.id(), name, true).markUnstable(false);
    } else if (link.library().containsKey(name)) {
      globals.intern(unit.id(), name, true);
    }
  }

  /// The name that a `define` or `set!` form is about.
  private static @Nullable String target(ListForm list) {
    if (list.items().size() < 3) {
      return null;
    }
    Form target = list.items().get(1);
    if (target instanceof ListForm(List<Form> items, _) && !items.isEmpty()) {
      target = items.getFirst();
    }
    return target instanceof Form.Atom(Symbol(String name), _) ? name : null;
  }

  /// Whether a top-level definition gives the same value in every run: a closure or a constant.
  private static boolean definesTheSame(ListForm list) {
    if (list.items().get(1) instanceof ListForm) {
      return true;
    }
    return switch (list.items().get(2)) {
      case Form.Atom atom -> !(atom.value() instanceof Symbol);
      case Form.Prefixed prefixed -> prefixed.prefix() == Form.Prefix.QUOTE;
      case ListForm value ->
          SpecialForm.of(value)
              .filter(form -> form == SpecialForm.LAMBDA || form == SpecialForm.QUOTE)
              .isPresent();
      case Form.Standard _, Form.NilForm _ -> false;
    };
  }
}
