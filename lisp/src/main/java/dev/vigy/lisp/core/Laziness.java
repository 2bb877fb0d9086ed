package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Promise;
import java.util.List;
import java.util.function.Function;

/// Promises, and lazy sequences made of them: Nil, or a list of the first element and a promise of
/// the rest (language reference 6.14).
final class Laziness {
  private Laziness() {}

  static List<LibraryEntry> entries() {
    return endless(
            walking(
                new Table("Promises and lazy sequences")
                    .add(
                        NativeFunction.of1("force", Laziness::force),
                        "promise",
                        "The value of a promise, computed the first time; anything else as it is.",
                        "(force (delay (+ 1 2))) => 3")
                    .fails(
                        "(letrec ((p (delay (force p)))) (force p)) => :native-fn in native `force`: promise already being forced (re-entrant call detected)")
                    .add(
                        Predicates.test("promise?", v -> v instanceof Promise),
                        "value",
                        "Whether it is a promise.",
                        "(promise? (delay 1)) => #t")
                    .libraryOfRest(
                        NativeFunction.of0("lazy-empty", run -> Nil.NIL),
                        "",
                        "The empty lazy sequence.",
                        "(lazy-empty) => ()")
                    .library(
                        Predicates.test("lazy-empty?", Arguments::isNull),
                        "s",
                        "Whether a lazy sequence is empty.",
                        "(lazy-empty? ()) => #t")
                    .library(
                        NativeFunction.of1("lazy-head", (run, s) -> Lists.car(s)),
                        "s",
                        "The first element.",
                        "(lazy-head (lazy-cons 1 ())) => 1")
                    .fails(
                        "(lazy-head 5) => :type-mismatch type mismatch: expected pair, got int",
                        "(lazy-head ()) => :native-fn in native `car`: car of empty list")
                    .library(
                        NativeFunction.of1("lazy-rest", Laziness::rest),
                        "s",
                        "The sequence after the first element.",
                        "(lazy-rest (lazy-cons 1 ())) => ()")
                    .fails(
                        "(lazy-rest 5) => :type-mismatch type mismatch: expected pair, got int",
                        "(lazy-rest '(1)) => :native-fn in native `car`: car of empty list",
                        "(lazy-rest ()) => :native-fn in native `cdr`: cdr of empty list")))
        .entries();
  }

  private static Table walking(Table table) {
    return table
        .library(
            NativeFunction.of2("lazy-take", Laziness::take),
            "n s",
            "A list of the first n elements.",
            "(lazy-take 3 (iterate-lazy inc 0)) => (0 1 2)")
        .fails(
            "(lazy-take \"x\" (iterate-lazy inc 0)) => :type-mismatch type mismatch: expected number, got string",
            "(lazy-take 3 5) => :type-mismatch type mismatch: expected pair, got int",
            "(lazy-take 3 '(1)) => :native-fn in native `car`: car of empty list")
        .library(
            NativeFunction.of2("lazy-drop", Laziness::drop),
            "n s",
            "The sequence after the first n elements.",
            "(lazy-head (lazy-drop 5 (iterate-lazy inc 0))) => 5")
        .fails(
            "(lazy-head (lazy-drop \"x\" (iterate-lazy inc 0))) => :type-mismatch type mismatch: expected number, got string",
            "(lazy-head (lazy-drop 5 5)) => :type-mismatch type mismatch: expected pair, got int",
            "(lazy-head (lazy-drop 5 '(1))) => :native-fn in native `car`: car of empty list")
        .library(
            NativeFunction.of1("realize", Laziness::realize),
            "s",
            "A list of all elements.",
            "(realize (lazy-cons 1 (lazy-cons 2 ()))) => (1 2)")
        .fails(
            "(realize 5) => :type-mismatch type mismatch: expected pair, got int",
            "(realize '(1)) => :native-fn in native `car`: car of empty list")
        .library(
            NativeFunction.of2("lazy-map", Laziness::map),
            "f s",
            "The sequence of what f gives for each element.",
            "(lazy-take 3 (lazy-map inc (iterate-lazy inc 0))) => (1 2 3)")
        .fails(
            "(lazy-take 3 (lazy-map 5 (iterate-lazy inc 0))) => :not-callable value of type int is not callable",
            "(lazy-take 3 (lazy-map inc 5)) => :type-mismatch type mismatch: expected pair, got int",
            "(lazy-take 3 (lazy-map inc '(1))) => :native-fn in native `car`: car of empty list")
        .library(
            NativeFunction.of2("lazy-filter", Laziness::filter),
            "p s",
            "The sequence of the elements for which p is true.",
            "(lazy-take 3 (lazy-filter even? (iterate-lazy inc 0))) => (0 2 4)")
        .fails(
            "(lazy-take 3 (lazy-filter 5 (iterate-lazy inc 0))) => :not-callable value of type int is not callable",
            "(lazy-take 3 (lazy-filter even? 5)) => :type-mismatch type mismatch: expected pair, got int",
            "(lazy-take 3 (lazy-filter even? '(1))) => :native-fn in native `car`: car of empty list");
  }

  private static Table endless(Table table) {
    return table
        .library(
            NativeFunction.of2("iterate-lazy", Laziness::iterate),
            "f x",
            "The endless sequence x, (f x), (f (f x)) …",
            "(lazy-take 3 (iterate-lazy inc 0)) => (0 1 2)")
        .fails(
            "(lazy-take 3 (iterate-lazy 5 0)) => :not-callable value of type int is not callable",
            "(lazy-take 3 (iterate-lazy inc \"x\")) => :type-mismatch type mismatch: expected number, got string")
        .library(
            NativeFunction.of1(
                "cycle", (run, xs) -> Arguments.isNull(xs) ? Nil.NIL : cycle(run, xs, xs)),
            "xs",
            "The elements of a list again and again.",
            "(lazy-take 5 (cycle '(1 2))) => (1 2 1 2 1)")
        .fails("(lazy-take 5 (cycle 5)) => :type-mismatch type mismatch: expected pair, got int")
        .library(
            NativeFunction.of2("cycle-impl", Laziness::cycle),
            "original remaining",
            "What `cycle` calls.",
            "(lazy-take 3 (cycle-impl '(1 2) '(2))) => (2 1 2)")
        .fails(
            "(lazy-take 3 (cycle-impl 5 '(2))) => :type-mismatch type mismatch: expected pair, got int",
            "(lazy-take 3 (cycle-impl () '(2))) => :native-fn in native `cycle-impl`: there is nothing to repeat")
        .library(
            NativeFunction.of1("repeat-lazy", Laziness::repeat),
            "x",
            "x again and again.",
            "(lazy-take 2 (repeat-lazy :x)) => (:x :x)");
  }

  static Object force(Activation run, Object value) {
    if (!(value instanceof Promise promise)) {
      return value;
    }
    Object known = promise.valueOrNull();
    if (known != null) {
      return known;
    }
    if (!promise.begin()) {
      throw LispError.nativeFn("force", "promise already being forced (re-entrant call detected)");
    }
    boolean done = false;
    try {
      Object result = run.apply(promise.thunk());
      promise.complete(result);
      done = true;
      return result;
    } finally {
      if (!done) {
        promise.fail();
      }
    }
  }

  private static Object rest(Activation run, Object s) {
    return force(run, Lists.car(Lists.cdr(run, s)));
  }

  /// A sequence whose rest is computed when it is asked for.
  private static Object cell(Activation run, Object head, Function<Activation, Object> rest) {
    run.allocate(2 * Cost.CELL + 2 * Cost.OBJECT);
    return LispList.of(
        head, new Promise(NativeFunction.of0("lazy-rest", rest::apply).asLibrary("")));
  }

  /// Forces nothing after the last element (W-16).
  private static Object take(Activation run, Object n, Object s) {
    double left = Arguments.number(n);
    LispList.Builder elements = new LispList.Builder();
    Object at = s;
    while (left > 0 && !Arguments.isNull(at)) {
      run.step(1);
      run.allocate(Cost.CELL);
      elements.add(Lists.car(at));
      left--;
      if (left > 0) {
        at = rest(run, at);
      }
    }
    return Arguments.orNil(elements.build());
  }

  private static Object drop(Activation run, Object n, Object s) {
    Object at = s;
    for (double left = Arguments.number(n); left > 0 && !Arguments.isNull(at); left--) {
      run.step(1);
      at = rest(run, at);
    }
    return at;
  }

  private static Object realize(Activation run, Object s) {
    LispList.Builder elements = new LispList.Builder();
    Object at = s;
    while (!Arguments.isNull(at)) {
      run.step(1);
      run.allocate(Cost.CELL);
      elements.add(Lists.car(at));
      at = rest(run, at);
    }
    return Arguments.orNil(elements.build());
  }

  private static Object map(Activation run, Object f, Object s) {
    if (Arguments.isNull(s)) {
      return Nil.NIL;
    }
    Object head = run.call(f, Lists.car(s));
    return cell(run, head, r -> map(r, f, rest(r, s)));
  }

  private static Object filter(Activation run, Object p, Object s) {
    Object at = s;
    while (!Arguments.isNull(at)) {
      run.step(1);
      Object head = Lists.car(at);
      if (Work.isTrue(run.call(p, head))) {
        Object found = at;
        return cell(run, head, r -> filter(r, p, rest(r, found)));
      }
      at = rest(run, at);
    }
    return Nil.NIL;
  }

  private static Object iterate(Activation run, Object f, Object x) {
    return cell(run, x, r -> iterate(r, f, r.call(f, x)));
  }

  private static Object cycle(Activation run, Object original, Object remaining) {
    if (!Arguments.isNull(remaining)) {
      Object head = Lists.car(remaining);
      return cell(run, head, r -> cycle(r, original, Lists.cdr(r, remaining)));
    }
    if (Arguments.isNull(original)) {
      throw LispError.nativeFn("cycle-impl", "there is nothing to repeat");
    }
    return cycle(run, original, original);
  }

  private static Object repeat(Activation run, Object x) {
    return cell(run, x, r -> repeat(r, x));
  }
}
