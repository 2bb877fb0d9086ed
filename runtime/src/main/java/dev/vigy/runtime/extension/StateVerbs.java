package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Nil;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Condition.Status;
import dev.vigy.runtime.vigy.Quoted;
import java.time.Instant;
import java.util.Optional;

/// The verbs that say what is, what should be, and how things stand.
final class StateVerbs {
  /// The condition by which the engine says whether a vigy ticks.
  private static final String ENGINES_OWN = "Ticking";

  private StateVerbs() {}

  static void install(Verbs verbs) {
    verbs.register(
        NativeFunction.of2(
            "vigy-desired",
            (run, key, value) -> {
              VigyHost host = run.host(VigyHost.class);
              String name = Checked.name(host, key);
              Json json = Checked.payload(run, host, value);
              host.desire(name, json);
              return Nil.NIL;
            }));
    verbs.register(
        NativeFunction.of2(
            "vigy-observed",
            (run, key, value) -> {
              VigyHost host = run.host(VigyHost.class);
              String name = Checked.name(host, key);
              Json json = Checked.payload(run, host, value);
              host.observe(name, json);
              return Nil.NIL;
            }));
    verbs.register(NativeFunction.of("vigy-condition", Arity.atLeast(2), StateVerbs::condition));
  }

  private static Object condition(Activation run, Object[] arguments) {
    if (arguments.length > 4) {
      throw LispError.nativeFn(
          "vigy-condition",
          "expected 2..4 args (name, status, reason?, message?), got " + arguments.length);
    }
    VigyHost host = run.host(VigyHost.class);
    String name = Checked.name(host, arguments[0]);
    if (name.equals(ENGINES_OWN)) {
      throw LispError.nativeFn(
          "vigy-condition", "condition `" + ENGINES_OWN + "` belongs to the engine");
    }
    Status status = status(arguments[1]);
    Optional<String> reason = text(run, host, arguments, 2);
    Optional<String> message = text(run, host, arguments, 3);
    run.allocate(Cost.OBJECT);
    host.say(name.length() + lengthOf(reason) + lengthOf(message));
    host.condition(
        new Condition(
            name,
            status,
            reason,
            message,
            Instant.ofEpochMilli(host.facts().startMs()),
            host.facts().generation()));
    return Nil.NIL;
  }

  private static int lengthOf(Optional<String> text) {
    return text.isPresent() ? text.get().length() : 0;
  }

  private static Status status(Object argument) {
    if (argument instanceof Boolean truth) {
      return truth ? Status.TRUE : Status.FALSE;
    }
    String text = Arguments.name(argument);
    return switch (text) {
      case "true", "True" -> Status.TRUE;
      case "false", "False" -> Status.FALSE;
      case "unknown", "Unknown" -> Status.UNKNOWN;
      default ->
          throw LispError.nativeFn(
              "vigy-condition", "status must be true|false|unknown, got " + Quoted.head(text));
    };
  }

  /// A reason or message; nil means that there is none.
  private static Optional<String> text(
      Activation run, VigyHost host, Object[] arguments, int index) {
    return index >= arguments.length || arguments[index] == Nil.NIL
        ? Optional.empty()
        : Optional.of(Checked.message(run, host, arguments[index]));
  }
}
