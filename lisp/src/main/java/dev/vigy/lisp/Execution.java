package dev.vigy.lisp;

import dev.vigy.lisp.Unit.Part;
import dev.vigy.lisp.Unit.Step;
import dev.vigy.lisp.analyze.Analysis;
import dev.vigy.lisp.analyze.Analyzer;
import dev.vigy.lisp.expand.Expander;
import dev.vigy.lisp.expand.MacroBodies;
import dev.vigy.lisp.expand.MacroDefinition;
import dev.vigy.lisp.expand.MacroTable;
import dev.vigy.lisp.fiber.Scheduler;
import dev.vigy.lisp.ir.EvalSite;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.tree.Circumstances;
import dev.vigy.lisp.tree.Output;
import dev.vigy.lisp.tree.Stages;
import dev.vigy.lisp.tree.World;
import dev.vigy.lisp.value.Nil;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of a program: takes its forms one after the other through all stages, as far as an
/// earlier run has not left that behind. Belongs to one thread.
@SuppressWarnings("ReferenceEquality") // a table of macros is known by its identity
final class Execution implements Stages {
  /// How many rewrites a chain may have under `eval` and `macroexpand`, where the reference has no
  /// limit (W-19).
  private static final int ARRIVING_REWRITES_MAX = 10_000;

  /// How deep forms may nest where code is only looked at: that happens on threads with small
  /// stacks.
  static final int CHECKED_NESTING_MAX = 500;

  /// Symbols that `gensym` makes while a form is expanded count from a number of that form's own:
  /// so they are the same whether or not the forms before it had to be expanded in this run.
  private static final long GENSYMS_PER_FORM = 1L << 32;

  private final ProgramCode code;
  private final Consumer<ProgramCode> renew;
  private final int rewritesMax;
  private final int nestingMax;
  private final Purpose purpose;
  private final World world;
  private final Lisp lisp;
  private @Nullable Modules modules;
  private MacroTable macros = MacroTable.LIBRARY;

  /// Whether the compiled forms that other runs left behind rest on other texts of modules than
  /// this run has seen.
  private boolean stale;

  private boolean bodyFailed;

  /// How many forms the texts had that were run before in the same world.
  private int formsBefore;

  /// How many bodies of macros have been run.
  private long bodiesRun;

  /// How many bodies of macros are being expanded inside each other.
  private int bodiesExpanding;

  /// What forms are run for.
  enum Purpose {
    /// Once each, by a program that is run again and again from its beginning.
    PROGRAM,
    /// One text after the other, where any name may come to mean something else in between.
    SESSION,
    /// To be looked at.
    CHECK
  }

  Execution(
      Lisp lisp,
      ProgramCode code,
      Consumer<ProgramCode> renew,
      Purpose purpose,
      RunOptions options) {
    this.purpose = purpose;
    this.nestingMax = purpose == Purpose.CHECK ? CHECKED_NESTING_MAX : Reader.NESTING_MAX;
    this.renew = renew;
    this.lisp = lisp;
    this.code = code;
    this.rewritesMax = lisp.macroExpansionLimit();
    this.world = new World(code.link(), this, given(options));
  }

  /// An execution that begins with what another one has defined and goes its own way from there.
  Execution(Execution parent, RunOptions options) {
    this.purpose = parent.purpose;
    this.nestingMax = parent.nestingMax;
    this.renew = parent.renew;
    this.lisp = parent.lisp;
    this.code = parent.code;
    this.rewritesMax = parent.rewritesMax;
    this.macros = parent.macros;
    this.stale = parent.stale;
    this.formsBefore = parent.formsBefore;
    this.world = new World(parent.world, this, given(options));
    this.modules = parent.modules == null ? null : parent.modules.copyFor(this);
  }

  private static Circumstances given(RunOptions options) {
    return new Circumstances(
        options.limits(),
        options.host(),
        options.interrupt(),
        options.usage(),
        options.granted(),
        options.observer());
  }

  World world() {
    return world;
  }

  ProgramCode code() {
    return code;
  }

  /// Runs something to its end, whatever that is.
  static Evaluation evaluate(Supplier<Object> work, Supplier<Meter> meter) {
    try {
      return new Evaluation.Completed(work.get(), meter.get());
    } catch (LispError error) {
      return new Evaluation.Failed(error, meter.get());
    } catch (NonLocalExit exit) {
      return new Evaluation.Left(exit, meter.get());
    } catch (StackOverflowError | InternalError | LinkageError full) {
      return new Evaluation.Failed(World.outOfStack(full), meter.get());
    } catch (OutOfMemoryError full) {
      // The heap gave out before the counted limit did: other runs share it, or it is small.
      return new Evaluation.Failed(LispError.halted(LispError.Limit.MEMORY), meter.get());
    }
  }

  Object run() {
    return whole(() -> run(code.main()));
  }

  /// The macros that are there by now.
  MacroTable macros() {
    return macros;
  }

  /// Further forms for the same world.
  Unit unit(Source source, List<Form> forms) {
    return new Unit(code.main().id(), source, forms);
  }

  /// Runs further forms, with meters of their own.
  Object runMore(Unit unit, RunOptions options) {
    world.beginAgain(given(options));
    if (modules != null) {
      modules.beginAgain();
    }
    try {
      return whole(() -> run(unit));
    } finally {
      formsBefore += unit.size();
    }
  }

  /// Calls a procedure of the world, with meters of its own.
  Object call(Object procedure, Object[] arguments, RunOptions options) {
    world.beginAgain(given(options));
    return whole(() -> world.apply(procedure, arguments));
  }

  /// A run from its beginning to its end, with the fibers that it spawns.
  private Object whole(Supplier<Object> work) {
    try {
      Object value = work.get();
      world.startedFibers().ifPresent(Scheduler::finish);
      return value;
    } catch (NonLocalExit exit) {
      if (exit.waitsForOutside()) {
        world.startedFibers().ifPresent(fibers -> fibers.goOnWithout(exit));
      }
      throw exit;
    } finally {
      dropFibers();
      world.end();
    }
  }

  /// Ends what was spawned and has not ended; no thread of it is left.
  void dropFibers() {
    world.startedFibers().ifPresent(Scheduler::drop);
  }

  /// The names that this run itself has defined, macros included.
  Set<String> ownNames() {
    Set<String> names = new HashSet<>(world.ownNames(code.main().id()));
    names.addAll(macros.names());
    names.addAll(macros.writtenNames());
    Stream.of(SpecialForm.values()).map(SpecialForm::word).forEach(names::add);
    return names;
  }

  /// What the run has used so far.
  Meter meter() {
    return new Meter(
        world.steps(),
        world.memory(),
        world.deepest(),
        world.output().map(Output::text).orElse(""),
        world.output().filter(Output::isCut).isPresent());
  }

  /// Runs the forms of a unit; the value of the last one.
  Object run(Unit unit) {
    Unit.Run[] compiled = unit.compiled();
    return compiled == null ? runParts(unit) : runCompiled(unit, compiled);
  }

  private Object runCompiled(Unit unit, Unit.Run[] compiled) {
    world.reserveGlobals();
    Object value = Nil.NIL;
    for (int i = 0; i < compiled.length; i++) {
      if (stale) {
        return runRest(unit, i, value);
      }
      charge(compiled[i]);
      value = world.runReserved(compiled[i].code(), null);
    }
    return value;
  }

  private void charge(Unit.Run compiled) {
    if (compiled.steps() > 0) {
      world.charge(compiled.steps(), compiled.memory(), compiled.deepest());
    }
  }

  private Object runParts(Unit unit) {
    Object value = Nil.NIL;
    for (int i = 0; i < unit.size(); i++) {
      if (stale) {
        return runRest(unit, i, value);
      }
      value = run(unit, unit.part(i), i);
    }
    return value;
  }

  /// Runs the forms from an index on as if no run had been before.
  private Object runRest(Unit unit, int from, Object before) {
    List<Form> forms = unit.readAgain();
    Object value = before;
    for (int i = from; i < forms.size(); i++) {
      value = run(unit, new Unit.Written(forms.get(i)), i);
    }
    return value;
  }

  private Object run(Unit unit, Part part, int index) {
    switch (part) {
      case Unit.Run compiled -> {
        charge(compiled);
        return world.runForm(compiled.code(), null);
      }
      case Unit.Written(Form form) -> {
        return runNew(unit, compile(unit, index, form));
      }
      case Unit.AddMacro(MacroDefinition macro, MacroTable before, MacroTable after) ->
          macros = macros == before ? after : macros.with(macro);
      case Unit.Provide(ListForm form) -> modules().provide(form);
      case Unit.Require(ModuleRequest request) -> modules().require(request, unit);
    }
    return Nil.NIL;
  }

  /// Runs what this run has compiled itself and so has paid for.
  private Object runNew(Unit unit, Step step) {
    return switch (step) {
      case Unit.Run run -> world.runForm(run.code(), null);
      case Unit.AddMacro _, Unit.Provide _, Unit.Require _ -> run(unit, step, 0);
    };
  }

  // --- Compiling ---------------------------------------------------------------------------------

  private Step compile(Unit unit, int index, Form form) {
    if (form instanceof ListForm list && MacroDefinition.isOne(form)) {
      MacroDefinition macro = MacroDefinition.of(list);
      return keep(unit, index, new Unit.AddMacro(macro, macros, macros.with(macro)));
    }
    if (form instanceof ListForm list) {
      switch (SpecialForm.of(list).orElse(SpecialForm.BEGIN)) {
        case PROVIDE -> {
          return keep(unit, index, new Unit.Provide(list));
        }
        case REQUIRE -> {
          return keep(unit, index, new Unit.Require(ModuleRequest.of(list)));
        }
        default -> {}
      }
    }
    return compileCode(unit, index, form);
  }

  /// A written form of a unit without macro calls.
  Form expand(Form form, int unit) {
    return expander(Analyzer.globalSite(unit, true), null, rewritesMax).expand(form);
  }

  /// Makes a macro known from here on.
  void addMacro(MacroDefinition macro) {
    macros = macros.with(macro);
  }

  /// Whether a list headed by that name is a macro call by now.
  boolean hasMacro(String name) {
    return macros.has(name);
  }

  /// Whether the last failure came from the body of a macro, rather than from how it was called.
  boolean hasBodyFailed() {
    return bodyFailed;
  }

  private Step keep(Unit unit, int index, Step step) {
    if (!stale) {
      unit.keep(index, step);
    }
    return step;
  }

  private Step compileCode(Unit unit, int index, Form form) {
    long steps = world.steps();
    long memory = world.memory();
    long gensym = world.startGensymAt((formsBefore + index + 1) * GENSYMS_PER_FORM);
    long bodies = bodiesRun;
    world.becomePure();
    Form expanded = expand(form, unit.id());
    // What macros of the program made of a form may rest on what their bodies looked at.
    boolean made = bodiesRun > bodies;
    boolean same = !made || world.isPure();
    world.startGensymAt(gensym);
    Analysis analysis = Analyzer.topLevel(expanded, unit.id());
    if (!same || stale) {
      return new Unit.Run(code.buildForOneRun(analysis), 0, 0, 0);
    }
    // The steps of this run are counted already; a run that finds the code ready charges them.
    var compiled =
        new Unit.Run(
            code.build(analysis), world.steps() - steps, world.memory() - memory, world.deepest());
    return made && purpose == Purpose.SESSION ? compiled : keep(unit, index, compiled);
  }

  // --- Macros ------------------------------------------------------------------------------------

  private Expander expander(EvalSite site, Object @Nullable [] frame, int limit) {
    MacroBodies bodies = (macro, arguments, span) -> runBody(macro, arguments, site, frame, span);
    return new Expander(macros, bodies, limit, nestingMax, purpose == Purpose.CHECK, world);
  }

  /// Runs the body of a macro on top of a site. Like every form of a run, it is expanded first.
  private Object runBody(
      MacroDefinition macro,
      Object[] arguments,
      EvalSite site,
      Object @Nullable [] frame,
      Span span) {
    if (bodiesExpanding >= rewritesMax) {
      // A body that calls its own macro would be expanded for ever.
      throw LispError.macroExpansionLimit(macro.name(), rewritesMax).at(span);
    }
    bodiesRun++;
    payForCompiling(site);
    Expander expander = expander(site, frame, rewritesMax);
    Form body = expander.stamped(macro.body(), span);
    bodiesExpanding++;
    try {
      body = expander.expand(body);
    } finally {
      bodiesExpanding--;
    }
    Analysis analysis = Analyzer.macroBody(macro.parameters(), body, site);
    try {
      return world.runCall(code.buildMacro(analysis, macro.name()), frame, arguments, span);
    } catch (LispError error) {
      bodyFailed = true;
      throw error;
    }
  }

  @Override
  public Object eval(World current, Object data, EvalSite site, Object[] frame, Span span) {
    payForCompiling(site);
    Expander expander = expander(site, frame, ARRIVING_REWRITES_MAX);
    Form expanded = expander.expand(expander.source(data, span, "eval"));
    Analysis analysis = Analyzer.arriving(expanded, site);
    return world.runForm(code.buildForOneRun(analysis), frame);
  }

  @Override
  public Object macroexpand(
      World current, Object data, boolean once, EvalSite site, Object[] frame, Span span) {
    payForCompiling(site);
    Expander expander = expander(site, frame, ARRIVING_REWRITES_MAX);
    Form form = expander.source(data, span, once ? "macroexpand-1" : "macroexpand");
    return expander.data(once ? expander.expandOnce(form) : expander.expand(form));
  }

  /// Charges what compiling code that arrives at a site takes besides its size.
  private void payForCompiling(EvalSite site) {
    world.step(Cost.COMPILE_STEPS + site.nesting());
    world.allocate(Cost.COMPILE + Cost.MAP_NODE * site.nesting());
  }

  // --- Modules -----------------------------------------------------------------------------------

  /// Made when first needed: most programs have none.
  private Modules modules() {
    if (modules == null) {
      modules = new Modules(this, lisp.modules());
    }
    return modules;
  }

  /// The unit of a module with this text.
  Unit module(String path, String text) {
    Unit unit = code.module(path, text);
    if (!code.isCurrent(path, unit)) {
      stale = true;
      renew.accept(code);
    }
    return unit;
  }
}
