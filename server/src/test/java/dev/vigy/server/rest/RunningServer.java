package dev.vigy.server.rest;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.runtime.DryRuns;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.vigy.Grants;
import dev.vigy.server.operation.Evaluations;
import dev.vigy.server.operation.Operations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A server on a free port over vigies in memory.
final class RunningServer implements AutoCloseable {
  /// What came back.
  record Answer(int status, Map<String, List<String>> headers, String text) {
    Json json() {
      return JsonParser.parse(text);
    }

    Map<String, Json> object() {
      return ((Json.Object) json()).members();
    }

    List<Json> items() {
      return json() instanceof Json.Array(List<Json> items)
          ? items
          : object().get("items") instanceof Json.Array(List<Json> items) ? items : List.of();
    }

    String text(String member) {
      return object().get(member) instanceof Json.Text(String text) ? text : "(none)";
    }

    Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(e -> e.getKey().equalsIgnoreCase(name))
          .map(e -> e.getValue().getFirst())
          .findFirst();
    }
  }

  static final String NO_BODY = "(none)";

  final Vigies vigies;
  final RestServer rest;
  private final DryRuns dry;
  private final HttpClient client = HttpClient.newHttpClient();

  /// @param ticking whether schedules are followed
  RunningServer(boolean ticking) {
    vigies = Vigies.builder().ticking(ticking).workers(1).by("test").seed(1).start();
    dry = new DryRuns(List.of(), Grants.NONE, 1);
    rest =
        RestServer.listen(
            new RestServer.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Set.of("vigy.example"),
                Duration.ofMillis(50),
                Duration.ofSeconds(2)));
    rest.serve(
        new Operations(
            vigies,
            Optional.of(new Evaluations(dry, InstantSource.system())),
            InstantSource.system(),
            new Operations.About("1.2.3", "instance-1", "memory")));
  }

  Answer get(String path) throws Exception {
    return send("GET", path, NO_BODY);
  }

  Answer delete(String path) throws Exception {
    return send("DELETE", path, NO_BODY);
  }

  Answer post(String path, String json) throws Exception {
    return send("POST", path, json);
  }

  /// @param json the body, with its content type unless headers name one; [#NO_BODY] for none
  Answer send(String method, String path, String json, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(rest.url() + path))
            .method(
                method,
                json.equals(NO_BODY) ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (!json.equals(NO_BODY) && !List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> answer =
        client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
  }

  /// A stream of events, as it comes.
  InputStream events(String query, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(rest.url() + "/v1/events" + query));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    return answer.body();
  }

  /// Sends bytes as they are over a socket of its own, and gives everything that comes back until
  /// the server closes.
  String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), rest.address().getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      var all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    client.close();
    rest.close();
    dry.close();
    vigies.close();
  }
}
