package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Nil;
import dev.vigy.runtime.vigy.Quoted;
import dev.vigy.runtime.vigy.Run.Event;
import dev.vigy.runtime.vigy.Run.Log;

/// The verbs that tell people and machines what happened.
final class DiagnosticVerbs {
  private DiagnosticVerbs() {}

  static void install(Verbs verbs) {
    verbs.register(NativeFunction.of2("vigy-log", DiagnosticVerbs::log));
    verbs.register(
        NativeFunction.of2(
            "vigy-trace",
            (run, key, value) -> {
              VigyHost host = run.host(VigyHost.class);
              String name = Checked.name(host, key);
              Json json = Checked.payload(run, host, value);
              host.trace(name, json);
              return Nil.NIL;
            }));
    verbs.register(
        NativeFunction.of2(
            "vigy-metric",
            (run, name, value) -> {
              VigyHost host = run.host(VigyHost.class);
              String metric = Checked.name(host, name);
              double number = Arguments.number(value, "numeric metric value");
              run.allocate(Cost.MAP_NODE);
              host.metric(metric, number);
              return Nil.NIL;
            }));
    verbs.register(
        NativeFunction.of2(
            "vigy-event",
            (run, kind, message) -> {
              VigyHost host = run.host(VigyHost.class);
              String what = Checked.name(host, kind);
              String text = Checked.message(run, host, message);
              run.allocate(Cost.OBJECT);
              host.say(what.length() + text.length());
              host.event(new Event(what, text));
              return Nil.NIL;
            }));
  }

  private static Object log(Activation run, Object level, Object message) {
    VigyHost host = run.host(VigyHost.class);
    String at = Arguments.name(level);
    switch (at) {
      case "trace", "debug", "info", "warn", "error" -> {}
      default ->
          throw LispError.nativeFn(
              "vigy-log",
              "unknown level " + Quoted.head(at) + "; expected trace|debug|info|warn|error");
    }
    String text = Checked.message(run, host, message);
    run.allocate(Cost.OBJECT);
    host.say(text.length());
    host.log(new Log(at, text));
    return Nil.NIL;
  }
}
