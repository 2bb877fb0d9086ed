package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import java.util.Arrays;
import java.util.List;

/// Strategies, decorators and visitors (language reference 6.24), pipelines (6.25).
final class Dispatching {
  private static final Keyword DEFAULT = new Keyword("default");
  private static final Keyword ANY_STAGE = new Keyword("any-stage");

  private Dispatching() {}

  static List<LibraryEntry> entries() {
    return new Table("Strategy, decorator, visitor")
        .libraryOfRest(
            NativeFunction.of("make-strategy", Arity.ANY, Dispatching::strategy),
            "variant fn…",
            "A procedure that calls the function of the variant it is given, or that of `:default`.",
            "((make-strategy :a inc :default dec) :a 5) => 6")
        .fails(
            "((make-strategy :a 5 :default dec) :a 5) => :not-callable value of type int is not callable",
            "((make-strategy :a inc) :z 5) => :no-variant no strategy variant matched + no :default")
        .library(
            NativeFunction.of(
                "strategy-call",
                Arity.atLeast(2),
                (run, xs) -> run.apply(xs[0], Arrays.copyOfRange(xs, 1, xs.length))),
            "s variant . args",
            "Calls the function of a variant.",
            "(strategy-call (make-strategy :a inc :default dec) :z 5) => 4")
        .fails(
            "(strategy-call 5 :z 5) => :not-callable value of type int is not callable",
            "(strategy-call (make-strategy :a inc :default dec) :z \"x\") => :type-mismatch type mismatch: expected number, got string",
            "(strategy-call (make-strategy :a inc) :z 5) => :no-variant no strategy variant matched + no :default")
        .library(
            NativeFunction.of("decorate", Arity.atLeast(1), Dispatching::decorate),
            "f . kvs",
            "f with `:before` and `:after` called around it, or with `:around` called in its place.",
            "((decorate inc :around (lambda (f x) (* 2 (f x)))) 5) => 12")
        .fails(
            "((decorate 5 :around (lambda (f x) (* 2 (f x)))) 5) => :not-callable value of type int is not callable")
        .libraryOfRest(
            NativeFunction.of("make-visitor", Arity.ANY, Dispatching::visitor),
            "tag fn…",
            "A procedure that calls the function of a list's first element with the other elements.",
            "((make-visitor :num (lambda (x) (* x 2))) '(:num 5)) => 10")
        .fails(
            "((make-visitor 5 (lambda (x) (* x 2))) '(:num 5)) => :no-visitor no visitor matched tag",
            "((make-visitor :num 5) '(:num 5)) => :not-callable value of type int is not callable")
        .library(
            NativeFunction.of2("visit", (run, v, value) -> run.call(v, value)),
            "v tagged-value",
            "Calls a visitor.",
            "(visit (make-visitor :num (lambda (x) (* x 2))) '(:num 5)) => 10")
        .fails(
            "(visit 5 '(:num 5)) => :not-callable value of type int is not callable",
            "(visit (make-visitor :num (lambda (x) (* x 2))) 5) => :type-mismatch type mismatch: expected pair, got int",
            "(visit (make-visitor :num (lambda (x) (* x 2))) '(1)) => :no-visitor no visitor matched tag")
        .entries();
  }

  static List<LibraryEntry> pipelines() {
    return new Table("Pipeline")
        .library(
            NativeFunction.of1("make-pipeline", Dispatching::pipeline),
            "stages",
            "From a list of `(name fn)`.",
            "(pipeline-run! (make-pipeline (list (list :a inc))) 1) => 2")
        .fails(
            "(pipeline-run! (make-pipeline 5) 1) => :type-mismatch type mismatch: expected list, got int")
        .library(
            NativeFunction.of2(
                "pipeline-run!", (run, p, init) -> run.call(p, new Keyword("run!"), init)),
            "p init",
            "Leads a value through the stages.",
            "(pipeline-run! (make-pipeline (list (list :a inc))) 1) => 2")
        .fails(
            "(pipeline-run! 5 1) => :not-callable value of type int is not callable",
            "(pipeline-run! (make-pipeline (list (list :a inc))) \"x\") => :type-mismatch type mismatch: expected number, got string")
        .library(
            NativeFunction.of3(
                "pipeline-on-stage!",
                (run, p, s, f) -> run.apply(p, new Keyword("on-stage!"), s, f)),
            "p s f",
            "Has f called as `(f stage input output)` after a stage, or after all for `:any-stage`.",
            "(pipeline-on-stage! (make-pipeline ()) :a println) => ()")
        .fails(
            "(pipeline-on-stage! 5 :a println) => :not-callable value of type int is not callable")
        .entries();
  }

  private static Object strategy(Activation run, Object[] kvs) {
    LispList functions = LispList.of(kvs);
    return Combinators.made(
        run,
        "make-strategy",
        "variant . args",
        Arity.atLeast(1),
        (r, xs) -> {
          Object f = chosen(r, functions, xs[0]);
          if (Arguments.isNull(f)) {
            throw Work.thrown(r, "no-variant", "no strategy variant matched + no :default");
          }
          return r.apply(f, Arrays.copyOfRange(xs, 1, xs.length));
        });
  }

  private static Object chosen(Activation run, LispList functions, Object key) {
    Object own = ListLibrary.plistGet(run, functions, key);
    return Arguments.isNull(own) ? ListLibrary.plistGet(run, functions, DEFAULT) : own;
  }

  private static Object decorate(Activation run, Object[] xs) {
    Object f = xs[0];
    LispList options = LispList.ofArray(xs, 1, xs.length);
    Object before = ListLibrary.plistGet(run, options, new Keyword("before"));
    Object after = ListLibrary.plistGet(run, options, new Keyword("after"));
    Object around = ListLibrary.plistGet(run, options, new Keyword("around"));
    return Combinators.made(
        run,
        "decorate",
        "",
        Arity.ANY,
        (r, arguments) -> {
          if (!Arguments.isNull(around)) {
            return r.apply(around, with(f, arguments));
          }
          if (!Arguments.isNull(before)) {
            r.apply(before, arguments);
          }
          Object result = r.apply(f, arguments);
          if (!Arguments.isNull(after)) {
            r.apply(after, with(result, arguments));
          }
          return result;
        });
  }

  private static Object[] with(Object first, Object[] rest) {
    Object[] all = new Object[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static Object visitor(Activation run, Object[] kvs) {
    LispList functions = LispList.of(kvs);
    return Combinators.made(
        run,
        "make-visitor",
        "tagged-value",
        Arity.exactly(1),
        (r, xs) -> {
          if (Arguments.isNull(xs[0])) {
            return Nil.NIL;
          }
          Object f = chosen(r, functions, Lists.car(xs[0]));
          if (Arguments.isNull(f)) {
            throw Work.thrown(r, "no-visitor", "no visitor matched tag");
          }
          LispList fields = Lists.rest(xs[0]);
          Work.cells(r, fields.length());
          return r.apply(f, fields.toArray());
        });
  }

  private static Object pipeline(Activation run, Object stages) {
    LispList[] hooks = {LispList.EMPTY};
    return Objects.object(
        run,
        "make-pipeline",
        (r, xs) ->
            switch (Messages.name(xs)) {
              case "run!" -> {
                Object value = Messages.argument(xs, 1);
                for (Object stage : Arguments.list(stages)) {
                  Object name = Lists.car(stage);
                  Object output = r.call(Lists.car(Lists.cdr(r, stage)), value);
                  callHooks(r, hooks[0], name, value, output);
                  value = output;
                }
                yield value;
              }
              case "on-stage!" -> {
                Object hook = LispList.of(Messages.argument(xs, 1), Messages.argument(xs, 2));
                r.allocate(4 * Cost.CELL);
                hooks[0] = hooks[0].prepend(hook);
                yield Nil.NIL;
              }
              case "stages" -> stages;
              default -> Nil.NIL;
            });
  }

  private static void callHooks(
      Activation run, LispList hooks, Object stage, Object input, Object output) {
    for (Object hook : hooks) {
      LispList nameAndFunction = (LispList) hook;
      Object name = nameAndFunction.first();
      run.step(1);
      if (Work.equal(run, name, stage) || Work.equal(run, name, ANY_STAGE)) {
        run.apply(nameAndFunction.nth(1), stage, input, output);
      }
    }
  }
}
