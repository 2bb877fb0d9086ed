package dev.vigy.runtime;

import dev.vigy.runtime.extension.HostExtension;
import dev.vigy.runtime.extension.StandardExtensions;
import dev.vigy.runtime.extension.Verbs;
import dev.vigy.runtime.probe.Access;
import dev.vigy.runtime.probe.Prober;
import dev.vigy.runtime.probe.Probes;
import dev.vigy.runtime.program.Definition;
import dev.vigy.runtime.program.ProgramCheck;
import dev.vigy.runtime.store.MemoryStore;
import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.tick.LispReconciler;
import dev.vigy.runtime.tick.Reconciler;
import dev.vigy.runtime.vigy.RunIds;
import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.worker.Asker;
import dev.vigy.runtime.worker.Engine;
import dev.vigy.runtime.worker.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/// Puts the parts of a [Vigies] together, and changes its side when the store's lock becomes free.
///
/// The side changes once, from client to owner, under this object's lock; everybody else reads it
/// without.
final class Opening implements AutoCloseable {
  /// How often a standby tries to take over, ms.
  private static final long STANDBY_PAUSE_MS = 150;

  private final Vigies.Builder asked;
  private final Store store;
  private final LispReconciler lisp;
  private final Asker asker;
  private final ClientSide client;
  private volatile Side side;
  private volatile boolean closed;

  private Opening(Vigies.Builder asked) {
    this.asked = asked;
    Store given = asked.store;
    store = given == null ? MemoryStore.create(asked.clock) : given;
    asked.retention.ifPresent(store::retain);
    List<HostExtension> extensions = new ArrayList<>(StandardExtensions.all());
    extensions.add(Probes.extension());
    extensions.addAll(asked.extensions);
    lisp = LispReconciler.with(extensions);
    Prober prober = new Prober(Verbs.of(extensions).asked());
    Asker inPlace = asked.asker;
    asker =
        inPlace != null
            ? inPlace
            : (vigy, question, longest) ->
                prober.ask(question, Access.of(vigy.allow(), asked.grants, longest));
    client =
        new ClientSide(
            store,
            new Views(vigy -> store.holder().isPresent()),
            asked.by,
            asked.clock,
            asked.nanos,
            () -> takeOver());
    side = client;
  }

  private void begin() {
    if (store.claim()) {
      side = owner();
    }
  }

  static Opening of(Vigies.Builder asked) {
    Opening opening = new Opening(asked);
    try {
      opening.begin();
    } catch (RuntimeException e) {
      // Nobody has it then, and another attempt must find it free.
      opening.store.close();
      throw e;
    }
    if (asked.ticking && opening.side instanceof ClientSide) {
      Thread.ofPlatform().daemon().name("vigy-standby").start(opening::standBy);
    }
    return opening;
  }

  Side side() {
    return side;
  }

  /// @throws IllegalStateException if another one holds the store
  Engine engine() {
    if (side instanceof OwnerSide owner) {
      return owner.engine();
    }
    throw new IllegalStateException("the engine runs elsewhere");
  }

  private OwnerSide owner() {
    Predicate<Vigy> served = vigy -> true;
    Views views = new Views(served);
    Registering registering =
        new Registering(
            definition -> ProgramCheck.check(definition, lisp.lisp()),
            asked.reconcilers.keySet(),
            asked.ceiling);
    Desk desk = new Desk(registering, views, store::generations, asked.by);
    RequestDesk requests = new RequestDesk(desk);
    Engine engine =
        Engine.start(
            new Engine.Parts(
                store,
                new Time(asked.clock, asked.nanos),
                reconcilers(lisp, Map.copyOf(asked.reconcilers)),
                asker,
                new RunIds(asked.clock, new Random(asked.seed)),
                asked.ticking ? served : vigy -> false,
                asked.ceiling,
                Runtime.getRuntime().maxMemory(),
                asked.workers,
                requests::take,
                asked.byHand));
    return new OwnerSide(engine, store, desk, views, asked.clock, asked.ticking);
  }

  private static Function<Vigy, Optional<Reconciler>> reconcilers(
      Reconciler lisp, Map<String, Reconciler> others) {
    return vigy ->
        vigy.reconciler().equals(Definition.LISP)
            ? Optional.of(lisp)
            : Optional.ofNullable(others.get(vigy.reconciler()));
  }

  private void standBy() {
    while (!closed && !takeOver()) {
      LockSupport.parkNanos(this, STANDBY_PAUSE_MS * 1_000_000);
    }
  }

  /// @return whether we hold the store now
  private synchronized boolean takeOver() {
    if (closed) {
      return false;
    }
    if (side instanceof ClientSide) {
      try {
        if (!store.claim()) {
          return false;
        }
        side = owner();
      } catch (RuntimeException e) {
        // Whoever asks for something will be told; here we can only try again.
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      side.close();
      // Those who subscribed before we took over still follow the store.
      client.close();
      store.close();
    }
  }
}
