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
import java.util.function.Function;
import java.util.function.Predicate;

/// Puts the parts of a [Vigies] together.
final class Opening {
  private Opening() {}

  static Side open(Vigies.Builder asked) {
    Store given = asked.store;
    Store store = given == null ? MemoryStore.create(asked.clock) : given;
    Predicate<Vigy> served = vigy -> true;
    Views views = new Views(served);
    List<HostExtension> extensions = new ArrayList<>(StandardExtensions.all());
    extensions.add(Probes.extension());
    extensions.addAll(asked.extensions);
    Prober prober = new Prober(Verbs.of(extensions).asked());
    Asker asker =
        (vigy, question, longest) ->
            prober.ask(question, Access.of(vigy.allow(), asked.grants, longest));
    LispReconciler lisp = LispReconciler.with(extensions);
    Registering registering =
        new Registering(
            definition -> ProgramCheck.check(definition, lisp.lisp()), asked.reconcilers.keySet());
    Desk desk = new Desk(registering, views, asked.by);
    Engine engine =
        Engine.start(
            new Engine.Parts(
                store,
                new Time(asked.clock, asked.nanos),
                reconcilers(lisp, Map.copyOf(asked.reconcilers)),
                asker,
                new RunIds(asked.clock, new Random(asked.seed)),
                asked.ticking ? served : vigy -> false,
                Registering.CEILING,
                Runtime.getRuntime().maxMemory(),
                asked.workers,
                (to, request) -> {},
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
}
