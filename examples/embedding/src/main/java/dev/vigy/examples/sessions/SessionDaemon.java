package dev.vigy.examples.sessions;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.source.Source;
import dev.vigy.runtime.Subscription;
import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.VigySpec;
import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramFile;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.tick.ChainReconciler;
import dev.vigy.runtime.tick.JavaReconciler;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.ReconcileKind;
import dev.vigy.runtime.vigy.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// A daemon with vigies in it: it gives programs its verbs, registers a program that comes with it,
/// ticks a reconciler written in Java beside it, and closes the sessions that a durable tick says
/// should be closed.
final class SessionDaemon implements AutoCloseable {
  private final Sessions sessions;
  private final Vigies vigies;
  private final Subscription acting;
  private final Consumer<String> told;

  /// @param store where the vigies are kept
  /// @param clock the time of the sessions and of the vigies
  /// @param told hears of each session that was closed, in a line
  SessionDaemon(Store store, InstantSource clock, Consumer<String> told) {
    this.told = told;
    sessions = new Sessions(clock);
    vigies =
        Vigies.builder()
            .store(store)
            .clock(clock)
            .extension(SessionVerbs.of(sessions))
            .reconciler(
                "census",
                ChainReconciler.of(JavaReconciler.of(this::count), JavaReconciler.of(this::judge)))
            .by("session-daemon")
            .start();
    // Sessions live and die with this process, so that what older runs wanted is done already.
    acting = vigies.subscribe(vigies.newestPosition(), Run::ok, this::act);
    vigies.register(VigySpec.of(program("session-sweep.vigy")));
    vigies.register(VigySpec.named("census").every(Duration.ofMinutes(1)).reconciler("census"));
  }

  Sessions sessions() {
    return sessions;
  }

  Vigies vigies() {
    return vigies;
  }

  /// A reconciler in Java reads and fills the host as a program does. It must not wait; to look at
  /// memory is no waiting.
  private void count(VigyHost host) {
    host.metric("sessions", sessions.all().size());
    host.observe("sessions", new Json.Int(sessions.all().size()));
  }

  /// Sees what those before it in the chain said.
  private void judge(VigyHost host) {
    boolean quiet = host.metrics().getOrDefault("sessions", 0.0) < 100;
    host.condition(
        "Quiet", quiet ? Condition.Status.TRUE : Condition.Status.FALSE, quiet ? "Few" : "Many");
  }

  /// Does what a run says, after it became durable. A session that is gone already is no matter, so
  /// that a run which is heard twice does no harm.
  private void act(Run run) {
    for (Action action : run.actions()) {
      if (action.kind() == ReconcileKind.DELETE) {
        action
            .subject()
            .map(Long::valueOf)
            .filter(sessions::close)
            .ifPresent(id -> told.accept("closed " + id + ": " + reason(action)));
      }
    }
  }

  private static String reason(Action action) {
    return action.payload().orElse(Json.Null.NULL) instanceof Json.Object(var members)
            && members.get("reason") instanceof Json.Text(String reason)
        ? reason
        : "no reason given";
  }

  private static Definition program(String name) {
    try (InputStream file = SessionDaemon.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is missing");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return ProgramFile.parse(Source.of(name, text), Definition.of("program", ""))
          .definitions()
          .getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends acting, ticking and the store, in this order.
  @Override
  public void close() {
    acting.close();
    vigies.close();
  }
}
