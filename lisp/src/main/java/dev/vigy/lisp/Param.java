package dev.vigy.lisp;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Procedure;
import dev.vigy.lisp.value.UnfitValueException;
import dev.vigy.lisp.value.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A parameter of a [HostFunction]: its name, what a program may pass, and the Java type it
/// becomes. An argument that does not fit is the language's own error, `type mismatch: expected
/// string/symbol, got int`.
///
/// @param <T> what the function gets
public final class Param<T> {
  /// Makes a value of the Java type, or fails.
  @FunctionalInterface
  private interface Reading<T> {
    T read(Activation run, Object argument);
  }

  /// How a parameter gets its value.
  enum Place {
    /// From an argument that every call has.
    REQUIRED,
    /// From an argument that calls may leave out, if all that follow may as well.
    OPTIONAL,
    /// From the run, and from no argument.
    RUN
  }

  private final String name;
  private final Place place;
  private final Reading<T> reading;

  private Param(String name, Place place, Reading<T> reading) {
    this.name = name;
    this.place = place;
    this.reading = reading;
  }

  private static <T> Param<T> required(String name, Reading<T> reading) {
    return new Param<>(name, Place.REQUIRED, reading);
  }

  // --- Numbers and truth -------------------------------------------------------------------------

  /// An integer.
  public static Param<Long> integer(String name) {
    return of(name, Long.class);
  }

  /// An integer of 32 bits; others are out of range.
  public static Param<Integer> int32(String name) {
    return of(name, Integer.class);
  }

  /// An integer from 0 on.
  public static Param<Long> natural(String name) {
    return required(
        name,
        (_, argument) -> {
          if (!(argument instanceof Long number)) {
            throw mismatch("non-negative integer", argument);
          }
          if (number < 0) {
            throw LispError.typeMismatch("non-negative integer", "an integer out of range");
          }
          return number;
        });
  }

  /// An integer or a float.
  public static Param<Double> number(String name) {
    return of(name, Double.class);
  }

  public static Param<Boolean> bool(String name) {
    return of(name, Boolean.class);
  }

  // --- Text --------------------------------------------------------------------------------------

  /// The text of a string, a symbol or a keyword.
  public static Param<String> text(String name) {
    return of(name, String.class);
  }

  /// A string and nothing else.
  public static Param<String> string(String name) {
    return required(
        name,
        (_, argument) -> {
          if (argument instanceof String text) {
            return text;
          }
          throw mismatch("string", argument);
        });
  }

  // --- Compound ----------------------------------------------------------------------------------

  /// Any value, as it is.
  public static Param<Object> value(String name) {
    return required(name, (_, argument) -> argument);
  }

  /// A list, as it is; nil is the empty one.
  public static Param<LispList> list(String name) {
    return of(name, LispList.class);
  }

  /// A list whose elements are all of one sort.
  public static <E> Param<List<E>> listOf(Param<E> element) {
    return required(
        element.name + "s",
        (run, argument) -> {
          LispList list = LIST.reading.read(run, argument);
          run.step(list.length());
          return list.toJavaList().stream().map(each -> element.reading.read(run, each)).toList();
        });
  }

  private static final Param<LispList> LIST = list("list");

  /// A map, as it is.
  public static Param<LispMap> map(String name) {
    return of(name, LispMap.class);
  }

  /// A Java object by the rules of [Value#to(Class, Object)]: a record from a map, an enum from a
  /// keyword, `Instant`, `Duration`, or an object that the host gave out.
  public static <T> Param<T> of(String name, Class<T> type) {
    return required(
        name,
        (run, argument) -> {
          try {
            T value = Value.to(type, argument, new Paid(run));
            if (value == null) {
              throw mismatch(type.getSimpleName(), argument);
            }
            return value;
          } catch (UnfitValueException e) {
            throw LispError.typeMismatch(e.expected(), e.got());
          }
        });
  }

  /// A procedure of the program, which the function may call while it runs.
  public static Param<Callback> procedure(String name) {
    return required(
        name,
        (run, argument) -> {
          if (argument instanceof Procedure) {
            return arguments -> run.apply(argument, arguments);
          }
          throw mismatch("procedure", argument);
        });
  }

  /// A parameter that may be nil, or be left out at the end of a call.
  public static <T> Param<Optional<T>> optional(Param<T> param) {
    return new Param<>(
        param.name,
        Place.OPTIONAL,
        (run, argument) ->
            argument == Nil.NIL
                ? Optional.empty()
                : Optional.of(param.reading.read(run, argument)));
  }

  // --- What the run gives ------------------------------------------------------------------------

  /// The host object of the run, [RunOptions#host()]; programs pass nothing for it.
  public static <T> Param<T> host(Class<T> type) {
    return new Param<>("host", Place.RUN, (run, _) -> run.host(type));
  }

  /// The run itself, for charging work and memory; programs pass nothing for it.
  public static Param<Activation> run() {
    return new Param<>("run", Place.RUN, (run, _) -> run);
  }

  /// A procedure of the program as a host function sees it.
  @FunctionalInterface
  public interface Callback {
    /// Calls it with Lisp values. Errors of the program pass through and should not be caught.
    Object call(Object... arguments);
  }

  // --- For host functions ------------------------------------------------------------------------

  String name() {
    return name;
  }

  Place place() {
    return place;
  }

  T read(Activation run, @Nullable Object argument) {
    return reading.read(run, argument == null ? Nil.NIL : argument);
  }

  private static LispError mismatch(String expected, Object got) {
    return LispError.typeMismatch(expected, Value.typeName(got));
  }
}
