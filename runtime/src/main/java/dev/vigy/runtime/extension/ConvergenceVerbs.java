package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.time.Instants;
import dev.vigy.lisp.value.Nil;

/// The verbs that say "this once" and "this is reached".
final class ConvergenceVerbs {
  private static final String ONCE = "__once::";
  private static final String CONVERGED = "__converged::";
  private static final Json TRUE = new Json.Bool(true);

  private ConvergenceVerbs() {}

  static void install(Verbs verbs) {
    verbs.register(
        NativeFunction.of1(
            "vigy-once",
            (run, key) -> {
              VigyHost host = run.host(VigyHost.class);
              String name = Checked.key(host, ONCE, Arguments.name(key));
              if (host.kv().find(name) != null) {
                return false;
              }
              Checked.store(run, host, name, TRUE, 4);
              return true;
            }));
    verbs.register(
        NativeFunction.of1(
            "vigy-mark-converged",
            (run, key) -> {
              VigyHost host = run.host(VigyHost.class);
              String name = Checked.key(host, CONVERGED, Arguments.name(key));
              long startMs = host.facts().startMs();
              String now =
                  Instants.isWritable(startMs) ? Instants.print(startMs) : Long.toString(startMs);
              Checked.store(run, host, name, new Json.Text(now), KvSize.quoted(now));
              return Nil.NIL;
            }));
    verbs.register(
        NativeFunction.of1(
            "vigy-converged?",
            (run, key) -> {
              VigyHost host = run.host(VigyHost.class);
              return host.kv().find(Checked.key(host, CONVERGED, Arguments.name(key))) != null;
            }));
  }
}
