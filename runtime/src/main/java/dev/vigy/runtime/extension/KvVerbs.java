package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Nil;

/// The verbs that remember.
final class KvVerbs {
  private KvVerbs() {}

  static void install(Verbs verbs) {
    verbs.register(
        NativeFunction.of(
            "vigy-get",
            Arity.atLeast(1),
            (run, arguments) ->
                get(run, arguments[0], arguments.length > 1 ? arguments[1] : Nil.NIL),
            (run, key) -> get(run, key, Nil.NIL),
            KvVerbs::get));
    verbs.register(
        NativeFunction.of2(
            "vigy-set",
            (run, key, value) -> {
              VigyHost host = run.host(VigyHost.class);
              String name = Checked.key(host, "vigy-set", key);
              Checked.store(run, host, name, value);
              return Nil.NIL;
            }));
    verbs.register(
        NativeFunction.of(
            "vigy-incr",
            Arity.atLeast(1),
            (run, arguments) ->
                incr(run, arguments[0], arguments.length > 1 ? arguments[1] : (Object) 1L),
            (run, key) -> incr(run, key, 1L),
            KvVerbs::incr));
    verbs.register(
        NativeFunction.of1(
            "vigy-has?",
            (run, key) -> run.host(VigyHost.class).kv().find(Arguments.name(key)) != null));
    verbs.register(
        NativeFunction.of1(
            "vigy-del",
            (run, key) -> {
              VigyHost host = run.host(VigyHost.class);
              return host.kv().delete(Checked.key(host, "vigy-del", key));
            }));
  }

  private static Object get(Activation run, Object key, Object absent) {
    Json value = run.host(VigyHost.class).kv().find(Arguments.name(key));
    return value == null ? absent : LispJson.toLisp(run, value);
  }

  /// Adds to a counter; it stays at the ends of the range instead of wrapping. What is stored and
  /// no integer counts as 0.
  private static Object incr(Activation run, Object key, Object delta) {
    VigyHost host = run.host(VigyHost.class);
    String name = Checked.key(host, "vigy-incr", key);
    long by = Arguments.integer(delta, "integer delta");
    long old = host.kv().find(name) instanceof Json.Int(long stored) ? stored : 0;
    long sum = old + by;
    if (((old ^ sum) & (by ^ sum)) < 0) {
      sum = by > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    Checked.store(run, host, name, new Json.Int(sum), KvSize.digits(sum));
    return sum;
  }
}
