package dev.vigy.lisp;

import dev.vigy.lisp.analyze.Analysis;
import dev.vigy.lisp.analyze.Analyzer;
import dev.vigy.lisp.check.CodeCheck;
import dev.vigy.lisp.check.Trial;
import dev.vigy.lisp.expand.MacroDefinition;
import dev.vigy.lisp.ir.Expr;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.ReadResult;
import dev.vigy.lisp.read.Reader;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.run.Interrupt;
import dev.vigy.lisp.run.Limits;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.run.NonLocalExit;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Places;
import dev.vigy.lisp.source.Source;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.tree.World;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks for mistakes in a program before it runs.
///
/// Macros have to be expanded for that, and their bodies may call functions of the program. So the
/// checker runs those top-level forms that define a closure or a constant, and nothing else, in a
/// world without a host, where functions of the host fail. A macro that needs more can't be
/// expanded here; then what it would define is unknown, and unknown names are only doubtful.
final class Checker {
  private static final Limits LIMITS =
      new Limits(2_000_000, 64L << 20, 1_000, Long.MAX_VALUE, 1_024);

  private final Lisp lisp;
  private final CodeCheck code;
  private final List<Diagnostic> found = new ArrayList<>();
  private final Set<String> modules = new HashSet<>();
  private final Map<String, Set<String>> exports = new HashMap<>();
  private final ProgramCode shared;
  private final Execution execution;
  private int units = 1;

  Checker(Lisp lisp) {
    this.lisp = lisp;
    this.code = new CodeCheck(lisp.names(), this::attempt);
    this.shared = ProgramCode.empty(withoutHost(lisp.names()), lisp.standardNames(), "check");
    var options = new RunOptions(LIMITS, RunOptions.NO_HOST, new Interrupt());
    this.execution = new Execution(lisp, shared, _ -> {}, Execution.Purpose.CHECK, options);
  }

  private static Map<String, Object> withoutHost(Map<String, Object> names) {
    var safe = new HashMap<>(names);
    safe.replaceAll(
        (_, value) ->
            value instanceof NativeFunction function && function.isHost()
                ? absent(function)
                : value);
    return safe;
  }

  private static NativeFunction absent(NativeFunction function) {
    return NativeFunction.of(
        function.boundName(),
        function.arity(),
        (_, _) -> {
          throw LispError.nativeFn(function.boundName(), "not there while a program is checked");
        });
  }

  /// Errors first come where they stand in the text.
  List<Diagnostic> check(List<Form> forms) {
    try {
      checkUnit(forms, 0, new HashSet<>());
    } finally {
      execution.dropFibers();
    }
    found.addAll(code.findings(name -> Hints.forUnknown(name, code.names()), this::isMisspeltForm));
    return List.copyOf(found);
  }

  private void checkUnit(List<Form> forms, int unit, Set<String> exported) {
    for (Form form : forms) {
      try {
        checkForm(form, unit, exported);
      } catch (StackOverflowError | InternalError | LinkageError full) {
        tooDeep(World.outOfStack(full), form);
      }
    }
  }

  private void checkForm(Form form, int unit, Set<String> exported) {
    try {
      if (nestsTooDeep(form)) {
        throw LispError.tooDeep("forms nest deeper than " + Execution.CHECKED_NESTING_MAX);
      }
      if (form instanceof ListForm list && MacroDefinition.isOne(form)) {
        execution.addMacro(MacroDefinition.of(list));
      } else if (isHeaded(form, SpecialForm.PROVIDE)) {
        provide((ListForm) form, unit, exported);
      } else if (isHeaded(form, SpecialForm.REQUIRE)) {
        require(ModuleRequest.of((ListForm) form));
      } else {
        checkCode(form, unit);
      }
    } catch (LispError error) {
      if (error.kind() == LispError.Kind.DEPTH_EXCEEDED) {
        tooDeep(error, form);
        return;
      }
      code.addUnseen();
      boolean doubtful = execution.hasBodyFailed();
      Span span = error.span().orElse(form.span());
      found.add(
          doubtful
              ? Diagnostic.warning("expanding it fails: " + error.shortMessage(), span)
                  .withCode("expansion")
              : Diagnostic.error(error.shortMessage(), span).withCode("bad-form"));
    }
  }

  /// Whether a form nests deeper than code that is only looked at may; takes no machine stack.
  private static boolean nestsTooDeep(Form root) {
    List<Form> level = List.of(root);
    for (int depth = 0; depth <= Execution.CHECKED_NESTING_MAX; depth++) {
      var below = new ArrayList<Form>();
      for (Form form : level) {
        switch (form) {
          case ListForm(List<Form> items, _) -> below.addAll(items);
          case Form.Prefixed prefixed -> below.add(prefixed.operand());
          case Form.Atom _, Form.Standard _, Form.NilForm _ -> {}
        }
      }
      if (below.isEmpty()) {
        return false;
      }
      level = below;
    }
    return true;
  }

  private void tooDeep(LispError error, Form form) {
    code.addUnseen();
    found.add(
        Diagnostic.warning("not checked: " + error.shortMessage(), form.span())
            .withCode("not-checked"));
  }

  private static boolean isHeaded(Form form, SpecialForm head) {
    return form instanceof ListForm list && SpecialForm.of(list).filter(head::equals).isPresent();
  }

  private void checkCode(Form form, int unit) {
    warnOfHiddenDefinition(form);
    Form expanded = execution.expand(form, unit);
    findBehindElse(expanded);
    Analysis analysis = Analyzer.topLevel(expanded, unit);
    code.add(analysis.template());
    if (isSafe(analysis.template().body())) {
      execution.world().runForm(shared.build(analysis), null);
    }
  }

  /// Clauses of a `cond` that stand behind its `else`.
  private void findBehindElse(Form root) {
    var waiting = new ArrayDeque<Form>();
    waiting.push(root);
    while (!waiting.isEmpty()) {
      if (!(waiting.pop() instanceof ListForm list)) {
        continue;
      }
      SpecialForm special = SpecialForm.of(list).orElse(SpecialForm.BEGIN);
      if (special == SpecialForm.QUOTE || special == SpecialForm.QUASIQUOTE) {
        continue;
      }
      if (special == SpecialForm.COND) {
        behindElse(list)
            .ifPresent(
                clause ->
                    found.add(
                        Diagnostic.warning(
                                "this is never reached: it stands behind `else`", clause.span())
                            .withCode("unreachable")));
      }
      waiting.addAll(list.items());
    }
  }

  private static Optional<Form> behindElse(ListForm cond) {
    for (int i = 1; i + 1 < cond.items().size(); i++) {
      if (cond.items().get(i) instanceof ListForm(List<Form> items, _)
          && !items.isEmpty()
          && items.getFirst() instanceof Form.Atom(Symbol(String word), _)
          && word.equals("else")) {
        return Optional.of(cond.items().get(i + 1));
      }
    }
    return Optional.empty();
  }

  /// Whether running an expression does nothing but define closures and constants.
  private static boolean isSafe(Expr expr) {
    return switch (expr) {
      case Expr.Define define -> define.stable();
      case Expr.Sequence(List<Expr> parts, _) -> parts.stream().allMatch(Checker::isSafe);
      default -> false;
    };
  }

  /// A procedure that has the name of a macro can't be called by it (W-57).
  private void warnOfHiddenDefinition(Form form) {
    if (isHeaded(form, SpecialForm.DEFINE)
        && ((ListForm) form).items().size() > 2
        && ((ListForm) form).items().get(1) instanceof ListForm(List<Form> target, Span span)
        && !target.isEmpty()
        && target.getFirst() instanceof Form.Atom(Symbol(String name), _)
        && (execution.hasMacro(name) || SpecialForm.named(target.getFirst()).isPresent())) {
      String kind = execution.hasMacro(name) ? "a macro" : "a special form";
      found.add(
          Diagnostic.warning(
                  "`"
                      + name
                      + "` is "
                      + kind
                      + ", so `("
                      + name
                      + " …)` never calls this procedure",
                  span)
              .withCode("hidden-definition"));
    }
  }

  // --- Modules -----------------------------------------------------------------------------------

  private void provide(ListForm form, int unit, Set<String> exported) {
    if (unit == 0) {
      found.add(
          Diagnostic.error("`provide` is valid in a module only", form.span()).withCode("module"));
    }
    for (Form name : form.items().subList(1, form.items().size())) {
      if (name instanceof Form.Atom(Symbol(String text), _)) {
        exported.add(text);
      }
    }
  }

  private void require(ModuleRequest request) {
    String path = request.path();
    if (modules.add(path)) {
      exports.put(path, load(request));
    }
    for (String name : exports.getOrDefault(path, Set.of())) {
      code.define(request.alias() + "/" + name);
    }
    request.refer().forEach(code::define);
  }

  private Set<String> load(ModuleRequest request) {
    Set<String> exported = new HashSet<>();
    switch (lisp.modules().load(request.path())) {
      case ModuleLoader.Text(String text) -> {
        switch (Reader.read(Source.of(request.path(), text))) {
          case ReadResult.Forms(List<Form> forms) -> checkUnit(forms, units++, exported);
          case ReadResult.Unreadable(Diagnostic error) -> {
            found.add(error);
            code.addUnseen();
          }
        }
      }
      case ModuleLoader.Missing _ -> {
        found.add(
            Diagnostic.error("module not found: " + request.path(), request.span())
                .withCode("module"));
        code.addUnseen();
      }
      case ModuleLoader.Denied(String reason) -> {
        String text = "module load denied: " + request.path() + " — " + reason;
        found.add(Diagnostic.error(text, request.span()).withCode("module"));
        code.addUnseen();
      }
    }
    return exported;
  }

  // --- Trials ------------------------------------------------------------------------------------

  private static final Limits TRIAL_LIMITS =
      new Limits(10_000, 1L << 20, 100, Long.MAX_VALUE, 1_024);

  /// Calls a function of the library in a world of its own.
  private Trial.Outcome attempt(NativeFunction function, Object[] arguments) {
    var options = new RunOptions(TRIAL_LIMITS, RunOptions.NO_HOST, new Interrupt());
    var alone = new Execution(lisp, shared, _ -> {}, Execution.Purpose.CHECK, options);
    try {
      return new Trial.Value(alone.world().apply(function, arguments));
    } catch (LispError error) {
      return switch (error.kind()) {
        case TYPE_MISMATCH,
            DIVISION_BY_ZERO,
            INTEGER_OVERFLOW,
            NATIVE_FN,
            NOT_CALLABLE,
            READER,
            USER ->
            new Trial.Failure(
                error.shortMessage(), new Hints(lisp, List.of(), Places.in(Source.NONE)).of(error));
        // A wrong number of arguments is found without trying, where it is certain.
        case UNBOUND_SYMBOL,
            ARITY_MISMATCH,
            DEPTH_EXCEEDED,
            FUEL_EXHAUSTED,
            MACRO_EXPANSION_LIMIT,
            SET_SEALED,
            BAD_SPECIAL_FORM,
            DEADLOCK,
            LIMIT,
            HALTED,
            FATAL ->
            new Trial.Unknown();
      };
    } catch (NonLocalExit | StackOverflowError | InternalError | LinkageError unknown) {
      return new Trial.Unknown();
    } finally {
      alone.dropFibers();
    }
  }

  private boolean isMisspeltForm(String name) {
    return Hints.nearest(name, code.names()).filter(Hints.FORMS::contains).isPresent();
  }
}
