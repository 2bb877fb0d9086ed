package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.LispMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of an embedder's function: its arguments, each to be taken as what it should be.
///
/// Indexes count from 0; the number of arguments has been checked against the declared arity.
public final class Call {
  private final String function;
  private final List<Object> arguments;
  private final @Nullable Activation run;
  private final @Nullable VigyHost host;

  /// @param run pays for taking arguments apart; null where no program waits for it
  Call(String function, List<Object> arguments, @Nullable Activation run, @Nullable VigyHost host) {
    this.function = function;
    this.arguments = arguments;
    this.run = run;
    this.host = host;
  }

  /// The name that the program called.
  public String function() {
    return function;
  }

  /// How many arguments there are.
  public int count() {
    return arguments.size();
  }

  public boolean has(int index) {
    return index < arguments.size();
  }

  /// The argument as it is.
  public Object argument(int index) {
    return arguments.get(index);
  }

  /// The text of a string, symbol or keyword, as kv keys and kinds are given.
  public String name(int index) {
    return Arguments.name(argument(index));
  }

  /// A string and nothing else.
  public String string(int index) {
    return Arguments.string(argument(index));
  }

  public long integer(int index) {
    return Arguments.integer(argument(index));
  }

  /// @param expected the wording of the complaint: `integer order number`
  public long integer(int index, String expected) {
    return Arguments.integer(argument(index), expected);
  }

  public double number(int index) {
    return Arguments.number(argument(index));
  }

  public boolean bool(int index) {
    return Arguments.bool(argument(index));
  }

  public LispList list(int index) {
    return Arguments.list(argument(index));
  }

  public LispMap map(int index) {
    return Arguments.map(argument(index));
  }

  /// The argument as JSON, by the rules that payloads follow.
  public Json json(int index) {
    return LispJson.plain(run, argument(index));
  }

  /// The argument as a Java type: numbers, text, booleans, enums, `Instant` and `Duration` (from
  /// milliseconds or text), JSON, lists, maps with text keys, and records (from maps).
  public <T> T as(int index, Class<T> type) {
    return JavaValues.as(run, argument(index), type);
  }

  /// The host of the tick, of a host verb.
  ///
  /// @throws IllegalStateException if the function was declared as another sort
  public VigyHost host() {
    if (host == null) {
      throw new IllegalStateException(
          "`" + function + "` is no host verb: declare it with `verb` to reach the host");
    }
    return host;
  }

  /// A complaint to throw: `in native fn {function}: {reason}`.
  public LispError complaint(String reason) {
    return LispError.nativeFn(function, reason);
  }
}
