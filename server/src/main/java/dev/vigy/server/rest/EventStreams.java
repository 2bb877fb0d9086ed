package dev.vigy.server.rest;

import dev.vigy.lisp.json.Json;
import dev.vigy.server.operation.Follow;
import dev.vigy.server.operation.OperationException;
import dev.vigy.server.operation.OperationException.Kind;
import dev.vigy.server.operation.Operations;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs as server-sent events: `id:` is the cursor, a comment now and then finds out whether the
/// reader is still there.
///
/// A slow reader holds up nobody but itself: its subscription waits at a short queue and reads on
/// from the store.
final class EventStreams {
  /// Readers at the same time; each costs a virtual thread and its queue.
  static final int STREAMS_MAX = 4096;

  private static final int QUEUED_MAX = 64;

  private final Operations operations;
  private final Duration heartbeat;
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  EventStreams(Operations operations, Duration heartbeat) {
    this.operations = operations;
    this.heartbeat = heartbeat;
  }

  /// Writes events until the reader goes away or the server stops. Blocks its virtual thread.
  void serve(Map<String, String> query, @Nullable String lastEventId, HttpServletResponse response)
      throws IOException {
    if (closed || open.size() >= STREAMS_MAX) {
      throw new OperationException(
          Kind.UNAVAILABLE,
          closed ? "the server is stopping" : "too many readers follow events already");
    }
    Follow follow =
        Follow.of(
            Optional.ofNullable(lastEventId).or(() -> Optional.ofNullable(query.get("after"))),
            Optional.ofNullable(query.get("vigy_id")),
            Optional.ofNullable(query.get("label_selector")));
    var stream = new Stream();
    try (var _ = operations.follow(follow, stream::offer)) {
      open.add(stream);
      response.setStatus(200);
      response.setContentType("text/event-stream");
      response.setHeader("Cache-Control", "no-store");
      // Proxies that gather answers would hold events back.
      response.setHeader("X-Accel-Buffering", "no");
      stream.write(response.getOutputStream(), heartbeat);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The reader went away: nothing is left to do, and nobody to tell.
      if (!response.isCommitted()) {
        throw e;
      }
    } finally {
      open.remove(stream);
    }
  }

  /// Ends all streams and takes no new ones. Without this they would hold the server's stop.
  void close() {
    closed = true;
    for (Stream stream : open) {
      stream.end();
    }
  }

  /// One reader.
  private static final class Stream {
    /// An empty one only wakes the writer.
    private final BlockingQueue<Optional<Json.Object>> queue = new ArrayBlockingQueue<>(QUEUED_MAX);

    private volatile boolean ended;

    /// Called by the subscription's thread; waits while the queue is full.
    void offer(Json.Object run) {
      try {
        while (!ended && !queue.offer(Optional.of(run), 100, TimeUnit.MILLISECONDS)) {
          // Full: the reader is slow, or gone and soon found out.
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void end() {
      ended = true;
      // If the queue is full the writer is not waiting, and sees the flag after its next event.
      queue.offer(Optional.empty());
    }

    void write(OutputStream out, Duration heartbeat) throws IOException, InterruptedException {
      // Tells readers how soon to come back, and lets them see at once that the stream is open.
      send(out, "retry: 1000\n\n");
      while (!ended) {
        Optional<Json.Object> run = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        if (run == null) {
          send(out, ": still here\n\n");
        } else if (run.isPresent()) {
          send(out, event(run.get()));
        }
      }
    }

    private static String event(Json.Object run) {
      String cursor = run.members().get("cursor") instanceof Json.Text(String text) ? text : "";
      return "id: " + cursor + "\nevent: run\ndata: " + JsonText.print(run) + "\n\n";
    }

    private static void send(OutputStream out, String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
