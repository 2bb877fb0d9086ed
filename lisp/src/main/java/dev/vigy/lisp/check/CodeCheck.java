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
import java.util.HashMap;
import java.util.HashSet;
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

  private final Set<String> changed = new HashSet<>();

  /// Unknown names that may well be bound by forms whose names are misspelt.
  private final Set<String> excused = new HashSet<>();

  /// Whether names may come from code that was not seen.
  private boolean incomplete;

  /// @param library what programs find bound
  public CodeCheck(Map<String, Object> library) {
    this.library = library;
  }

  /// An expression, and whether a failure in it is caught.
  private record Spot(Expr expr, boolean caught) {}

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
    for (Expr body : code) {
      var waiting = new ArrayDeque<Spot>();
      waiting.push(new Spot(body, false));
      while (!waiting.isEmpty() && found.size() < FINDINGS_MAX) {
        Spot spot = waiting.pop();
        look(spot, found, hint);
        List<Spot> parts = parts(spot);
        Collections.reverse(parts);
        parts.forEach(waiting::push);
      }
    }
    return List.copyOf(found);
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

  private static List<Spot> parts(Spot spot) {
    var parts = new ArrayList<Spot>();
    for (Expr part : spot.expr().children()) {
      boolean tried = spot.expr() instanceof Expr.Try attempt && isSame(part, attempt.body());
      parts.add(new Spot(part, spot.caught() || tried));
    }
    return parts;
  }

  @SuppressWarnings("ReferenceEquality") // equal code may stand in both parts of a `try`
  private static boolean isSame(Expr a, Expr b) {
    return a == b;
  }

  private void look(Spot spot, Set<Diagnostic> found, UnaryOperator<String> hint) {
    switch (spot.expr()) {
      case Expr.Read(Place place, Span span) -> name(place, span, spot.caught(), found, hint);
      case Expr.Assign(Place place, _, Span span) -> name(place, span, spot.caught(), found, hint);
      case Expr.Fail(String form, String reason, Span span) ->
          found.add(diagnostic("bad `" + form + "`: " + reason, span, spot.caught()));
      case Expr.Call call -> call(call, spot.caught(), found);
      default -> {}
    }
  }

  private void name(
      Place place, Span span, boolean caught, Set<Diagnostic> found, UnaryOperator<String> hint) {
    String name = place.name();
    if (!isUnknown(place) || excused.contains(name)) {
      return;
    }
    found.add(
        diagnostic("unknown name `" + name + "`", span, caught || incomplete)
            .withHint(hint.apply(name)));
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

  private void call(Expr.Call call, boolean caught, Set<Diagnostic> found) {
    if (!(call.callee() instanceof Expr.Read(Place place, _))) {
      return;
    }
    int got = call.arguments().size();
    Arity arity = arityOf(place).orElse(Arity.ANY);
    if (!arity.accepts(got)) {
      String text = "`" + place.name() + "` takes " + inWords(arity) + ", got " + got;
      found.add(diagnostic(text, call.span(), caught || incomplete));
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
