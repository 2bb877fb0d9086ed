package dev.vigy.runtime.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on the loopback that answers whatever bytes a test wants, and remembers what it was
/// asked.
final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// What to do with a request: its text, and where the answer goes.
  interface Script {
    void answer(String request, OutputStream out) throws IOException;
  }

  RawServer(Script script) {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> serve(script));
  }

  /// Answers every request with the same text; `|` stands for a line end of HTTP.
  static RawServer saying(String answer) {
    return new RawServer(
        (request, out) -> out.write(answer.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  private void serve(Script script) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> one(client, script));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void one(Socket client, Script script) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      StringBuilder request = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        request.append(line).append('\n');
      }
      requests.add(request.toString());
      script.answer(request.toString(), client.getOutputStream());
      client.getOutputStream().flush();
    } catch (IOException _) {
      // The client went away, as some tests want.
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
