package dev.vigy.runtime.probe;

import dev.vigy.lisp.json.JsonParser;
import dev.vigy.lisp.json.JsonSyntaxException;
import dev.vigy.lisp.json.JsonValues;
import dev.vigy.lisp.value.LispMap;
import dev.vigy.runtime.probe.HttpExchange.Request;
import dev.vigy.runtime.probe.HttpExchange.Response;
import dev.vigy.runtime.vigy.Capability;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/// Asks a web server, following redirects by hand: each hop is checked as the first one was.
final class HttpProbe {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_REDIRECTS = 5;
  private static final long FIRST_PAUSE_MS = 200;

  private final HttpExchange exchange;
  private final Addresses.Resolver resolver;

  HttpProbe(SSLSocketFactory tls, Addresses.Resolver resolver) {
    this.exchange = new HttpExchange(tls, MAX_BODY_BYTES);
    this.resolver = resolver;
  }

  /// @throws Denied if the URL is not allowed
  LispMap ask(String method, HttpOptions options, Access access, Deadline deadline) {
    Capability.Http target = Capability.Http.of(options.url());
    access
        .denial(target)
        .ifPresent(
            reason -> {
              throw new Denied(reason);
            });
    LispMap reply = Replies.failed("timeout");
    for (int attempt = 0; attempt <= options.retries(); attempt++) {
      if (attempt > 0 && !pause(FIRST_PAUSE_MS << (attempt - 1), deadline)) {
        break;
      }
      Deadline mine = options.timeout().map(deadline::atMost).orElse(deadline);
      Try outcome = once(method, options, target, access, mine);
      reply = outcome.reply;
      if (!outcome.worthRepeating) {
        break;
      }
    }
    return reply;
  }

  /// @param worthRepeating whether another try could end otherwise
  private record Try(LispMap reply, boolean worthRepeating) {}

  private Try once(
      String method, HttpOptions options, Capability.Http first, Access access, Deadline deadline) {
    long began = System.nanoTime();
    Capability.Http target = first;
    URI uri = URI.create(options.url());
    Map<String, String> headers = new LinkedHashMap<>(options.headers());
    headers.putIfAbsent("user-agent", "vigy");
    headers.putIfAbsent("accept", options.json() ? "application/json" : "*/*");
    byte[] body = options.body().orElse("").getBytes(StandardCharsets.UTF_8);
    try {
      for (int hop = 0; ; hop++) {
        InetAddress address = Addresses.of(target.host(), resolver);
        Response response =
            exchange.send(new Request(method, target, headers, body), address, deadline);
        Optional<URI> next = redirect(uri, response);
        if (next.isEmpty()) {
          return new Try(
              reply(response, options.json(), elapsedMs(began)), response.status() >= 500);
        }
        if (hop == MAX_REDIRECTS) {
          return new Try(Replies.failed("more than " + MAX_REDIRECTS + " redirects"), false);
        }
        uri = next.get();
        Capability.Http to = Capability.Http.of(uri.toString());
        if (!access.covers(to)) {
          return new Try(
              Replies.failed("redirected to " + to.target() + ", which is not allowed"), false);
        }
        if (!(to.scheme().equals(target.scheme())
            && to.host().equals(target.host())
            && to.port() == target.port())) {
          headers.remove("authorization");
          headers.remove("cookie");
        }
        target = to;
      }
    } catch (Addresses.Refused e) {
      return new Try(Replies.failed(String.valueOf(e.getMessage())), false);
    } catch (IllegalArgumentException e) {
      return new Try(Replies.failed("redirected to a bad URL: " + e.getMessage()), false);
    } catch (IOException e) {
      return new Try(Replies.failed(reason(e, target.host())), true);
    }
  }

  private static Optional<URI> redirect(URI from, Response response) {
    String location = response.headers().get("location");
    return switch (response.status()) {
      case 301, 302, 303, 307, 308 ->
          location == null ? Optional.empty() : Optional.of(resolved(from, location));
      default -> Optional.empty();
    };
  }

  /// A reference that is only a query keeps the path, which [URI#resolve] does not do.
  private static URI resolved(URI from, String location) {
    return location.startsWith("?")
        ? URI.create(from.toString().replaceFirst("[?#].*$", "") + location)
        : from.resolve(location);
  }

  private static LispMap reply(Response response, boolean json, long elapsedMs) {
    LispMap headers = LispMap.EMPTY;
    for (Map.Entry<String, String> header : response.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    LispMap reply =
        response.status() >= 200 && response.status() < 300
            ? Replies.well()
            : Replies.failed("status " + response.status());
    if (response.cut()) {
      reply = Replies.failed("the body is longer than 1 MiB");
    }
    String body =
        response.cut()
            ? ""
            : new String(response.body(), charset(response.headers().get("content-type")));
    LispMap whole =
        Replies.with(
            reply,
            "status",
            (long) response.status(),
            "headers",
            headers,
            "body",
            body,
            "elapsed-ms",
            elapsedMs);
    return json && !response.cut() ? withJson(whole, body) : whole;
  }

  private static LispMap withJson(LispMap reply, String body) {
    try {
      return Replies.with(reply, "json", JsonValues.fromJson(JsonParser.parse(body)));
    } catch (JsonSyntaxException e) {
      boolean well = reply.equals(Replies.with(reply, "ok", true));
      return well
          ? Replies.with(reply, "ok", false, "error", "the body is no JSON: " + e.getMessage())
          : reply;
    }
  }

  private static Charset charset(@org.jspecify.annotations.Nullable String contentType) {
    if (contentType != null) {
      int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
      if (at >= 0) {
        String name = contentType.substring(at + "charset=".length()).strip();
        int end = name.indexOf(';');
        try {
          return Charset.forName(
              (end < 0 ? name : name.substring(0, end)).replace("\"", "").strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
          // As if none had been named.
        }
      }
    }
    return StandardCharsets.UTF_8;
  }

  private static String reason(IOException failure, String host) {
    return switch (failure) {
      case SocketTimeoutException _ -> "timeout";
      case UnknownHostException _ -> "unknown host " + host;
      case NoRouteToHostException _ -> "no route to " + host;
      case ConnectException e ->
          String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused")
              ? "connection refused"
              : "can't connect: " + e.getMessage();
      case SSLException e -> "tls: " + e.getMessage();
      case EOFException _ -> "the connection ended before the answer was complete";
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }

  private static long elapsedMs(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  /// Waits before another try, unless that would pass the deadline.
  private static boolean pause(long ms, Deadline deadline) {
    try {
      if (deadline.remainingMs() <= ms) {
        return false;
      }
      // Nobody counts it down: this waits, and ends early when interrupted.
      return !new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
    } catch (SocketTimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
