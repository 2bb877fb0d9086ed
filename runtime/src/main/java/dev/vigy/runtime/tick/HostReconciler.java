package dev.vigy.runtime.tick;

import dev.vigy.runtime.extension.Answers;
import dev.vigy.runtime.extension.HostLimits;
import dev.vigy.runtime.extension.TickFacts;
import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.runtime.vigy.Vigy;

/// A reconciler that fills a host. Such reconcilers can be chained.
public abstract class HostReconciler implements Reconciler {
  /// Reads and fills the host. Questions that have no answer yet stand in [VigyHost#open]
  /// afterwards.
  ///
  /// @return how it ended; a failing program is a value here
  public abstract Ended reconcile(VigyHost host, TickInput input);

  @Override
  public final TickResult tick(TickInput input) {
    VigyHost host = host(input);
    Ended ended;
    try {
      ended = reconcile(host, input);
    } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError | LinkageError e) {
      ended = Ended.failed(Failures.of(e));
    }
    if (ended.failure().isEmpty() && host.hasOpen()) {
      return new TickResult.Ask(host.open(), ended.cpuNanos(), ended.deepest());
    }
    if (ended.failure().isEmpty()) {
      host.settle();
    }
    return new TickResult.Outcome(
        ended.value(),
        ended.failure(),
        ended.stopped(),
        ended.steps(),
        host.actionsSaid(),
        host.kv().changes(),
        host.desiredSaid(),
        host.observedSaid(),
        host.conditionsByName(),
        host.said(ended.output()),
        host.probesUsed(),
        host.nextInMs(),
        ended.cpuNanos(),
        ended.deepest());
  }

  /// A fresh host for one pass.
  static VigyHost host(TickInput input) {
    Vigy vigy = input.vigy();
    return new VigyHost(
        new TickFacts(
            vigy.name(),
            vigy.params(),
            vigy.generation(),
            input.startMs(),
            input.previousStartMs(),
            input.tickCount(),
            input.trigger(),
            input.nominal(),
            input.wakes()),
        input.kv(),
        input.kvBytes(),
        Answers.recorded(input.answers()),
        HostLimits.DEFAULT.withProbes(input.budget().probes()));
  }
}
