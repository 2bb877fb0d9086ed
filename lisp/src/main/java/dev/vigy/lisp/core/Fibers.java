package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.Keyword;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.Value;
import java.util.List;
import java.util.Locale;

/// Calls that are made later, once (language reference 6.18).
final class Fibers {
  private Fibers() {}

  private enum Status {
    PENDING,
    RUNNING,
    DONE,
    ERRORED;

    Keyword keyword() {
      return new Keyword(name().toLowerCase(Locale.ROOT));
    }
  }

  /// A fiber of one run; a host object as programs see it.
  private static final class Fiber {
    final Object thunk;
    Status status = Status.PENDING;
    Object outcome = Nil.NIL;

    Fiber(Object thunk) {
      this.thunk = thunk;
    }
  }

  static List<LibraryEntry> entries() {
    return new Table("Fibers")
        .add(
            NativeFunction.of1(
                "go",
                (run, thunk) -> {
                  if (!(thunk instanceof Procedure) && !Value.typeName(thunk).equals("foreign")) {
                    throw Arguments.wrong("callable", thunk);
                  }
                  run.allocate(2 * Cost.OBJECT);
                  return new Fiber(thunk);
                }),
            "thunk",
            "A fiber: a call of a procedure without arguments that `go-run` makes.",
            "(go-run (go (lambda () (* 7 6)))) => 42")
        .fails("(go-run (go 5)) => :type-mismatch type mismatch: expected callable, got int")
        .add(
            Predicates.test("go?", v -> v instanceof Fiber),
            "value",
            "Whether it is a fiber.",
            "(go? (go newline)) => #t")
        .add(
            NativeFunction.of1("go-run", Fibers::run),
            "fiber",
            "Makes the call, the first time; gives its value or, as an ordinary value, its error.",
            "(go-run (go (lambda () (throw :x)))) => :x")
        .fails("(go-run 5) => :type-mismatch type mismatch: expected fiber, got int")
        .add(
            NativeFunction.of1("go-status", (run, fiber) -> fiber(fiber).status.keyword()),
            "fiber",
            "`:pending`, `:running`, `:done` or `:errored`.",
            "(go-status (go newline)) => :pending")
        .fails("(go-status 5) => :type-mismatch type mismatch: expected fiber, got int")
        .add(
            NativeFunction.of1("go-result", (run, fiber) -> outcome(fiber, Status.DONE)),
            "fiber",
            "The value, or Nil.",
            "(go-result (go newline)) => ()")
        .fails("(go-result 5) => :type-mismatch type mismatch: expected fiber, got int")
        .add(
            NativeFunction.of1("go-error", (run, fiber) -> outcome(fiber, Status.ERRORED)),
            "fiber",
            "The error, or Nil.",
            "(go-error (go newline)) => ()")
        .fails("(go-error 5) => :type-mismatch type mismatch: expected fiber, got int")
        .entries();
  }

  private static Fiber fiber(Object value) {
    if (value instanceof Fiber fiber) {
      return fiber;
    }
    throw Arguments.wrong("fiber", value);
  }

  private static Object outcome(Object value, Status of) {
    Fiber fiber = fiber(value);
    return fiber.status == of ? fiber.outcome : Nil.NIL;
  }

  private static Object run(Activation run, Object value) {
    Fiber fiber = fiber(value);
    return switch (fiber.status) {
      case DONE, ERRORED -> fiber.outcome;
      case RUNNING ->
          throw LispError.nativeFn("go-run", "fiber already running (re-entrant call detected)");
      case PENDING -> {
        fiber.status = Status.RUNNING;
        Status after = Status.PENDING;
        try {
          fiber.outcome = run.apply(fiber.thunk);
          after = Status.DONE;
        } catch (LispError error) {
          if (!error.kind().isCatchable()) {
            throw error;
          }
          fiber.outcome = caught(run, error);
          after = Status.ERRORED;
        } finally {
          fiber.status = after;
        }
        yield fiber.outcome;
      }
    };
  }

  /// The thrown value, or an Error with the full message, span included.
  private static Object caught(Activation run, LispError error) {
    return error
        .thrownValue()
        .orElseGet(
            () -> {
              run.allocate(Cost.OBJECT);
              return new ErrorValue("fiber-error", error.fullMessage());
            });
  }
}
