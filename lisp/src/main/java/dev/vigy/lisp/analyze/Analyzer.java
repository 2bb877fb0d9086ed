package dev.vigy.lisp.analyze;

import dev.vigy.lisp.analyze.Analysis.Use;
import dev.vigy.lisp.analyze.Analysis.Way;
import dev.vigy.lisp.analyze.Parameters.BadParameters;
import dev.vigy.lisp.analyze.Parameters.GoodParameters;
import dev.vigy.lisp.ir.EvalSite;
import dev.vigy.lisp.ir.Expr;
import dev.vigy.lisp.ir.Expr.Fail;
import dev.vigy.lisp.ir.Place;
import dev.vigy.lisp.ir.Template;
import dev.vigy.lisp.read.Datum;
import dev.vigy.lisp.read.Form;
import dev.vigy.lisp.read.Form.ListForm;
import dev.vigy.lisp.read.SpecialForm;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives one expanded form its meaning.
public final class Analyzer {
  private final Names names;
  private final Set<Use> uses = new LinkedHashSet<>();
  private final int unit;
  private final boolean sealed;
  private Routine routine;
  private @Nullable Block innermost;

  private Analyzer(int unit, boolean sealed, Routine routine) {
    this.unit = unit;
    this.sealed = sealed;
    this.routine = routine;
    this.names = new Names(unit, sealed);
  }

  /// Analyzes a top-level form of a unit.
  public static Analysis topLevel(Form form, int unit) {
    var analyzer = new Analyzer(unit, false, new Routine(0));
    Expr body = analyzer.topLevelPart(form);
    return analyzer.finish(List.of(), body, form.span());
  }

  /// Analyzes a form given to `eval`.
  public static Analysis arriving(Form form, EvalSite where) {
    Site site = (Site) where;
    var analyzer = new Analyzer(site.unit(), site.sealed(), new Routine(site.level() + 1));
    analyzer.names.arriveIn(site.innermost());
    analyzer.innermost = site.innermost();
    Expr body = analyzer.expr(form, false);
    return analyzer.finish(List.of(), body, form.span());
  }

  /// Analyzes the body of a macro as code with the macro's parameters, on top of a site.
  public static Analysis macroBody(List<String> parameters, Form body, EvalSite where) {
    Site site = (Site) where;
    var analyzer = new Analyzer(site.unit(), site.sealed(), new Routine(site.level() + 1));
    analyzer.names.arriveIn(site.innermost());
    analyzer.innermost = site.innermost();
    Expr code = analyzer.block(parameters, true, List.of(body), false);
    return analyzer.finish(parameters, code, body.span());
  }

  /// The global frame of a unit as a place for code to arrive in.
  ///
  /// @param sealed whether `set!` of a global is refused there
  public static EvalSite globalSite(int unit, boolean sealed) {
    return new Site(null, 0, unit, sealed);
  }

  private Analysis finish(List<String> parameters, Expr body, Span span) {
    var template =
        new Template("", parameters, false, "", routine.size(), routine.isCaptured(), body, span);
    return new Analysis(template, new ArrayList<>(uses));
  }

  /// A form of which it is known that it runs in any case.
  private Expr topLevelPart(Form form) {
    if (form instanceof ListForm list && isSpecial(list, SpecialForm.DEFINE)) {
      return define(list, true);
    }
    if (form instanceof ListForm list && isSpecial(list, SpecialForm.BEGIN)) {
      return sequence(operands(list).stream().map(this::topLevelPart).toList(), list.span());
    }
    return expr(form, false);
  }

  Expr expr(Form form, boolean tail) {
    return switch (form) {
      case Form.Atom(Symbol(String name), Span span) -> new Expr.Read(find(name), span);
      case Form.Atom(Object value, Span span) -> new Expr.Constant(value, span);
      case Form.Standard(String name, Span span) -> new Expr.Read(new Place.Standard(name), span);
      case Form.NilForm(Span span) -> new Expr.Constant(Nil.NIL, span);
      case Form.Prefixed(Form.Prefix prefix, Form operand, Span span) ->
          switch (prefix) {
            case QUOTE -> new Expr.Constant(Datum.of(operand), span);
            case QUASIQUOTE -> Quasiquote.of(operand, this);
            case UNQUOTE, UNQUOTE_SPLICE ->
                new Fail("unquote", "unquote outside of quasiquote", span);
          };
      case ListForm list -> {
        if (list.items().isEmpty()) {
          yield new Expr.Constant(Nil.NIL, list.span());
        }
        var special = SpecialForm.of(list);
        yield special.isPresent() ? special(special.get(), list, tail) : call(list, tail);
      }
    };
  }

  private Expr special(SpecialForm form, ListForm list, boolean tail) {
    List<Form> operands = operands(list);
    Span span = list.span();
    return switch (form) {
      case QUOTE ->
          operands.size() == 1
              ? new Expr.Constant(Datum.of(operands.getFirst()), span)
              : oneArgument(form, operands, span);
      case QUASIQUOTE ->
          operands.size() == 1
              ? Quasiquote.of(operands.getFirst(), this)
              : oneArgument(form, operands, span);
      case IF -> conditional(list, tail);
      case COND -> cond(operands, span, tail);
      case WHEN, UNLESS -> when(form, operands, span, tail);
      case LET, LET_STAR, LETREC -> let(form, operands, span, tail);
      case LAMBDA -> lambda(operands, span);
      case DEFINE -> define(list, false);
      case SET -> set(operands, span);
      case BEGIN -> sequence(all(operands, tail), span);
      case AND ->
          operands.isEmpty()
              ? new Expr.Constant(true, span)
              : new Expr.And(all(operands, tail), span);
      case OR ->
          operands.isEmpty()
              ? new Expr.Constant(false, span)
              : new Expr.Or(all(operands, tail), span);
      case NOT ->
          operands.size() == 1
              ? new Expr.Not(expr(operands.getFirst(), false), span)
              : new Fail("not", "expected (not x)", span);
      case TRY -> attempt(operands, span);
      case DELAY -> delay(operands, span);
      case EVAL ->
          operands.size() == 1
              ? new Expr.Eval(expr(operands.getFirst(), false), site(), span)
              : new Fail("eval", "expected (eval form)", span);
      case MACROEXPAND_1, MACROEXPAND ->
          operands.size() == 1
              ? new Expr.MacroExpand(
                  expr(operands.getFirst(), false), form == SpecialForm.MACROEXPAND_1, site(), span)
              : new Fail(form.word(), "expected (macroexpand[-1] form)", span);
      case PROVIDE, REQUIRE ->
          new Fail(
              form.word(),
              "module-system forms are only valid at top level — wrap your call in (eval (quote"
                  + " ...)) if you really need it dynamic",
              span);
    };
  }

  private static Fail oneArgument(SpecialForm form, List<Form> operands, Span span) {
    return new Fail(form.word(), "expected 1 arg, got " + operands.size(), span);
  }

  private Expr conditional(ListForm list, boolean tail) {
    List<Form> operands = operands(list);
    if (operands.size() != 2 && operands.size() != 3) {
      String reason = "expected (if c t [e]), got " + list.items().size() + " subforms";
      return new Fail("if", reason, list.span());
    }
    Expr test = expr(operands.get(0), false);
    Expr then = expr(operands.get(1), tail);
    Expr otherwise =
        operands.size() == 3
            ? expr(operands.get(2), tail)
            : new Expr.Constant(Nil.NIL, list.span());
    return new Expr.If(test, then, otherwise, list.span());
  }

  private Expr cond(List<Form> clauses, Span span, boolean tail) {
    var tested = new ArrayList<Expr.Clause>();
    Expr otherwise = new Expr.Constant(Nil.NIL, span);
    for (Form clause : clauses) {
      if (!(clause instanceof ListForm list)) {
        otherwise = new Fail("cond", "clause must be a list", clause.span());
        break;
      }
      if (list.items().isEmpty()) {
        otherwise = new Fail("cond", "empty clause", clause.span());
        break;
      }
      if (isSymbol(list.items().getFirst(), "else")) {
        otherwise = sequence(all(operands(list), tail), list.span());
        break;
      }
      Expr test = expr(list.items().getFirst(), false);
      tested.add(new Expr.Clause(test, sequence(all(operands(list), tail), list.span())));
    }
    return tested.isEmpty() ? otherwise : new Expr.Cond(tested, otherwise, span);
  }

  private Expr when(SpecialForm form, List<Form> operands, Span span, boolean tail) {
    if (operands.isEmpty()) {
      return new Fail(form.word(), "need a test", span);
    }
    Expr test = expr(operands.getFirst(), false);
    Expr body = sequence(all(operands.subList(1, operands.size()), tail), span);
    Expr nothing = new Expr.Constant(Nil.NIL, span);
    return form == SpecialForm.WHEN
        ? new Expr.If(test, body, nothing, span)
        : new Expr.If(test, nothing, body, span);
  }

  private Expr let(SpecialForm form, List<Form> operands, Span span, boolean tail) {
    if (operands.size() < 2) {
      // The reference has two evaluators of tail positions, and the texts of one lack the name.
      String shape = "((name expr)...) body...";
      String reason = tail ? "expected " + shape : "expected (" + form.word() + " " + shape + ")";
      return new Fail(form.word(), reason, span);
    }
    List<Form> pairs;
    switch (operands.getFirst()) {
      case ListForm list -> pairs = list.items();
      case Form.NilForm _ -> pairs = List.of();
      case Form other -> {
        return new Fail(form.word(), "bindings must be a list", other.span());
      }
    }
    var bound = new ArrayList<Name>();
    var values = new ArrayList<Form>();
    for (Form pair : pairs) {
      if (!(pair instanceof ListForm list)) {
        return new Fail(form.word(), "each binding must be (name expr)", pair.span());
      }
      if (list.items().size() != 2) {
        return new Fail(form.word(), "binding must be exactly (name expr)", pair.span());
      }
      Span where = list.items().getFirst().span();
      if (!(list.items().getFirst() instanceof Form.Atom(Symbol(String name), _))) {
        return new Fail(form.word(), "binding name must be a symbol", where);
      }
      bound.add(new Name(name, where));
      values.add(list.items().get(1));
    }
    List<Form> body = operands.subList(1, operands.size());
    return switch (form) {
      case LET_STAR -> letInOrder(bound, values, body, span, tail);
      case LETREC -> letRecursive(bound, values, body, span, tail);
      default -> letAtOnce(bound, values, body, span, tail);
    };
  }

  /// The name of a variable where it is bound.
  private record Name(String text, Span span) {
    Expr.Binding bound(Block block, Expr value) {
      return new Expr.Binding(slotOf(block, text), text, value, span);
    }
  }

  private static List<String> texts(List<Name> bound) {
    return bound.stream().map(Name::text).toList();
  }

  /// All values first, then all names.
  private Expr letAtOnce(
      List<Name> bound, List<Form> values, List<Form> body, Span span, boolean tail) {
    var exprs = all(values, false);
    Block block = openBlock(texts(bound), true, body);
    Expr code = body(body, span, tail);
    closeBlock(block);
    var bindings = new ArrayList<Expr.Binding>();
    for (int i = 0; i < exprs.size(); i++) {
      bindings.add(bound.get(i).bound(block, exprs.get(i)));
    }
    return new Expr.Let(bindings, code, span);
  }

  /// One value after the other, each seeing the names before it.
  private Expr letInOrder(
      List<Name> bound, List<Form> values, List<Form> body, Span span, boolean tail) {
    var everything = new ArrayList<Form>(values);
    everything.addAll(body);
    Block block = openBlock(texts(bound), false, everything);
    var bindings = new ArrayList<Expr.Binding>();
    for (int i = 0; i < values.size(); i++) {
      Expr value = expr(values.get(i), false);
      bindings.add(bound.get(i).bound(block, value));
      markSet(block, bound.get(i).text());
    }
    Expr code = body(body, span, tail);
    closeBlock(block);
    return new Expr.Let(bindings, code, span);
  }

  /// All names are Nil first, then one value after the other.
  private Expr letRecursive(
      List<Name> bound, List<Form> values, List<Form> body, Span span, boolean tail) {
    var everything = new ArrayList<Form>(values);
    everything.addAll(body);
    Block block = openBlock(texts(bound), true, everything);
    var bindings = new ArrayList<Expr.Binding>();
    var seen = new HashSet<String>();
    for (Name name : bound) {
      if (seen.add(name.text())) {
        bindings.add(name.bound(block, new Expr.Constant(Nil.NIL, span)));
      }
    }
    for (int i = 0; i < values.size(); i++) {
      Expr value = expr(values.get(i), false);
      bindings.add(bound.get(i).bound(block, value));
    }
    Expr code = body(body, span, tail);
    closeBlock(block);
    return new Expr.Let(bindings, code, span);
  }

  private Expr lambda(List<Form> operands, Span span) {
    if (operands.size() < 2) {
      return new Fail("lambda", "expected (lambda (params...) body...)", span);
    }
    return switch (Parameters.of(operands.getFirst())) {
      case BadParameters(String reason, Span where) -> new Fail("lambda", reason, where);
      case GoodParameters good -> closure("", good, operands.subList(1, operands.size()), span);
    };
  }

  private Expr.Lambda closure(String name, GoodParameters parameters, List<Form> body, Span span) {
    return new Expr.Lambda(code(name, parameters, body, span), span);
  }

  private Template code(String name, GoodParameters parameters, List<Form> body, Span span) {
    routine.capture();
    Routine outer = routine;
    routine = new Routine(outer.level + 1);
    Expr code = block(parameters.all(), true, body, true);
    var template =
        new Template(
            name,
            parameters.required(),
            parameters.variadic(),
            parameters.rest(),
            routine.size(),
            routine.isCaptured(),
            code,
            span);
    routine = outer;
    return template;
  }

  /// Code in a new block whose variables take the next slots in order.
  private Expr block(List<String> variables, boolean always, List<Form> body, boolean tail) {
    var block = new Block(innermost, routine);
    for (String name : variables) {
      // A repeated name gets a slot for each place, since arguments are stored by position; the
      // last
      // one is the one that counts.
      block.variables.put(name, new Block.Variable(routine.newSlot(), always));
    }
    foresee(block, body);
    enter(block);
    Expr code = body(body, body.getFirst().span(), tail);
    closeBlock(block);
    return code;
  }

  private Expr define(ListForm list, boolean topLevel) {
    List<Form> operands = operands(list);
    Span span = list.span();
    if (operands.size() < 2) {
      return new Fail("define", "expected (define name expr) or (define (name args) body)", span);
    }
    switch (operands.getFirst()) {
      case Form.Atom(Symbol(String name), _) -> {
        return definition(name, expr(operands.get(1), false), topLevel, span);
      }
      case ListForm(List<Form> target, Span where) -> {
        if (target.isEmpty()) {
          return new Fail("define", "empty (name args) list", where);
        }
        if (!(target.getFirst() instanceof Form.Atom(Symbol(String name), _))) {
          return new Fail(
              "define", "first item in (name args) must be a symbol", target.getFirst().span());
        }
        return switch (Parameters.of(target.subList(1, target.size()), where)) {
          case BadParameters(String reason, Span at) -> new Fail("lambda", reason, at);
          case GoodParameters good -> {
            Expr value = closure(name, good, operands.subList(1, operands.size()), span);
            yield definition(name, value, topLevel, span);
          }
        };
      }
      case Form other -> {
        return new Fail("define", "second form must be a symbol or (name args) list", other.span());
      }
    }
  }

  private Expr definition(String name, Expr value, boolean topLevel, Span span) {
    Place place = names.definition(name, innermost, routine);
    boolean stable = topLevel && (value instanceof Expr.Lambda || value instanceof Expr.Constant);
    if (place instanceof Place.Global) {
      uses.add(new Use(unit, name, stable ? Way.DEFINE_STABLE : Way.DEFINE));
    }
    return new Expr.Define(place, value, stable, span);
  }

  private Expr set(List<Form> operands, Span span) {
    if (operands.size() != 2) {
      return new Fail("set!", "expected (set! name expr)", span);
    }
    Form target = operands.getFirst();
    if (!(target instanceof Form.Atom(Symbol(String name), Span where))) {
      return new Fail("set!", "first arg must be a symbol", target.span());
    }
    Place place = names.find(name, routine);
    use(place, Way.SET);
    return new Expr.Assign(place, expr(operands.get(1), false), where);
  }

  private Expr attempt(List<Form> operands, Span span) {
    if (operands.size() < 2) {
      return new Fail("try", "expected (try body... (catch (e) handler...))", span);
    }
    Form last = operands.getLast();
    if (!(last instanceof ListForm clause)) {
      String reason = "last form must be (catch (binding) handler...)";
      return new Fail("try", reason, last.span());
    }
    if (clause.items().isEmpty() || !isSymbol(clause.items().getFirst(), "catch")) {
      return new Fail("try", "last form must be a (catch ...) clause", last.span());
    }
    if (clause.items().size() < 3) {
      return new Fail("catch", "expected (catch (binding) handler...)", last.span());
    }
    if (!(clause.items().get(1) instanceof ListForm binding)) {
      String reason = "binding must be a 1-element list (e)";
      return new Fail("catch", reason, clause.items().get(1).span());
    }
    if (binding.items().size() != 1) {
      return new Fail("catch", "binding must bind exactly one symbol", binding.span());
    }
    Form bound = binding.items().getFirst();
    if (!(bound instanceof Form.Atom(Symbol(String name), _))) {
      return new Fail("catch", "binding must be a symbol", bound.span());
    }
    Expr body = sequence(all(operands.subList(0, operands.size() - 1), false), span);
    List<Form> handler = clause.items().subList(2, clause.items().size());
    Block block = openBlock(List.of(name), true, handler);
    Expr code = body(handler, clause.span(), false);
    closeBlock(block);
    return new Expr.Try(body, slotOf(block, name), code, span);
  }

  private Expr delay(List<Form> operands, Span span) {
    return operands.size() == 1
        ? new Expr.Delay(code("", Parameters.NONE, operands, span), span)
        : new Fail("delay", "expected (delay expr)", span);
  }

  private Expr call(ListForm list, boolean tail) {
    Expr callee = expr(list.items().getFirst(), false);
    List<Form> operands = operands(list);
    if (isStandard(list.items().getFirst(), "for-each")
        && operands.size() == 2
        && operands.get(1) instanceof ListForm limit
        && limit.items().size() == 2
        && isStandard(limit.items().getFirst(), "range")
        && isLambda(operands.getFirst())
        && expr(operands.getFirst(), false) instanceof Expr.Lambda lambda) {
      return new Expr.Count(lambda, expr(limit.items().get(1), false), list.span());
    }
    return new Expr.Call(callee, all(operands, false), tail, list.span());
  }

  /// The forms as one expression: Nil if there are none.
  Expr sequence(List<Expr> parts, Span span) {
    return switch (parts.size()) {
      case 0 -> new Expr.Constant(Nil.NIL, span);
      case 1 -> parts.getFirst();
      default -> new Expr.Sequence(parts, span);
    };
  }

  /// All forms; only the last one can be in tail position.
  private List<Expr> all(List<Form> forms, boolean tail) {
    var exprs = new Expr[forms.size()];
    for (int i = 0; i < exprs.length; i++) {
      exprs[i] = expr(forms.get(i), tail && i == exprs.length - 1);
    }
    return List.of(exprs);
  }

  /// The forms of a block, which run one after the other and so know of the definitions before
  /// them.
  private Expr body(List<Form> forms, Span span, boolean tail) {
    var parts = new ArrayList<Expr>(forms.size());
    for (int i = 0; i < forms.size(); i++) {
      Form form = forms.get(i);
      String procedure = procedureDefinedBy(form);
      if (!procedure.isEmpty()) {
        // Making a closure runs none of its code, so that code may count on the name already.
        markSetInside(procedure);
      }
      parts.add(expr(form, tail && i == forms.size() - 1));
      if (parts.getLast() instanceof Expr.Define(Place.Local(_, _, String name), _, _, _)) {
        markSetInside(name);
      }
    }
    return sequence(parts, span);
  }

  private Block openBlock(List<String> variables, boolean always, List<Form> body) {
    var block = new Block(innermost, routine);
    for (String name : variables) {
      block.declare(name, always);
    }
    foresee(block, body);
    enter(block);
    return block;
  }

  /// Declares what the body may define in the block.
  private void foresee(Block block, List<Form> body) {
    Definitions definitions = Definitions.in(body);
    for (String name : definitions.names()) {
      block.declare(name, false);
    }
    if (definitions.withEval()) {
      block.table = routine.newSlot();
    }
  }

  private void enter(Block block) {
    names.enter(block);
    innermost = block;
  }

  private void closeBlock(Block block) {
    names.leave(block);
    innermost = block.parent;
  }

  private Place find(String name) {
    Place place = names.find(name, routine);
    use(place, Way.READ);
    return place;
  }

  private void use(Place place, Way way) {
    Place at = place;
    while (true) {
      switch (at) {
        case Place.Maybe maybe -> at = maybe.outer();
        case Place.Named named -> at = named.outer();
        case Place.Global global -> {
          uses.add(new Use(unit, global.name(), way));
          return;
        }
        case Place.Local _, Place.Standard _ -> {
          return;
        }
      }
    }
  }

  private EvalSite site() {
    routine.capture();
    return new Site(innermost, routine.level, unit, sealed);
  }

  private void markSet(Block block, String name) {
    Block.Variable variable = block.variables.get(name);
    if (variable != null) {
      variable.set = true;
    }
  }

  /// Code analyzed from here on runs after this name was defined in the innermost block.
  private void markSetInside(String name) {
    // The block of code that arrived by `eval` is not this analysis' own: others run without it.
    if (innermost != null && innermost.routine == routine) {
      markSet(innermost, name);
    }
  }

  private static int slotOf(Block block, String name) {
    Block.Variable variable = block.variables.get(name);
    if (variable == null) {
      throw new IllegalStateException("no slot for " + name);
    }
    return variable.slot;
  }

  private static List<Form> operands(ListForm list) {
    return list.items().subList(1, list.items().size());
  }

  private static boolean isSymbol(Form form, String name) {
    return form instanceof Form.Atom(Symbol(String word), _) && word.equals(name);
  }

  private static boolean isStandard(Form form, String name) {
    return form instanceof Form.Standard(String word, _) && word.equals(name);
  }

  private static boolean isLambda(Form form) {
    return form instanceof ListForm list && isSpecial(list, SpecialForm.LAMBDA);
  }

  private static boolean isSpecial(ListForm list, SpecialForm form) {
    return SpecialForm.of(list).filter(form::equals).isPresent();
  }

  /// The name in `(define (name …) …)` or `(define name (lambda …))`, else nothing.
  private static String procedureDefinedBy(Form form) {
    if (!(form instanceof ListForm list)
        || !isSpecial(list, SpecialForm.DEFINE)
        || list.items().size() < 3) {
      return "";
    }
    return switch (list.items().get(1)) {
      case Form.Atom(Symbol(String name), _) -> isLambda(list.items().get(2)) ? name : "";
      case ListForm(List<Form> target, _) ->
          !target.isEmpty() && target.getFirst() instanceof Form.Atom(Symbol(String name), _)
              ? name
              : "";
      case Form.Atom _, Form.Prefixed _, Form.Standard _, Form.NilForm _ -> "";
    };
  }
}
