package dev.vigy.runtime.probe;

import dev.vigy.runtime.vigy.Capability;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One HTTP/1.1 request on one connection to one address, and its response.
///
/// Why not the JDK's client: it looks the host up itself, after our check, so what it connects to
/// need not be what was checked. This one connects to an address it is given, speaks to the host it
/// is told, and is bounded in time, in bytes and in headers.
final class HttpExchange {
  private static final int MAX_LINE_BYTES = 16 << 10;
  private static final int MAX_HEADERS = 200;
  private static final int BUFFER_BYTES = 8 << 10;

  private final SSLSocketFactory tls;
  private final int maxBodyBytes;

  /// @param tls makes sockets for `https`
  /// @param maxBodyBytes most bytes of a body
  HttpExchange(SSLSocketFactory tls, int maxBodyBytes) {
    this.tls = tls;
    this.maxBodyBytes = maxBodyBytes;
  }

  /// @param url where to, as it was checked
  /// @param headers besides `Host`, `Connection` and the length; lower-case names
  record Request(String method, Capability.Http url, Map<String, String> headers, byte[] body) {}

  /// @param headers lower-case names, values of one name joined by a comma
  /// @param cut whether the body was longer than the limit
  record Response(int status, Map<String, String> headers, byte[] body, boolean cut) {}

  Response send(Request request, InetAddress address, Deadline deadline) throws IOException {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(address, request.url().port()), deadline.remainingMs());
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(deadline.remainingMs());
      if (!request.url().scheme().equals("https")) {
        return exchange(request, plain, deadline);
      }
      try (SSLSocket secured =
          (SSLSocket) tls.createSocket(plain, request.url().host(), request.url().port(), true)) {
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return exchange(request, secured, deadline);
      }
    }
  }

  private Response exchange(Request request, Socket socket, Deadline deadline) throws IOException {
    socket.getOutputStream().write(head(request));
    socket.getOutputStream().write(request.body());
    socket.getOutputStream().flush();
    InputStream in = new BufferedInputStream(new Timed(socket, deadline), BUFFER_BYTES);
    int status = status(line(in));
    Map<String, String> headers = headers(in);
    while (status >= 100 && status < 200) {
      status = status(line(in));
      headers = headers(in);
    }
    boolean hasBody = status != 204 && status != 304 && !request.method().equals("HEAD");
    return hasBody
        ? withBody(in, status, headers)
        : new Response(status, headers, new byte[0], false);
  }

  private static byte[] head(Request request) {
    Capability.Http url = request.url();
    StringBuilder head = new StringBuilder();
    head.append(request.method()).append(' ').append(url.path());
    if (!url.query().isEmpty()) {
      head.append('?').append(url.query());
    }
    boolean numeric = url.host().indexOf(':') >= 0;
    head.append(" HTTP/1.1\r\nhost: ").append(numeric ? "[" + url.host() + "]" : url.host());
    if (url.port() != (url.scheme().equals("http") ? 80 : 443)) {
      head.append(':').append(url.port());
    }
    head.append("\r\nconnection: close\r\n");
    request
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (request.body().length > 0) {
      head.append("content-length: ").append(request.body().length).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int status(String line) throws IOException {
    // HTTP/1.1 200 OK
    if (line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ') {
      try {
        int status = Integer.parseInt(line.substring(9, 12));
        if (status >= 100) {
          return status;
        }
      } catch (NumberFormatException _) {
        // Reported below.
      }
    }
    throw new IOException("the answer is no HTTP/1.1");
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int count = 0; ; count++) {
      String line = line(in);
      if (line.isEmpty()) {
        return headers;
      }
      if (count == MAX_HEADERS) {
        throw new IOException("the answer has more than " + MAX_HEADERS + " headers");
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.merge(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip(),
            (first, next) -> first + ", " + next);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (bytes.size() == MAX_LINE_BYTES) {
        throw new IOException("a line of the answer is longer than " + MAX_LINE_BYTES + " bytes");
      }
      bytes.write(b);
    }
    String line = bytes.toString(StandardCharsets.ISO_8859_1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private Response withBody(InputStream in, int status, Map<String, String> headers)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean complete;
    String encoding = headers.getOrDefault("transfer-encoding", "");
    if (encoding.toLowerCase(Locale.ROOT).contains("chunked")) {
      complete = readChunks(in, body);
    } else if (headers.containsKey("content-length")) {
      complete = readExactly(in, length(headers), body);
    } else {
      byte[] bytes = in.readNBytes(maxBodyBytes + 1);
      complete = bytes.length <= maxBodyBytes;
      body.writeBytes(bytes);
    }
    return new Response(status, headers, body.toByteArray(), !complete);
  }

  private static long length(Map<String, String> headers) throws IOException {
    try {
      return Long.parseLong(headers.getOrDefault("content-length", ""));
    } catch (NumberFormatException e) {
      throw new IOException("the answer's content-length is no number", e);
    }
  }

  /// @return false if there is more than the limit
  private boolean readExactly(InputStream in, long count, ByteArrayOutputStream body)
      throws IOException {
    if (count < 0) {
      throw new IOException("the answer's content-length is negative");
    }
    if (body.size() + count > maxBodyBytes) {
      return false;
    }
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    body.writeBytes(bytes);
    return true;
  }

  /// @return false if there is more than the limit
  private boolean readChunks(InputStream in, ByteArrayOutputStream body) throws IOException {
    while (true) {
      String size = line(in);
      int extension = size.indexOf(';');
      long count;
      try {
        count = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
      } catch (NumberFormatException e) {
        throw new IOException("a chunk of the answer has no length", e);
      }
      if (count == 0) {
        headers(in);
        return true;
      }
      if (!readExactly(in, count, body)) {
        return false;
      }
      if (!line(in).isEmpty()) {
        throw new IOException("a chunk of the answer is longer than its length");
      }
    }
  }

  /// A socket's input that ends at the deadline, however slowly bytes drip in.
  private static final class Timed extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private final Deadline deadline;

    Timed(Socket socket, Deadline deadline) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      socket.setSoTimeout(deadline.remainingMs());
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      socket.setSoTimeout(deadline.remainingMs());
      return in.read(bytes, from, count);
    }
  }
}
