package dev.vigy.server.rest;

import dev.vigy.server.operation.OperationException;
import dev.vigy.server.operation.OperationException.Kind;
import dev.vigy.server.operation.Operations;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// The HTTP server: Jetty, one port, a virtual thread for each request.
public final class RestServer implements AutoCloseable {
  /// How and where to listen.
  ///
  /// @param address where; port 0 takes any free one
  /// @param hostNames names besides `localhost` under which the server may be called
  /// @param heartbeat how long a stream of events may be silent
  /// @param grace how long [RestServer#close] waits for requests that are being answered
  public record Settings(
      InetSocketAddress address, Set<String> hostNames, Duration heartbeat, Duration grace) {
    public static Settings at(InetSocketAddress address) {
      return new Settings(address, Set.of(), Duration.ofSeconds(15), Duration.ofSeconds(5));
    }

    /// The same, called by other names too.
    public Settings named(Set<String> names) {
      return new Settings(address, names, heartbeat, grace);
    }
  }

  private static final int HEADERS_MAX = 16 * 1024;
  private static final int CONNECTIONS_MAX = 8192;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /// A body that arrives slower than this is somebody holding a thread.
  private static final long BYTES_PER_SECOND_MIN = 100;

  private final Settings settings;
  private final Server server;
  private final ServerConnector connector;
  private @Nullable EventStreams events;

  private RestServer(Settings settings, Server server, ServerConnector connector) {
    this.settings = settings;
    this.server = server;
    this.connector = connector;
  }

  /// Takes the port. Nothing is answered before [#serve]; who calls earlier waits.
  ///
  /// @throws OperationException if it can't listen there, in one sentence
  public static RestServer listen(Settings settings) {
    var threads = new QueuedThreadPool(64, 2);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var server = new Server(threads);
    var connector = connector(server, settings.address());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, connector));
    server.setErrorHandler(new ProblemHandler());
    server.setStopTimeout(settings.grace().toMillis());
    try {
      connector.open();
    } catch (IOException e) {
      throw cannotListen(settings.address(), e);
    }
    return new RestServer(settings, server, connector);
  }

  /// Begins to answer.
  public void serve(Operations operations) {
    var streams = new EventStreams(operations, settings.heartbeat());
    events = streams;
    server.setHandler(
        new GracefulHandler(
            new MinimumDataRateHandler(
                servlets(new RestServlet(operations, gate(settings), streams)),
                BYTES_PER_SECOND_MIN,
                0)));
    try {
      server.start();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server does not start", e);
    }
  }

  private static ServerConnector connector(Server server, InetSocketAddress address) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADERS_MAX);
    http.setUriCompliance(
        // Names and keys may hold `/` and `%`, which a path can only carry encoded.
        UriCompliance.DEFAULT.with(
            "vigy",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE.toMillis());
    // The default backlog made a thousand connections at once take ten seconds.
    connector.setAcceptQueueSize(1024);
    return connector;
  }

  private static ServletContextHandler servlets(RestServlet servlet) {
    var context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServlet(new ServletHolder(servlet), "/*");
    context.setErrorHandler(new org.eclipse.jetty.ee11.servlet.ErrorHandler());
    return context;
  }

  private static Gate gate(Settings settings) {
    Set<String> names = new HashSet<>();
    for (String name : settings.hostNames()) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    names.add(settings.address().getHostString().toLowerCase(Locale.ROOT));
    return new Gate(names);
  }

  private static OperationException cannotListen(InetSocketAddress address, Exception cause) {
    String place = address.getHostString() + ":" + address.getPort();
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        String why = String.valueOf(t.getMessage());
        if (why.contains("in use")) {
          return new OperationException(
              Kind.UNAVAILABLE,
              "cannot listen on " + place + ": the port is in use",
              "another `vigy serve` may be running there; `--addr HOST:PORT` chooses another port");
        }
        if (why.contains("Permission")) {
          return new OperationException(
              Kind.UNAVAILABLE,
              "cannot listen on " + place + ": ports below 1024 need special rights",
              "choose another port with `--addr HOST:PORT`");
        }
        return new OperationException(
            Kind.UNAVAILABLE,
            "cannot listen on " + place + ": this machine does not have that address",
            "`--addr 127.0.0.1:" + address.getPort() + "` listens for this machine only");
      }
    }
    return new OperationException(
        Kind.UNAVAILABLE, "cannot listen on " + place + ": " + cause.getMessage());
  }

  /// Where it listens, with the port that was taken.
  public InetSocketAddress address() {
    return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
  }

  /// `http://127.0.0.1:38821`.
  public String url() {
    String host = connector.getHost();
    boolean six = host.indexOf(':') >= 0;
    return "http://" + (six ? "[" + host + "]" : host) + ":" + connector.getLocalPort();
  }

  /// Ends the streams of events, lets requests that are being answered finish within the grace,
  /// then stops.
  @Override
  public void close() {
    EventStreams streams = events;
    if (streams != null) {
      streams.close();
    }
    try {
      server.stop();
      connector.close();
    } catch (Exception e) {
      // Requests that did not finish in time; they were cut off, which is what the grace means.
      System.getLogger(RestServer.class.getName())
          .log(System.Logger.Level.DEBUG, "stopped with requests unfinished", e);
    }
  }
}
