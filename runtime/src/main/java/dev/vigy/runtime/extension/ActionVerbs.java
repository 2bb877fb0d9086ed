package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Arity;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.run.NativeFunction;
import dev.vigy.lisp.value.Nil;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Action.ActionStatus;
import dev.vigy.runtime.vigy.ReconcileKind;
import java.util.Optional;

/// The verbs that say what should be done.
final class ActionVerbs {
  private static final Action NOOP =
      new Action(
          ReconcileKind.NOOP,
          Optional.empty(),
          Optional.empty(),
          Optional.of(ActionStatus.OK),
          Optional.empty());

  private ActionVerbs() {}

  static void install(Verbs verbs) {
    verbs.register(NativeFunction.of("vigy-emit", Arity.atLeast(1), ActionVerbs::emit));
    verbs.register(
        NativeFunction.of0(
            "vigy-noop",
            run -> {
              VigyHost host = run.host(VigyHost.class);
              run.allocate(Cost.SLOT);
              host.emit(NOOP);
              return Nil.NIL;
            }));
    verbs.register(NativeFunction.of1("vigy-defer", ActionVerbs::defer));
    typed(verbs, "vigy-pull", ReconcileKind.PULL);
    typed(verbs, "vigy-push", ReconcileKind.PUSH);
    typed(verbs, "vigy-create", ReconcileKind.CREATE);
    typed(verbs, "vigy-update", ReconcileKind.UPDATE);
    typed(verbs, "vigy-delete-action", ReconcileKind.DELETE);
    typed(verbs, "vigy-delete", ReconcileKind.DELETE);
    typed(verbs, "vigy-apply", ReconcileKind.APPLY);
    typed(verbs, "vigy-restart", ReconcileKind.RESTART);
    verbs.register(NativeFunction.of3("vigy-act", ActionVerbs::act));
  }

  private static Object emit(Activation run, Object[] arguments) {
    if (arguments.length > 2) {
      throw LispError.nativeFn(
          "vigy-emit", "expected 1 or 2 args (kind, payload?), got " + arguments.length);
    }
    VigyHost host = run.host(VigyHost.class);
    ReconcileKind kind = Checked.kind("vigy-emit", arguments[0]);
    Optional<Json> payload =
        arguments.length == 1
            ? Optional.empty()
            : Optional.of(Checked.payload(run, host, arguments[1]));
    return add(run, host, kind, Optional.empty(), payload);
  }

  private static Object defer(Activation run, Object reason) {
    VigyHost host = run.host(VigyHost.class);
    String message = Checked.message(run, host, Arguments.display(reason));
    run.allocate(Cost.OBJECT);
    host.say(message.length());
    host.emit(
        new Action(
            ReconcileKind.DEFER,
            Optional.empty(),
            Optional.empty(),
            Optional.of(ActionStatus.SKIPPED),
            Optional.of(message)));
    return Nil.NIL;
  }

  private static void typed(Verbs verbs, String name, ReconcileKind kind) {
    verbs.register(
        NativeFunction.of1(
            name,
            (run, payload) -> {
              VigyHost host = run.host(VigyHost.class);
              Json json = Checked.payload(run, host, payload);
              return add(run, host, kind, Optional.empty(), Optional.of(json));
            }));
  }

  private static Object act(Activation run, Object kind, Object subject, Object payload) {
    VigyHost host = run.host(VigyHost.class);
    ReconcileKind what = Checked.kind("vigy-act", kind);
    String about = Checked.name(host, subject);
    Json json = Checked.payload(run, host, payload);
    return add(run, host, what, Optional.of(about), Optional.of(json));
  }

  private static Object add(
      Activation run,
      VigyHost host,
      ReconcileKind kind,
      Optional<String> subject,
      Optional<Json> payload) {
    run.allocate(Cost.OBJECT);
    host.emit(new Action(kind, subject, payload, Optional.empty(), Optional.empty()));
    return Nil.NIL;
  }
}
