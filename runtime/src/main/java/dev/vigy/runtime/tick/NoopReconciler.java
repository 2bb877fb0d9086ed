package dev.vigy.runtime.tick;

import dev.vigy.runtime.extension.VigyHost;
import dev.vigy.runtime.vigy.Action;
import dev.vigy.runtime.vigy.Action.ActionStatus;
import dev.vigy.runtime.vigy.ReconcileKind;
import java.util.Optional;

/// Does nothing and says so: every tick is one `noop`.
public final class NoopReconciler extends HostReconciler {
  private static final Action NOOP =
      new Action(
          ReconcileKind.NOOP,
          Optional.empty(),
          Optional.empty(),
          Optional.of(ActionStatus.OK),
          Optional.empty());

  @Override
  public Ended reconcile(VigyHost host, TickInput input) {
    host.emit(NOOP);
    return Ended.WELL;
  }
}
