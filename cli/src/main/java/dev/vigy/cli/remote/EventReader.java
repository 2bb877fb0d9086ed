package dev.vigy.cli.remote;

import dev.vigy.lisp.json.Json;
import dev.vigy.server.operation.OperationException;
import dev.vigy.server.rest.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a stream of events, and goes on after the last one when the server was away: with its
/// cursor nothing is missed and nothing doubled.
final class EventReader implements AutoCloseable {
  private static final long PAUSE_MS_MAX = 2_000;

  private final HttpClient client;
  private final String url;
  private final Supplier<OperationException> noAnswer;
  private final Consumer<Json.Object> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<String> cursor = Optional.empty();
  private volatile @Nullable InputStream reading;

  EventReader(
      HttpClient client,
      String url,
      Supplier<OperationException> noAnswer,
      Consumer<Json.Object> listener) {
    this.client = client;
    this.url = url;
    this.noAnswer = noAnswer;
    this.listener = listener;
  }

  /// Connects, so that what can't be followed is told at once, then reads on a thread of its own.
  void start(Optional<Long> after) {
    cursor = after.map(position -> Long.toString(position));
    InputStream first;
    try {
      first = connect();
    } catch (IOException e) {
      throw noAnswer.get();
    }
    Thread.ofVirtual().name("events").start(() -> readOn(first));
  }

  private void readOn(InputStream first) {
    read(first);
    long pause = 100;
    try {
      while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
        try {
          InputStream next = connect();
          pause = 100;
          read(next);
        } catch (IOException | OperationException e) {
          // The server is away or stopping; it may come back.
          pause = Math.min(PAUSE_MS_MAX, pause * 2);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private InputStream connect() throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    cursor.ifPresent(last -> request.header("Last-Event-ID", last));
    try {
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        String body = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        throw Problem.read(answer.statusCode(), JsonText.parse(body));
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void read(InputStream stream) {
    reading = stream;
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String id = "";
      String line = lines.readLine();
      while (line != null && closed.getCount() > 0) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")
            && JsonText.parse(line.substring(6)).orElse(Json.Null.NULL)
                instanceof Json.Object run) {
          listener.accept(run);
          cursor = Optional.of(id);
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      // The connection broke; the caller connects again.
    }
  }

  @Override
  public void close() {
    closed.countDown();
    InputStream stream = reading;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // It is of no use any more either way.
      }
    }
  }
}
