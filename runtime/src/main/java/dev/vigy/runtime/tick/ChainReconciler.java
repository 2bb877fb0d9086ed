package dev.vigy.runtime.tick;

import dev.vigy.runtime.extension.VigyHost;
import java.util.List;

/// Runs several reconcilers on one host, one after the other: each sees what those before it said
/// and remembered. The first that fails, stops or asks ends the chain.
public final class ChainReconciler extends HostReconciler {
  private final List<HostReconciler> children;

  public ChainReconciler(List<? extends HostReconciler> children) {
    this.children = List.copyOf(children);
  }

  public static ChainReconciler of(HostReconciler... children) {
    return new ChainReconciler(List.of(children));
  }

  /// The last child's value; steps and output of all of them.
  @Override
  public Ended reconcile(VigyHost host, TickInput input) {
    Ended last = Ended.WELL;
    long steps = 0;
    int deepest = 0;
    long cpuNanos = 0;
    StringBuilder output = new StringBuilder();
    for (HostReconciler child : children) {
      last = child.reconcile(host, input);
      steps += last.steps();
      cpuNanos += last.cpuNanos();
      deepest = Math.max(deepest, last.deepest());
      output.append(last.output());
      if (!last.goesOn() || host.hasOpen()) {
        break;
      }
    }
    return new Ended(
        last.value(), last.failure(), last.stopped(), steps, deepest, output.toString(), cpuNanos);
  }
}
