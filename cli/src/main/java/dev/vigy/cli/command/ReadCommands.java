package dev.vigy.cli.command;

import dev.vigy.cli.remote.Backend;
import dev.vigy.cli.text.Pages;
import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Commands that look at one thing or list many.
final class ReadCommands {
  private static final long RUNS_SHOWN = 20;
  private static final long NEXT_SHOWN = 10;

  private ReadCommands() {}

  static int list(Session session) {
    Json.Object arguments =
        Args.of()
            .text("label_selector", session.line().value("selector"))
            .text("status", session.line().value("status"))
            .object();
    try (Backend backend = Backends.reading(session)) {
      List<Json> vigies = all(backend, "list", arguments);
      if (session.json()) {
        session.printDocument(new Json.Array(vigies));
      } else {
        session.print(new Pages(session.style(), session.now()).list(View.list(vigies)));
      }
    }
    return Exit.OK;
  }

  static int inspect(Session session) {
    Json.Object arguments = Args.vigy(session.line().argument(0)).object();
    try (Backend backend = Backends.reading(session)) {
      Json vigy = backend.call("get", arguments);
      Json runs =
          backend.call(
              "runs", Args.vigy(View.of(vigy).text("id")).json("limit", new Json.Int(5)).object());
      if (session.json()) {
        Map<String, Json> both = new java.util.LinkedHashMap<>();
        both.put("vigy", vigy);
        both.put("recent_runs", View.of(runs).json("items").orElse(new Json.Array(List.of())));
        session.printDocument(new Json.Object(both));
      } else {
        session.print(
            new Pages(session.style(), session.now())
                .inspect(View.of(vigy), View.of(runs).list("items")));
      }
    }
    return Exit.OK;
  }

  static int state(Session session) {
    return show(
        session,
        "state",
        Args.vigy(session.line().argument(0)),
        state -> new Pages(session.style(), session.now()).state(state));
  }

  static int runShow(Session session) {
    return show(
        session,
        "run",
        Args.of().text("run", session.line().argument(0)),
        run -> new Pages(session.style(), session.now()).run(run));
  }

  static int runs(Session session) {
    Args arguments =
        Args.vigy(session.line().argument(0))
            .text("result", session.line().value("result"))
            .text("since", since(session));
    try (Backend backend = Backends.reading(session)) {
      List<Json> runs = some(backend, "runs", arguments, limit(session));
      if (session.json()) {
        session.printDocument(new Json.Array(runs));
      } else {
        session.print(new Pages(session.style(), session.now()).runs(View.list(runs)));
      }
    }
    return Exit.OK;
  }

  static int logs(Session session) {
    Args arguments =
        Args.vigy(session.line().argument(0))
            .text("level", session.line().value("level"))
            .text("since", since(session));
    try (Backend backend = Backends.reading(session)) {
      List<Json> lines = some(backend, "logs", arguments, limit(session)).reversed();
      if (session.json()) {
        session.printDocument(new Json.Array(lines));
      } else {
        session.print(new Pages(session.style(), session.now()).logs(View.list(lines)));
      }
    }
    return Exit.OK;
  }

  static int ledger(Session session) {
    Args arguments = Args.vigy(session.line().argument(0));
    try (Backend backend = Backends.reading(session)) {
      boolean limited = session.line().flag("limit");
      List<Json> ranges =
          limited
              ? some(backend, "ledger", arguments, limit(session))
              : all(backend, "ledger", arguments.object());
      List<Json> oldestFirst = ranges.reversed();
      if (session.json()) {
        session.printDocument(new Json.Array(oldestFirst));
      } else {
        session.print(new Pages(session.style(), session.now()).ledger(View.list(oldestFirst)));
      }
    }
    return Exit.OK;
  }

  static int next(Session session) {
    long most = session.line().integer("limit", 0, 1_000).orElse(NEXT_SHOWN);
    Args arguments = Args.vigy(session.line().argument(0)).json("limit", new Json.Int(most));
    try (Backend backend = Backends.reading(session)) {
      List<Json> coming = View.of(backend.call("next", arguments.object())).array("items");
      if (session.json()) {
        session.printDocument(new Json.Array(coming));
      } else {
        String status =
            View.of(backend.call("get", Args.vigy(session.line().argument(0)).object()))
                .text("status");
        if (status.equals("out-of-scope")) {
          session.note("no engine of its scope is running");
        }
        session.print(new Pages(session.style(), session.now()).next(View.list(coming), status));
      }
    }
    return Exit.OK;
  }

  /// How one answer is shown.
  @FunctionalInterface
  interface Shown {
    String text(View answer);
  }

  static int show(Session session, String operation, Args arguments, Shown shown) {
    try (Backend backend = Backends.reading(session)) {
      Json answer = backend.call(operation, arguments.object());
      if (session.json()) {
        session.printDocument(answer);
      } else {
        session.print(shown.text(View.of(answer)));
      }
    }
    return Exit.OK;
  }

  static long limit(Session session) {
    return session.line().integer("limit", 0, 1_000_000).orElse(RUNS_SHOWN);
  }

  private static java.util.Optional<String> since(Session session) {
    return session
        .line()
        .value("since")
        .map(text -> Moments.ago(text, "--since", session.now()).toString());
  }

  /// Every page of a list.
  static List<Json> all(Backend backend, String operation, Json.Object arguments) {
    return pages(backend, operation, arguments, Long.MAX_VALUE);
  }

  static List<Json> some(Backend backend, String operation, Args arguments, long limit) {
    return pages(backend, operation, arguments.object(), limit);
  }

  private static List<Json> pages(
      Backend backend, String operation, Json.Object arguments, long limit) {
    Map<String, Json> asked = new java.util.LinkedHashMap<>(arguments.members());
    List<Json> items = new ArrayList<>();
    boolean more = true;
    while (more) {
      asked.put("limit", new Json.Int(Math.min(1000, limit - items.size())));
      View page = View.of(backend.call(operation, new Json.Object(asked)));
      items.addAll(page.array("items"));
      more = page.has("next") && items.size() < limit;
      page.json("next").ifPresent(next -> asked.put("after", next));
    }
    return items.size() > limit ? items.subList(0, (int) limit) : items;
  }
}
