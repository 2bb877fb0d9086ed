package dev.vigy.lisp.check;

import dev.vigy.lisp.ir.Expr;
import dev.vigy.lisp.ir.Place;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Symbol;
import dev.vigy.lisp.value.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Finds calls of library functions whose arguments are known before the program runs and which
/// then fail, by trying them. A call with one unknown argument is tried with a value of each type:
/// if each fails because of the type of the same known argument, so will any other.
final class LiteralCalls {
  /// They end the evaluation, or wait, and are meant to.
  private static final Set<String> NOT_TRIED =
      Set.of("throw", "force", "display", "print", "println", "newline", "gensym");

  /// A program that is all calls of literals is not worth more.
  private static final int TRIALS_MAX = 20_000;

  private static final String MISMATCH = "type mismatch";

  private static final List<Object> SAMPLES =
      List.of(
          1L,
          0L,
          2.5,
          "a",
          "",
          true,
          Nil.NIL,
          new Keyword("a"),
          new Symbol("a"),
          LispList.EMPTY,
          LispList.of(1L, 2L),
          LispList.of("a", "b"),
          LispMap.EMPTY,
          LispMap.of(new Keyword("a"), 1L));

  private final Trial trial;
  private final Function<Place, Optional<Object>> fixed;
  private final IdentityHashMap<Expr.Call, Trial.Outcome> tried = new IdentityHashMap<>();
  private int trials;

  /// @param fixed what a name always means, if that is known
  LiteralCalls(Trial trial, Function<Place, Optional<Object>> fixed) {
    this.trial = trial;
    this.fixed = fixed;
  }

  /// How a call fails, if it always does.
  Optional<Trial.Failure> failureOf(Expr.Call call) {
    return outcome(call) instanceof Trial.Failure failure ? Optional.of(failure) : Optional.empty();
  }

  private Trial.Outcome outcome(Expr.Call call) {
    Trial.Outcome known = tried.get(call);
    if (known == null) {
      known = attempt(call);
      tried.put(call, known);
    }
    return known;
  }

  private Trial.Outcome attempt(Expr.Call call) {
    if (!(call.callee() instanceof Expr.Read(Place place, _))
        || !(fixed.apply(place).orElse(Nil.NIL) instanceof NativeFunction function)
        || function.isHost()
        || NOT_TRIED.contains(function.boundName())
        || !function.arity().accepts(call.arguments().size())) {
      return new Trial.Unknown();
    }
    var arguments = new Object[call.arguments().size()];
    int unknown = -1;
    for (int i = 0; i < arguments.length; i++) {
      Optional<Object> value = valueOf(call.arguments().get(i));
      if (value.isPresent()) {
        arguments[i] = value.get();
      } else if (unknown >= 0) {
        return new Trial.Unknown();
      } else {
        unknown = i;
      }
    }
    if (unknown < 0) {
      return call(function, arguments);
    }
    return arguments.length == 1 ? new Trial.Unknown() : withSamples(function, arguments, unknown);
  }

  /// A failure that is the fault of a known argument, where every sample fails: then the sample of
  /// the right type does so too.
  private Trial.Outcome withSamples(NativeFunction function, Object[] arguments, int unknown) {
    Trial.Outcome blame = new Trial.Unknown();
    for (Object sample : SAMPLES) {
      Object[] all = arguments.clone();
      all[unknown] = sample;
      if (!(call(function, all) instanceof Trial.Failure failure)
          || !failure.message().startsWith(MISMATCH)) {
        return new Trial.Unknown();
      }
      String got = failure.message().substring(failure.message().lastIndexOf(' ') + 1);
      if (!Value.typeName(sample).equals(got) && isTypeOfAny(got, arguments, unknown)) {
        blame = new Trial.Failure(failure.message(), "");
      }
    }
    return blame;
  }

  private static boolean isTypeOfAny(String type, Object[] arguments, int unknown) {
    for (int i = 0; i < arguments.length; i++) {
      if (i != unknown && Value.typeName(arguments[i]).equals(type)) {
        return true;
      }
    }
    return false;
  }

  /// Whether an expression is always true, or always false, if that is known.
  Optional<Boolean> truthOf(Expr expr) {
    return expr instanceof Expr.Not(Expr operand, _)
        ? truthOf(operand).map(truth -> !truth)
        : valueOf(expr).map(Value::isTrue);
  }

  private Trial.Outcome call(NativeFunction function, Object[] arguments) {
    return ++trials > TRIALS_MAX ? new Trial.Unknown() : trial.call(function, arguments);
  }

  private Optional<Object> valueOf(Expr expr) {
    return switch (expr) {
      case Expr.Constant(Object value, _) -> Optional.of(value);
      case Expr.Read(Place place, _) -> fixed.apply(place);
      case Expr.Call call ->
          outcome(call) instanceof Trial.Value(Object value) && isData(value)
              ? Optional.of(value)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// Whether a value is the same whoever makes it.
  private static boolean isData(Object value) {
    return switch (value) {
      case Long _, Double _, Boolean _, String _, Keyword _, Symbol _, Nil _ -> true;
      case LispList _, LispMap _ -> true;
      default -> false;
    };
  }
}
