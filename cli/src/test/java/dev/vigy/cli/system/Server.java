package dev.vigy.cli.system;

import dev.vigy.cli.text.View;
import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonPrinter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `vigy serve` in a process of its own on a port that the system chose, and a client for its REST.
record Server(VigyProcess process, URI address, HttpClient client) implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// @param text the whole body
  /// @param body the same as a JSON object, empty where it is none
  record Answer(int status, String text, View body) {}

  /// @param options more options of `serve`
  static Server start(Path db, List<String> jvmOptions, String... options)
      throws IOException, InterruptedException, TimeoutException {
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--db", db.toString(), "--addr", "127.0.0.1:0"));
    arguments.addAll(List.of(options));
    VigyProcess process = VigyProcess.start(jvmOptions, arguments);
    try {
      String line = process.awaitLine(said -> ADDRESS.matcher(said).find(), PATIENCE);
      Matcher matcher = ADDRESS.matcher(line);
      if (!matcher.find()) {
        throw new IllegalStateException(line);
      }
      return new Server(process, URI.create(matcher.group()), HttpClient.newHttpClient());
    } catch (TimeoutException e) {
      process.close();
      throw e;
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer post(String path, Json body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JsonPrinter.print(body))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    String text = response.body();
    boolean json = text.startsWith("{");
    return new Answer(
        response.statusCode(),
        text,
        json ? View.of(JsonParser.parse(text)) : View.of(Json.Null.NULL));
  }

  /// Registers a program that ticks at a fixed interval.
  Answer register(String name, String program, Duration every)
      throws IOException, InterruptedException {
    Json schedule =
        object(
            Map.of("kind", new Json.Text("fixed"), "interval_ms", new Json.Int(every.toMillis())));
    return post(
        "/v1/vigies",
        object(
            Map.of(
                "name",
                new Json.Text(name),
                "program",
                new Json.Text(program),
                "schedule",
                schedule)));
  }

  static Json object(Map<String, Json> members) {
    return new Json.Object(members);
  }

  /// Every run of a vigy that the server still has.
  List<View> runs(String name) throws IOException, InterruptedException {
    List<View> all = new ArrayList<>();
    String next = "";
    do {
      Answer answer =
          get(
              "/v1/vigies/"
                  + name
                  + "/runs?limit=1000"
                  + (next.isEmpty() ? "" : "&after=" + encode(next)));
      if (answer.status() != 200) {
        throw new IllegalStateException("runs of " + name + ": " + answer);
      }
      all.addAll(answer.body().list("items"));
      next = answer.body().text("next");
    } while (!next.isEmpty());
    return all;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.close();
    client.close();
  }
}
