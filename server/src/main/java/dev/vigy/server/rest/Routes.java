package dev.vigy.server.rest;

import dev.vigy.server.rest.Route.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Every route there is, apart from the stream of events.
public final class Routes {
  /// The stream of runs as server-sent events.
  public static final String EVENTS = "/v1/events";

  /// In the order in which they are tried.
  public static final List<Route> ALL =
      List.of(
          route("GET", "/v1/vigies", "list", Answer.BARE_LIST),
          route("POST", "/v1/vigies", "register", Answer.CREATED_OR_BODY),
          route("GET", "/v1/vigies/{vigy}", "get", Answer.BODY),
          route("PATCH", "/v1/vigies/{vigy}", "update", Answer.BODY),
          route("DELETE", "/v1/vigies/{vigy}", "delete", Answer.NONE),
          route("GET", "/v1/vigies/{vigy}/state", "state", Answer.BODY),
          route("GET", "/v1/vigies/{vigy}/runs", "runs", Answer.BODY),
          route("GET", "/v1/vigies/{vigy}/ledger", "ledger", Answer.BODY),
          route("GET", "/v1/vigies/{vigy}/next", "next", Answer.BODY),
          route("GET", "/v1/vigies/{vigy}/logs", "logs", Answer.BODY),
          route("GET", "/v1/vigies/{vigy}/kv", "kv_list", Answer.BODY),
          route("GET", "/v1/vigies/{vigy}/kv/{key…}", "kv_get", Answer.BODY),
          route("PUT", "/v1/vigies/{vigy}/kv/{key…}", "kv_set", Answer.BODY),
          route("DELETE", "/v1/vigies/{vigy}/kv/{key…}", "kv_delete", Answer.NONE),
          route("POST", "/v1/vigies/{vigy}/tick", "tick", Answer.BODY),
          route("POST", "/v1/vigies/{vigy}/wake", "wake", Answer.BODY),
          route("POST", "/v1/vigies/{vigy}/enable", "enable", Answer.BODY),
          route("POST", "/v1/vigies/{vigy}/disable", "disable", Answer.BODY),
          route("POST", "/v1/vigies/{vigy}/pause", "pause", Answer.BODY),
          route("POST", "/v1/vigies/{vigy}/resume", "resume", Answer.BODY),
          route("GET", "/v1/vigies/{vigy}/versions", "versions", Answer.BODY),
          route("POST", "/v1/vigies/{vigy}/rollback", "rollback", Answer.BODY),
          route("POST", "/v1/vigies/{vigy}/unpin", "unpin", Answer.BODY),
          route("GET", "/v1/runs/{run}", "run", Answer.BODY),
          route("POST", "/v1/eval", "eval", Answer.BODY),
          route("POST", "/v1/check", "check", Answer.BODY),
          route("GET", "/v1/info", "info", Answer.BODY),
          route("GET", "/healthz", "health", Answer.HEALTH),
          route("GET", "/readyz", "ready", Answer.HEALTH),
          route("GET", "/reconcilers", "reconcilers", Answer.BODY));

  private Routes() {}

  private static Route route(String method, String path, String operation, Answer answer) {
    return new Route(method, path, operation, answer);
  }

  /// The route of an operation.
  public static Route of(String operation) {
    for (Route route : ALL) {
      if (route.operation().equals(operation)) {
        return route;
      }
    }
    throw new IllegalArgumentException("no route for the operation " + operation);
  }

  static Optional<Route.Match> match(String method, List<String> segments) {
    String asked = method.equals("HEAD") ? "GET" : method;
    for (Route route : ALL) {
      if (route.method().equals(asked)) {
        Optional<List<Route.Argument>> arguments = route.match(segments);
        if (arguments.isPresent()) {
          return Optional.of(new Route.Match(route, arguments.get()));
        }
      }
    }
    return Optional.empty();
  }

  /// The methods that a path knows, for `Allow`; empty for an unknown path.
  static List<String> methods(List<String> segments) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : ALL) {
      if (route.match(segments).isPresent()) {
        methods.add(route.method());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return new ArrayList<>(methods);
  }
}
