package dev.vigy.cli.remote;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonPrinter;
import dev.vigy.server.operation.Follow;
import dev.vigy.server.operation.OperationException;
import dev.vigy.server.operation.OperationException.Kind;
import dev.vigy.server.rest.Problem;
import dev.vigy.server.rest.Route;
import dev.vigy.server.rest.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Operations over the REST routes of a server.
public final class ServerBackend implements Backend {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /// Longer than any tick may take.
  private static final Duration ANSWER = Duration.ofMinutes(2);

  /// How long a server gets to say that it is the one of an address file.
  private static final Duration PROBE = Duration.ofSeconds(1);

  private final String url;
  private final HttpClient client;

  private ServerBackend(String url, HttpClient client) {
    this.url = url;
    this.client = client;
  }

  /// The server at an address that somebody gave.
  ///
  /// @throws OperationException if that is no address of a server
  public static ServerBackend at(String url) {
    URI uri;
    try {
      uri = URI.create(url.contains("://") ? url : "http://" + url);
    } catch (IllegalArgumentException e) {
      throw notAnAddress(url);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw notAnAddress(url);
    }
    String base = uri.toString();
    return new ServerBackend(
        base.endsWith("/") ? base.substring(0, base.length() - 1) : base, client());
  }

  private static OperationException notAnAddress(String url) {
    return new OperationException(
        Kind.MALFORMED,
        "`" + url + "` is not the address of a server",
        "such as `http://127.0.0.1:38821`");
  }

  /// The server that an address file names, if it is still there.
  public static Optional<ServerBackend> of(AddressFile.Address address) {
    var backend = new ServerBackend(address.url(), client());
    try {
      HttpResponse<String> answer =
          backend.client.send(
              HttpRequest.newBuilder(URI.create(address.url() + "/v1/info")).timeout(PROBE).build(),
              BodyHandlers.ofString(StandardCharsets.UTF_8));
      boolean same =
          JsonText.parse(answer.body()).orElse(Json.Null.NULL) instanceof Json.Object info
              && new Json.Text(address.instance()).equals(info.members().get("instance"));
      if (same) {
        return Optional.of(backend);
      }
    } catch (IOException | IllegalArgumentException e) {
      // Nobody there: a server that was killed leaves its file behind.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    backend.close();
    return Optional.empty();
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .proxy(HttpClient.Builder.NO_PROXY)
        .build();
  }

  @Override
  public Json call(String operation, Json.Object arguments) {
    HttpResponse<String> answer = send(request(Routes.of(operation), arguments));
    Optional<Json> body = JsonText.parse(answer.body());
    if (answer.statusCode() >= 300 && !isHealth(operation)) {
      throw Problem.read(answer.statusCode(), body);
    }
    return switch (Routes.of(operation).answer()) {
      case BODY, CREATED_OR_BODY, HEALTH ->
          body.orElseThrow(() -> Problem.read(answer.statusCode(), Optional.empty()));
      case NONE -> new Json.Object(Map.of("deleted", new Json.Bool(true)));
      case BARE_LIST -> page(body.orElse(Json.Null.NULL), answer);
    };
  }

  private static boolean isHealth(String operation) {
    return Routes.of(operation).answer() == Route.Answer.HEALTH;
  }

  /// The page that the operation answered, put together again from the bare array and its `Link`.
  private static Json page(Json items, HttpResponse<String> answer) {
    Map<String, Json> page = new LinkedHashMap<>();
    page.put("items", items);
    answer
        .headers()
        .firstValue("Link")
        .map(link -> link.substring(link.indexOf("after=") + 6, link.indexOf('>')))
        .ifPresent(
            next ->
                page.put(
                    "next",
                    new Json.Text(java.net.URLDecoder.decode(next, StandardCharsets.UTF_8))));
    return new Json.Object(page);
  }

  private HttpRequest request(Route route, Json.Object arguments) {
    List<String> inPath = route.pathArguments();
    StringBuilder path = new StringBuilder();
    for (String segment : route.path().substring(1).split("/")) {
      path.append('/');
      if (segment.startsWith("{")) {
        String name = segment.substring(1).replaceAll("[…}]", "");
        path.append(encoded(text(arguments.members().getOrDefault(name, Json.Null.NULL))));
      } else {
        path.append(segment);
      }
    }
    Map<String, Json> rest = new LinkedHashMap<>(arguments.members());
    inPath.forEach(rest::remove);
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(ANSWER);
    Json generation = rest.remove("if_generation");
    if (generation != null) {
      request.header("If-Match", "\"" + text(generation) + "\"");
    }
    if (route.takesQuery()) {
      String query = query(rest);
      return request
          .uri(URI.create(url + path + query))
          .method(route.method(), BodyPublishers.noBody())
          .build();
    }
    return request
        .uri(URI.create(url + path))
        .header("Content-Type", "application/json")
        .method(route.method(), BodyPublishers.ofString(JsonPrinter.print(new Json.Object(rest))))
        .build();
  }

  private static String query(Map<String, Json> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(encoded(name))
                .append('=')
                .append(encoded(text(value))));
    return query.toString();
  }

  private static String text(Json value) {
    return value instanceof Json.Text(String text) ? text : JsonPrinter.print(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw noAnswer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer();
    }
  }

  private OperationException noAnswer() {
    return new OperationException(
        Kind.UNAVAILABLE, "no server answers at " + url, "is `vigy serve` running there?");
  }

  @Override
  public AutoCloseable follow(Follow follow, Consumer<Json.Object> listener) {
    Map<String, Json> query = new LinkedHashMap<>();
    follow.vigy().ifPresent(vigy -> query.put("vigy_id", new Json.Text(vigy)));
    follow.labelSelector().ifPresent(labels -> query.put("label_selector", new Json.Text(labels)));
    var events =
        new EventReader(client, url + Routes.EVENTS + query(query), this::noAnswer, listener);
    events.start(follow.after());
    return events;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
