package dev.vigy.examples.sessions;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.Arity;
import dev.vigy.runtime.extension.Extension;
import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.ReconcileKind;
import java.util.Map;

/// What programs can ask and say about sessions. One function of each sort:
///
/// | Verb | Sort | Means |
/// | --- | --- | --- |
/// | `(term-sessions)` | call | the open sessions; asked once in a tick, its answer is kept with the run |
/// | `(term-label session)` | pure | how people call it: `ana/3` |
/// | `(term-close id reason)` | host verb | emits the action `delete` about the session |
///
/// `term-close` closes nothing by itself: a tick may be evaluated again, or come to nothing. The
/// action becomes durable with its tick, and [SessionDaemon] acts on what is durable.
final class SessionVerbs {
  private SessionVerbs() {}

  static HostExtension of(Sessions sessions) {
    return Extension.named("sessions")
        .function("term-sessions", Arity.exactly(0), call -> sessions.all())
        .pure("term-label", Arity.exactly(1), call -> label(call.as(0, Session.class)))
        .verb(
            "term-close",
            Arity.exactly(2),
            call -> {
              call.host()
                  .emit(
                      Action.of(
                          ReconcileKind.DELETE,
                          Long.toString(call.integer(0)),
                          new Json.Object(Map.of("reason", new Json.Text(call.string(1))))));
              return null;
            })
        .build();
  }

  private static String label(Session session) {
    return session.user() + "/" + session.id();
  }
}
