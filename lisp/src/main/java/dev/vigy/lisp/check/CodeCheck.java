package dev.vigy.lisp.check;

import dev.vigy.lisp.ir.Expr;
import dev.vigy.lisp.ir.Place;
import dev.vigy.lisp.ir.Template;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.source.Diagnostic;
import dev.vigy.lisp.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Checks the code of a whole program: first all of it is added, then asked for what is wrong.
public final class CodeCheck {
  /// More than these would help nobody, and each costs a search for the nearest name.
  private static final int FINDINGS_MAX = 100;

  private final Map<String, Object> library;
  private final List<Expr> code = new ArrayList<>();

  /// What the program defines at top level, with the numbers of arguments that it takes where that
  /// is a closure.
  private final Map<String, List<Optional<Arity>>> defined = new HashMap<>();

  private final LiteralCalls calls;

  private final Set<String> changed = new HashSet<>();

  private final Set<String> shadowed = new HashSet<>();
  private final Set<String> needed = new HashSet<>();

  /// Unknown names that may well be bound by forms whose names are misspelt.
  private final Set<String> excused = new HashSet<>();

  /// Whether names may come from code that was not seen.
  private boolean incomplete;

  /// @param library what programs find bound
  /// @param trial calls functions of it
  public CodeCheck(Map<String, Object> library, Trial trial) {
    this.library = library;
    this.calls = new LiteralCalls(trial, this::fixed);
  }

  /// An expression, and whether a failure in it is caught.
  ///
  /// @param certain whether it is reached in every run that gets this far
  private record Spot(Expr expr, boolean caught, boolean certain) {}

  /// Adds analyzed code, and learns what it defines.
  public void add(Template template) {
    code.add(template.body());
    var waiting = new ArrayDeque<Expr>();
    waiting.push(template.body());
    while (!waiting.isEmpty()) {
      Expr expr = waiting.pop();
      switch (expr) {
        case Expr.Define(Place.Global(_, String name, _), Expr value, _, _) ->
            define(name, arityOf(value));
        case Expr.Assign(Place place, _, _) -> changed.add(place.name());
        case Expr.Eval _ -> incomplete = true;
        default -> {}
      }
      waiting.addAll(expr.children());
    }
  }

  /// Learns of a name that something else defines.
  public void define(String name) {
    define(name, Optional.empty());
  }

  private void define(String name, Optional<Arity> arity) {
    defined.computeIfAbsent(name, _ -> new ArrayList<>()).add(arity);
  }

  /// Says that there is code which could not be looked at.
  public void addUnseen() {
    incomplete = true;
  }

  /// All names that are bound somewhere.
  public Set<String> names() {
    var names = new TreeSet<>(library.keySet());
    names.addAll(defined.keySet());
    return names;
  }

  private static Optional<Arity> arityOf(Expr value) {
    if (!(value instanceof Expr.Lambda(Template template, _))) {
      return Optional.empty();
    }
    int required = template.parameters().size();
    return Optional.of(template.variadic() ? Arity.atLeast(required) : Arity.exactly(required));
  }

  /// What is wrong or doubtful, each thing once, in the order of the code.
  ///
  /// @param hint what to say about an unknown name; may be empty
  /// @param misspelt whether an unknown name looks like that of a special form or macro, so that
  ///   nobody knows what its operands mean
  public List<Diagnostic> findings(UnaryOperator<String> hint, Predicate<String> misspelt) {
    excuseOperands(misspelt);
    Set<Diagnostic> found = new LinkedHashSet<>();
    boolean left = false;
    for (Expr body : code) {
      // What may end the run stands here or before: nothing from here on is reached for certain.
      left |= mentionsLeaving(body);
      List<Diagnostic> here = new ArrayList<>(UnusedNames.in(body));
      var branches = new Branches(this::throwsAlways, calls::truthOf, here::add);
      var waiting = new ArrayDeque<Spot>();
      waiting.push(new Spot(body, false, !left));
      while (!waiting.isEmpty() && found.size() + here.size() < FINDINGS_MAX) {
        Spot spot = waiting.pop();
        look(spot, here, hint);
        branches.look(spot.expr());
        List<Spot> parts = parts(spot);
        Collections.reverse(parts);
        parts.forEach(waiting::push);
      }
      here.sort(Comparator.comparingInt(finding -> finding.span().start()));
      here.stream().limit(FINDINGS_MAX - found.size()).forEach(found::add);
    }
    return List.copyOf(found);
  }

  /// Whether some code names a function of the host that may end the run for good.
  private boolean mentionsLeaving(Expr body) {
    var waiting = new ArrayDeque<Expr>();
    waiting.push(body);
    while (!waiting.isEmpty()) {
      Expr expr = waiting.pop();
      if (expr instanceof Expr.Read(Place place, _)
          && library.get(place.name()) instanceof NativeFunction function
          && function.isLeaving()) {
        return true;
      }
      waiting.addAll(expr.children());
    }
    return false;
  }

  /// Whether an expression is a call of the library's `throw`.
  private boolean throwsAlways(Expr expr) {
    return expr instanceof Expr.Call(Expr.Read(Place place, _), _, _, _)
        && place.name().equals("throw")
        && fixed(place).isPresent();
  }

  /// What a name means whenever it is read: a function of the library that nothing redefines.
  private Optional<Object> fixed(Place place) {
    String name = place.name();
    boolean free =
        place instanceof Place.Standard
            || (place instanceof Place.Global
                && !incomplete
                && !defined.containsKey(name)
                && !changed.contains(name));
    return free && library.get(name) instanceof NativeFunction function && !function.isHost()
        ? Optional.of(function)
        : Optional.empty();
  }

  /// Says nothing of names in the operands of misspelt forms: `(deifne x 1)` is one mistake.
  private void excuseOperands(Predicate<String> misspelt) {
    var waiting = new ArrayDeque<Expr>(code);
    while (!waiting.isEmpty()) {
      Expr expr = waiting.pop();
      if (expr instanceof Expr.Call(Expr.Read(Place place, _), List<Expr> operands, _, _)
          && isUnknown(place)
          && misspelt.test(place.name())) {
        operands.forEach(this::excuse);
      }
      waiting.addAll(expr.children());
    }
  }

  private void excuse(Expr operand) {
    var waiting = new ArrayDeque<Expr>();
    waiting.push(operand);
    while (!waiting.isEmpty()) {
      Expr expr = waiting.pop();
      if (expr instanceof Expr.Read(Place place, _)) {
        excused.add(place.name());
      }
      waiting.addAll(expr.children());
    }
  }

  private List<Spot> parts(Spot spot) {
    var parts = new ArrayList<Spot>();
    boolean first = true;
    Set<Expr> dead = dead(spot.expr());
    for (Expr part : spot.expr().children()) {
      boolean tried = spot.expr() instanceof Expr.Try attempt && isSame(part, attempt.body());
      boolean reached =
          switch (spot.expr()) {
            case Expr.If _, Expr.Cond _, Expr.And _, Expr.Or _, Expr.Try _ -> first;
            case Expr.Lambda _, Expr.Delay _, Expr.Count _ -> false;
            default -> true;
          };
      parts.add(
          new Spot(part, spot.caught() || tried || dead.contains(part), spot.certain() && reached));
      first = false;
    }
    return parts;
  }

  /// The branches that are never taken: a mistake in them does no harm.
  private Set<Expr> dead(Expr expr) {
    Set<Expr> dead = Collections.newSetFromMap(new IdentityHashMap<>());
    switch (expr) {
      case Expr.If(Expr test, Expr then, Expr otherwise, _) ->
          calls.truthOf(test).ifPresent(holds -> dead.add(holds ? otherwise : then));
      case Expr.Cond(List<Expr.Clause> clauses, Expr otherwise, _) -> {
        boolean decided = false;
        for (Expr.Clause clause : clauses) {
          if (decided) {
            dead.add(clause.test());
            dead.add(clause.body());
          } else {
            Optional<Boolean> holds = calls.truthOf(clause.test());
            decided = holds.orElse(false);
            if (!holds.orElse(true)) {
              dead.add(clause.body());
            }
          }
        }
        if (decided) {
          dead.add(otherwise);
        }
      }
      default -> {}
    }
    return dead;
  }

  @SuppressWarnings("ReferenceEquality") // equal code may stand in both parts of a `try`
  private static boolean isSame(Expr a, Expr b) {
    return a == b;
  }

  private void look(Spot spot, List<Diagnostic> found, UnaryOperator<String> hint) {
    switch (spot.expr()) {
      case Expr.Read(Place place, Span span) -> name(place, span, spot.caught(), found, hint);
      case Expr.Assign(Place place, _, Span span) -> name(place, span, spot.caught(), found, hint);
      case Expr.Fail(String form, String reason, Span span) ->
          found.add(
              diagnostic("bad `" + form + "`: " + reason, span, spot.caught())
                  .withCode("bad-form"));
      case Expr.Call call -> call(call, spot, found);
      case Expr.Define(Place.Global(_, String name, _), _, _, Span span) -> {
        if (library.containsKey(name) && shadowed.add(name)) {
          boolean host = library.get(name) instanceof NativeFunction known && known.isHost();
          String owner = host ? "host" : "library";
          found.add(
              Diagnostic.note(
                      "`"
                          + name
                          + "` is a name of the "
                          + owner
                          + ", which this program gives another meaning",
                      span)
                  .withCode("shadowed-name"));
        }
      }
      default -> {}
    }
  }

  private void name(
      Place place, Span span, boolean caught, List<Diagnostic> found, UnaryOperator<String> hint) {
    String name = place.name();
    if (!isUnknown(place) || excused.contains(name)) {
      return;
    }
    Diagnostic finding =
        diagnostic("unknown name `" + name + "`", span, caught || incomplete)
            .withCode("unknown-name")
            .withHint(hint.apply(name));
    String near = finding.hint().replaceFirst("^did you mean `(.*)`\\?$", "$1");
    found.add(near.equals(finding.hint()) ? finding : finding.mendedBy(near));
  }

  private boolean isUnknown(Place place) {
    String name = place.name();
    return !isLocal(place) && !library.containsKey(name) && !defined.containsKey(name);
  }

  /// Whether a name is bound by the code around it, at least at times.
  private static boolean isLocal(Place place) {
    return switch (place) {
      case Place.Local _, Place.Maybe _, Place.Standard _, Place.Named _ -> true;
      case Place.Global _ -> false;
    };
  }

  private void call(Expr.Call call, Spot spot, List<Diagnostic> found) {
    calls
        .failureOf(call)
        .ifPresent(
            failure -> {
              String text = "this call always fails: " + failure.message();
              boolean doubtful = spot.caught() || !spot.certain() || incomplete;
              found.add(
                  diagnostic(text, call.span(), doubtful)
                      .withCode("must-fail")
                      .withHint(failure.hint()));
            });
    if (!(call.callee() instanceof Expr.Read(Place place, Span span))) {
      return;
    }
    capability(place, span, found);
    int got = call.arguments().size();
    Arity arity = arityOf(place).orElse(Arity.ANY);
    if (!arity.accepts(got)) {
      String text = "`" + place.name() + "` takes " + inWords(arity) + ", got " + got;
      found.add(
          diagnostic(text, call.span(), spot.caught() || incomplete).withCode("argument-count"));
    }
  }

  private void capability(Place place, Span span, List<Diagnostic> found) {
    if (place instanceof Place.Global(_, String name, _)
        && !defined.containsKey(name)
        && library.get(name) instanceof NativeFunction function
        && function.capability().isPresent()
        && needed.add(function.capability().get())) {
      String text = "`" + name + "` needs the capability `" + function.capability().get() + "`";
      found.add(Diagnostic.note(text, span).withCode("capability"));
    }
  }

  /// How many arguments what a name means can be called with, if that is the same whenever it is
  /// called.
  private Optional<Arity> arityOf(Place place) {
    String name = place.name();
    if (isLocal(place) && !(place instanceof Place.Standard)) {
      return Optional.empty();
    }
    if (place instanceof Place.Global && changed.contains(name)) {
      return Optional.empty();
    }
    List<Optional<Arity>> own = defined.getOrDefault(name, List.of());
    if (place instanceof Place.Global && !own.isEmpty()) {
      return own.size() == 1 && !library.containsKey(name) ? own.getFirst() : Optional.empty();
    }
    return library.get(name) instanceof NativeFunction function
        ? Optional.of(function.arity())
        : Optional.empty();
  }

  private static String inWords(Arity arity) {
    if (arity.max() == Integer.MAX_VALUE) {
      return "at least " + arguments(arity.min());
    }
    return arity.min() == arity.max()
        ? arguments(arity.min())
        : arity.min() + " to " + arguments(arity.max());
  }

  private static String arguments(int count) {
    return count == 1 ? "1 argument" : count == 0 ? "no arguments" : count + " arguments";
  }

  private static Diagnostic diagnostic(String message, Span span, boolean doubtful) {
    return doubtful ? Diagnostic.warning(message, span) : Diagnostic.error(message, span);
  }
}
