package dev.vigy.cli.command;

import dev.vigy.cli.remote.AddressFile;
import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.DryRuns;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.store.Retention;
import dev.vigy.runtime.store.Store;
import dev.vigy.server.operation.Evaluations;
import dev.vigy.server.operation.Operations;
import dev.vigy.server.rest.RestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// `vigy serve`: the daemon.
final class ServeCommand {
  private static final String DEFAULT_ADDRESS = "127.0.0.1:38821";

  private ServeCommand() {}

  static int run(Session session) {
    ServerLog.configure(session.line().count("verbose"));
    InetSocketAddress address = address(session);
    Retention retention = Retaining.given(session);
    Path db = StorePath.of(session);
    // The port first: a server that can't be reached must not tick anything.
    var settings =
        RestServer.Settings.at(address).named(Set.copyOf(session.line().values("allow-host")));
    try (RestServer rest = RestServer.listen(settings);
        Vigies vigies = engine(session, Stores.open(db), retention);
        DryRuns dry = new DryRuns(List.of(), Granting.given(session), 1)) {
      if (session.line().flag("print-runs")) {
        printRuns(session, vigies);
      }
      String instance = UUID.randomUUID().toString();
      var about = new Operations.About(Version.text(), instance, db.toAbsolutePath().toString());
      var evaluations = new Evaluations(dry, session.world().clock());
      rest.serve(new Operations(vigies, Optional.of(evaluations), session.world().clock(), about));
      return untilInterrupted(session, rest, AddressFile.of(db), instance, db);
    }
  }

  private static Vigies engine(Session session, Store store, Retention retention) {
    return Vigies.builder()
        .store(store)
        .retention(retention)
        .grants(Granting.given(session))
        .observe(session.line().flag("observe"))
        .by("api")
        .start();
  }

  /// Whoever reads such a line may rely on the run: it is durable. Ends with the engine.
  private static void printRuns(Session session, Vigies vigies) {
    vigies.subscribe(
        vigies.newestPosition(),
        run -> true,
        run -> {
          Map<String, Json> line = new LinkedHashMap<>();
          line.put("vigy", new Json.Text(run.vigyId().hex()));
          line.put("seq", new Json.Int(run.seq()));
          line.put("id", new Json.Text(run.id()));
          session.printLine(new Json.Object(line));
          session.flush();
        });
  }

  private static int untilInterrupted(
      Session session, RestServer rest, AddressFile file, String instance, Path db) {
    var own = new AddressFile.Address(rest.url(), instance);
    try {
      file.write(own);
    } catch (IOException e) {
      session.warn("other commands will not find this server: " + e.getMessage());
    }
    session.println("▶ vigy serves " + db + " at " + rest.url());
    session.flush();
    var over = new CountDownLatch(1);
    session.world().interrupts().listen(over::countDown);
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.remove(own);
    session.println("shutting down");
    session.flush();
    // Before the engine: what is being answered still needs it.
    rest.close();
    return Exit.INTERRUPTED;
  }

  private static InetSocketAddress address(Session session) {
    String text = session.line().value("addr").orElse(DEFAULT_ADDRESS);
    int colon = text.lastIndexOf(':');
    if (colon < 0 || colon < text.lastIndexOf(']')) {
      throw new UsageException(
          "invalid value `" + text + "` for `--addr`: expected HOST:PORT",
          "such as `127.0.0.1:38821`");
    }
    int port = (int) Invocation.integer(text.substring(colon + 1), "--addr", 0, 65_535);
    String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    InetAddress resolved;
    try {
      resolved = InetAddress.getByName(host.isEmpty() ? "0.0.0.0" : host);
    } catch (UnknownHostException e) {
      throw new CommandException(
          "cannot listen on " + text + ": the host `" + host + "` is not known");
    }
    if (!resolved.isLoopbackAddress() && !session.line().flag("insecure")) {
      throw new CommandException(
          "others could reach " + text + ", and this server knows no tokens yet",
          "listen on 127.0.0.1, or say `--insecure` if everybody who can reach it may change everything");
    }
    return new InetSocketAddress(host.isEmpty() ? "0.0.0.0" : host, port);
  }
}
