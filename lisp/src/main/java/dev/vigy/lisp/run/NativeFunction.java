package dev.vigy.lisp.run;

import dev.vigy.lisp.value.Procedure;
import java.util.Optional;

/// A function of the host. Its arity is checked by the caller before it runs; it throws [LispError]
/// without a span, and the calling node adds the span of the call.
///
/// Two sorts print differently: a *native* as `#<native car>`, a *library* function, which the
/// reference writes in Lisp, as `#<closure (x)>` with the parameter names of the reference, its
/// arity errors naming `<closure>`.
public final class NativeFunction extends Procedure {
  /// Any number of arguments, all in one array which the body may keep but not change.
  @FunctionalInterface
  public interface Body {
    Object call(Activation activation, Object[] arguments);
  }

  /// A body of no argument.
  @FunctionalInterface
  public interface Body0 {
    Object call(Activation activation);
  }

  /// A body of one argument.
  @FunctionalInterface
  public interface Body1 {
    Object call(Activation activation, Object a);
  }

  /// A body of two arguments.
  @FunctionalInterface
  public interface Body2 {
    Object call(Activation activation, Object a, Object b);
  }

  /// A body of three arguments.
  @FunctionalInterface
  public interface Body3 {
    Object call(Activation activation, Object a, Object b, Object c);
  }

  private final String name;
  private final Arity arity;
  private final Sort sort;
  private final String parameters;
  private final String capability;
  private final boolean leaving;
  private final Body body;
  private final Body1 body1;
  private final Body2 body2;
  private final Body3 body3;

  /// Where a function comes from.
  private enum Sort {
    /// A native of the language.
    STANDARD,
    /// A library function of the reference, which prints as a closure.
    LIBRARY,
    /// A function of the embedder: what it answers may differ from run to run.
    HOST
  }

  private NativeFunction(
      String name,
      Arity arity,
      Sort sort,
      String parameters,
      String capability,
      boolean leaving,
      Body body,
      Body1 body1,
      Body2 body2,
      Body3 body3) {
    this.name = name;
    this.arity = arity;
    this.sort = sort;
    this.parameters = parameters;
    this.capability = capability;
    this.leaving = leaving;
    this.body = body;
    this.body1 = body1;
    this.body2 = body2;
    this.body3 = body3;
  }

  /// A native of any arity.
  public static NativeFunction of(String name, Arity arity, Body body) {
    return of(
        name,
        arity,
        body,
        (activation, a) -> body.call(activation, new Object[] {a}),
        (activation, a, b) -> body.call(activation, new Object[] {a, b}));
  }

  /// A native of exactly no argument.
  public static NativeFunction of0(String name, Body0 body) {
    return of(name, Arity.exactly(0), (activation, arguments) -> body.call(activation));
  }

  /// A native of exactly one argument.
  public static NativeFunction of1(String name, Body1 body) {
    return of(
        name,
        Arity.exactly(1),
        (activation, arguments) -> body.call(activation, arguments[0]),
        body,
        (activation, a, b) -> body.call(activation, a));
  }

  /// A native of exactly two arguments.
  public static NativeFunction of2(String name, Body2 body) {
    return of(
        name,
        Arity.exactly(2),
        (activation, arguments) -> body.call(activation, arguments[0], arguments[1]),
        (activation, a) -> body.call(activation, a, a),
        body);
  }

  /// A native of exactly three arguments.
  public static NativeFunction of3(String name, Body3 body) {
    Body any =
        (activation, arguments) -> body.call(activation, arguments[0], arguments[1], arguments[2]);
    return new NativeFunction(
        name,
        Arity.exactly(3),
        Sort.STANDARD,
        "",
        "",
        false,
        any,
        (activation, a) -> body.call(activation, a, a, a),
        (activation, a, b) -> body.call(activation, a, b, b),
        body);
  }

  /// A native of any arity with ways of its own for one and for two arguments, for hot arithmetic.
  public static NativeFunction of(String name, Arity arity, Body body, Body1 body1, Body2 body2) {
    return new NativeFunction(
        name,
        arity,
        Sort.STANDARD,
        "",
        "",
        false,
        body,
        body1,
        body2,
        (activation, a, b, c) -> body.call(activation, new Object[] {a, b, c}));
  }

  /// The same function as the reference's library closure with these parameters, as they print:
  /// `x`, `f . more`, or nothing.
  public NativeFunction asLibrary(String printedParameters) {
    return new NativeFunction(
        name,
        arity,
        Sort.LIBRARY,
        printedParameters,
        capability,
        leaving,
        body,
        body1,
        body2,
        body3);
  }

  /// The same function as one of the embedder: an expansion of a macro that calls it holds for one
  /// run only.
  public NativeFunction asHost() {
    return new NativeFunction(
        name, arity, Sort.HOST, "", capability, leaving, body, body1, body2, body3);
  }

  /// The same function as one that may end the run for good, by throwing a [NonLocalExit]. A check
  /// of a program is not certain of what stands behind it.
  public NativeFunction leaving() {
    return new NativeFunction(
        name, arity, sort, parameters, capability, true, body, body1, body2, body3);
  }

  /// Whether a call of it may end the run for good.
  public boolean isLeaving() {
    return leaving;
  }

  /// The same function as one that a program may call only in runs that were granted this
  /// capability.
  public NativeFunction requiring(String neededCapability) {
    return new NativeFunction(
        name,
        arity,
        sort,
        parameters,
        neededCapability,
        leaving,
        (run, arguments) -> {
          run.demand(name, neededCapability);
          return body.call(run, arguments);
        },
        (run, a) -> {
          run.demand(name, neededCapability);
          return body1.call(run, a);
        },
        (run, a, b) -> {
          run.demand(name, neededCapability);
          return body2.call(run, a, b);
        },
        (run, a, b, c) -> {
          run.demand(name, neededCapability);
          return body3.call(run, a, b, c);
        });
  }

  /// The capability that a run needs for calling it, if it needs one.
  public Optional<String> capability() {
    return capability.isEmpty() ? Optional.empty() : Optional.of(capability);
  }

  public Arity arity() {
    return arity;
  }

  public boolean isLibrary() {
    return sort == Sort.LIBRARY;
  }

  public boolean isHost() {
    return sort == Sort.HOST;
  }

  /// The name it is bound to, also for a library function.
  public String boundName() {
    return name;
  }

  public Object call(Activation activation, Object[] arguments) {
    return body.call(activation, arguments);
  }

  /// Call with one argument; the caller has checked the arity.
  public Object call(Activation activation, Object a) {
    return body1.call(activation, a);
  }

  /// Call with two arguments; the caller has checked the arity.
  public Object call(Activation activation, Object a, Object b) {
    return body2.call(activation, a, b);
  }

  /// Call with three arguments; the caller has checked the arity.
  public Object call(Activation activation, Object a, Object b, Object c) {
    return body3.call(activation, a, b, c);
  }

  @Override
  public String name() {
    return isLibrary() ? "<closure>" : name;
  }

  @Override
  public String printed() {
    if (!isLibrary()) {
      return "#<native " + name + ">";
    }
    return parameters.isEmpty() ? "#<closure>" : "#<closure (" + parameters + ")>";
  }

  @Override
  public String typeName() {
    return isLibrary() ? "closure" : "native-fn";
  }
}
