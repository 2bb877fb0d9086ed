package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.LispList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions that make functions (language reference 6.11).
final class Combinators {
  private static final NativeFunction IDENTITY =
      NativeFunction.of1("identity", (run, x) -> x).asLibrary("x");

  private Combinators() {}

  static List<LibraryEntry> entries() {
    return new Table("Combinators")
        .library(IDENTITY, "x", "x itself.", "(identity 5) => 5")
        .library(
            NativeFunction.of1("const", Combinators::constant),
            "x",
            "A function of any arguments that gives x.",
            "((const 1) 2 3) => 1")
        .library(
            NativeFunction.of1("flip", Combinators::flip),
            "f",
            "f with its two arguments swapped.",
            "((flip -) 1 10) => 9")
        .fails("((flip 5) 1 10) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of2("comp", Combinators::composed),
            "f g",
            "A function of one argument: `(f (g x))`.",
            "((comp inc abs) -5) => 6")
        .fails("((comp 5 abs) -5) => :not-callable value of type int is not callable")
        .libraryOfRest(
            NativeFunction.of(
                "compose",
                Arity.ANY,
                (run, fs) -> {
                  Object all = fs.length == 0 ? IDENTITY : fs[fs.length - 1];
                  for (int i = fs.length - 2; i >= 0; i--) {
                    all = composed(run, fs[i], all);
                  }
                  return fs.length == 1 ? composed(run, all, IDENTITY) : all;
                }),
            "f…",
            "A function of one argument that calls the last f first.",
            "((compose inc (lambda (x) (* x 10))) 5) => 51")
        .fails(
            "((compose 5 (lambda (x) (* x 10))) 5) => :not-callable value of type int is not callable")
        .libraryOfRest(
            NativeFunction.of("pipe", Arity.ANY, Combinators::pipe),
            "f…",
            "A function of one argument that calls the first f first.",
            "((pipe inc (lambda (x) (* x 10))) 5) => 60")
        .fails(
            "((pipe 5 (lambda (x) (* x 10))) 5) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of("partial", Arity.atLeast(1), Combinators::partial),
            "f . more",
            "f with its first arguments given.",
            "((partial + 1 2) 3 4) => 10")
        .fails(
            "((partial 5 1 2) 3 4) => :not-callable value of type int is not callable",
            "((partial + \"x\" 2) 3 4) => :type-mismatch type mismatch: expected number, got string")
        .libraryOfRest(
            NativeFunction.of("juxt", Arity.ANY, Combinators::juxt),
            "f…",
            "A function that gives a list of what each f gives.",
            "((juxt inc dec) 5) => (6 4)")
        .fails("((juxt 5 dec) 5) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of2(
                "tap",
                (run, f, x) -> {
                  run.call(f, x);
                  return x;
                }),
            "f x",
            "Calls f with x and gives x.",
            "(tap inc 5) => 5")
        .fails(
            "(tap 5 5) => :not-callable value of type int is not callable",
            "(tap inc \"x\") => :type-mismatch type mismatch: expected number, got string")
        .library(
            NativeFunction.of1("memoize", Combinators::memoize),
            "f",
            "f, remembering what it gave for which arguments.",
            "((memoize inc) 2) => 3")
        .fails("((memoize 5) 2) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of2("unwrap-or", (run, v, other) -> Arguments.isNull(v) ? other : v),
            "v default",
            "v, or default if v is Nil or the empty list.",
            "(unwrap-or () 5) => 5")
        .entries();
  }

  /// A procedure made by a library function; it prints as a closure.
  static NativeFunction made(
      Activation run, String by, String printed, Arity arity, NativeFunction.Body body) {
    run.allocate(Cost.CLOSURE + Cost.OBJECT);
    return NativeFunction.of(by, arity, body).asLibrary(printed);
  }

  /// The same for one of one argument.
  private static NativeFunction made1(
      Activation run, String by, String printed, NativeFunction.Body1 body) {
    run.allocate(Cost.CLOSURE + Cost.OBJECT);
    return NativeFunction.of1(by, body).asLibrary(printed);
  }

  private static Object constant(Activation run, Object x) {
    return made(run, "const", "", Arity.ANY, (r, xs) -> x);
  }

  private static Object flip(Activation run, Object f) {
    return made(run, "flip", "a b", Arity.exactly(2), (r, xs) -> r.call(f, xs[1], xs[0]));
  }

  private static Object composed(Activation run, Object f, Object g) {
    return made1(run, "comp", "x", (r, x) -> r.call(f, r.call(g, x)));
  }

  private static Object pipe(Activation run, Object[] fs) {
    return made1(
        run,
        "pipe",
        "x",
        (r, x) -> {
          Object value = x;
          for (Object f : fs) {
            value = r.call(f, value);
          }
          return value;
        });
  }

  private static Object partial(Activation run, Object[] given) {
    return made(
        run,
        "partial",
        "",
        Arity.ANY,
        (r, xs) -> {
          Object[] all = new Object[given.length - 1 + xs.length];
          System.arraycopy(given, 1, all, 0, given.length - 1);
          System.arraycopy(xs, 0, all, given.length - 1, xs.length);
          return r.apply(given[0], all);
        });
  }

  private static Object juxt(Activation run, Object[] fs) {
    return made(
        run,
        "juxt",
        "",
        Arity.ANY,
        (r, xs) -> {
          Work.cells(r, fs.length);
          Object[] results = new Object[fs.length];
          for (int i = 0; i < fs.length; i++) {
            results[i] = r.apply(fs[i], xs);
          }
          return LispList.of(results);
        });
  }

  /// What is remembered of calls that begin with the same arguments.
  private static final class Memory {
    @Nullable Object result;
    final EqualIndex<Memory> next = new EqualIndex<>();
  }

  /// By value, not by printed form (W-08): `2` and `2.0` are two arguments, procedures are told
  /// apart.
  private static Object memoize(Activation run, Object f) {
    Memory memory = new Memory();
    return made(
        run,
        "memoize",
        "",
        Arity.ANY,
        (r, xs) -> {
          Memory calls = memory;
          for (Object x : xs) {
            Memory deeper = calls.next.get(r, x);
            if (deeper == null) {
              r.allocate(4 * Cost.MAP_NODE);
              deeper = new Memory();
              calls.next.put(r, x, deeper);
            }
            calls = deeper;
          }
          Object known = calls.result;
          if (known == null) {
            known = r.apply(f, xs);
            calls.result = known;
          }
          return known;
        });
  }
}
