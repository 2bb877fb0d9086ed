package dev.vigy.lisp;

import dev.vigy.lisp.analyze.Analysis;
import dev.vigy.lisp.analyze.Analysis.Use;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.tree.Builder;
import dev.vigy.lisp.tree.Code;
import dev.vigy.lisp.tree.Globals;
import dev.vigy.lisp.tree.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  /// @param foreseen what is known of the names that the forms define and set
  ProgramCode(
      Map<String, Object> names,
      Map<String, Object> standard,
      Source source,
      List<Form> forms,
      Foreseen foreseen) {
    this.link = new Link(new Globals(), names, standard);
    this.builder = new Builder(link, false);
    this.builderForOneRun = new Builder(link, true);
    this.main = new Unit(0, source, forms);
    foreseen.enter(link, 0);
  }

  /// What a program without forms has, to begin with.
  static ProgramCode empty(Map<String, Object> names, Map<String, Object> standard, String name) {
    return new ProgramCode(names, standard, Source.of(name, ""), List.of(), new Foreseen());
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
      var foreseen = new Foreseen();
      List<Form> forms =
          switch (Reader.read(source, foreseen)) {
            case ReadResult.Forms read -> read.forms();
            case ReadResult.Unreadable bad ->
                throw LispError.reader(bad.error().message()).at(bad.error().span());
          };
      var unit = new Unit(units++, source, forms);
      foreseen.enter(link, unit.id());
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
}
