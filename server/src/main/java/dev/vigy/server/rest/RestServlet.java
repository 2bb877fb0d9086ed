package dev.vigy.server.rest;

import dev.vigy.lisp.json.Json;
import dev.vigy.server.operation.OperationException;
import dev.vigy.server.operation.OperationException.Kind;
import dev.vigy.server.operation.Operations;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Answers every request: finds the route, reads the arguments, calls the operation, writes its
/// answer.
final class RestServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(RestServlet.class.getName());

  private final transient Operations operations;
  private final transient Gate gate;
  private final transient EventStreams events;

  RestServlet(Operations operations, Gate gate, EventStreams events) {
    this.operations = operations;
    this.gate = gate;
    this.events = events;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      answer(request, response);
    } catch (OperationException failure) {
      refuse(response, failure);
    } catch (RuntimeException bug) {
      LOG.log(
          Level.ERROR,
          "a request failed by a bug: " + request.getMethod() + " " + request.getRequestURI(),
          bug);
      if (!response.isCommitted()) {
        refuse(
            response, new OperationException(Kind.INTERNAL, "the server failed; its log says why"));
      }
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String method = request.getMethod();
    boolean changing = !method.equals("GET") && !method.equals("HEAD");
    gate.check(
        changing,
        request.getHeader("Host"),
        request.getHeader("Origin"),
        request.getHeader("Sec-Fetch-Site"),
        request.getScheme());
    String path = request.getRequestURI();
    if (path.equals(Routes.EVENTS) && method.equals("GET")) {
      events.serve(RequestArguments.query(request), request.getHeader("Last-Event-ID"), response);
      return;
    }
    List<String> segments = RequestArguments.segments(path);
    Route.Match match = find(method, path, segments, response);
    Json.Object arguments =
        RequestArguments.of(match, operations.operation(match.route().operation()), request);
    Json answer = operations.call(match.route().operation(), arguments);
    write(match.route(), answer, request, response);
  }

  private static Route.Match find(
      String method, String path, List<String> segments, HttpServletResponse response) {
    Optional<Route.Match> match = Routes.match(method, segments);
    if (match.isPresent()) {
      return match.get();
    }
    List<String> methods = path.equals(Routes.EVENTS) ? List.of("GET") : Routes.methods(segments);
    if (methods.isEmpty()) {
      throw new OperationException(Kind.NOT_FOUND, "no such path: `" + path + "`");
    }
    response.setHeader("Allow", String.join(", ", methods));
    throw new OperationException(
        Kind.NOT_ALLOWED,
        "`" + path + "` does not know the method " + method,
        "it knows " + String.join(", ", methods));
  }

  private static void write(
      Route route, Json answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (route.answer()) {
      case BODY -> write(response, 200, "application/json", answer);
      case CREATED_OR_BODY ->
          write(response, isCreated(answer) ? 201 : 200, "application/json", answer);
      case HEALTH -> write(response, isOk(answer) ? 200 : 503, "application/json", answer);
      case NONE -> response.setStatus(204);
      case BARE_LIST -> {
        Map<String, Json> members =
            answer instanceof Json.Object object ? object.members() : Map.of();
        if (members.get("next") instanceof Json.Text(String next)) {
          response.setHeader("Link", RequestArguments.nextLink(request, next));
        }
        write(
            response,
            200,
            "application/json",
            members.getOrDefault("items", new Json.Array(List.of())));
      }
    }
  }

  private static boolean isCreated(Json answer) {
    return answer instanceof Json.Object object
        && object.members().get("change") instanceof Json.Text(String change)
        && change.equals("created");
  }

  private static boolean isOk(Json answer) {
    return answer instanceof Json.Object object
        && object.members().get("ok") instanceof Json.Bool(boolean ok)
        && ok;
  }

  private static void refuse(HttpServletResponse response, OperationException failure)
      throws IOException {
    if (!response.isCommitted()) {
      write(
          response, Problem.status(failure.kind()), Problem.MEDIA_TYPE, Problem.document(failure));
    }
  }

  static void write(HttpServletResponse response, int status, String type, Json body)
      throws IOException {
    byte[] bytes = JsonText.print(body).getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(type);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  static boolean isJson(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json")
        || (type.startsWith("application/") && type.endsWith("+json"));
  }
}
