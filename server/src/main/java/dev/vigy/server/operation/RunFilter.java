package dev.vigy.server.operation;

import dev.vigy.runtime.Vigies;
import dev.vigy.runtime.VigyException;
import dev.vigy.runtime.vigy.Run;
import dev.vigy.runtime.vigy.Selector;
import dev.vigy.runtime.vigy.VigyId;
import java.util.Optional;
import java.util.function.Predicate;

/// Which runs a follower gets. Labels are those of the moment at which a run is passed on; runs of
/// deleted vigies match no selector.
final class RunFilter implements Predicate<Run> {
  private final Vigies vigies;
  private final Optional<VigyId> vigy;
  private final Selector selector;

  /// @throws VigyException if the vigy is unknown
  /// @throws OperationException if the selector can't be read
  RunFilter(Vigies vigies, Follow follow) {
    this.vigies = vigies;
    selector = Selection.selector(follow.labelSelector());
    vigy = follow.vigy().map(ref -> vigies.vigy(ref).vigy().id());
  }

  @Override
  public boolean test(Run run) {
    if (vigy.isPresent() && !vigy.get().equals(run.vigyId())) {
      return false;
    }
    if (selector.requirements().isEmpty()) {
      return true;
    }
    try {
      return selector.matches(vigies.vigy(run.vigyId().hex()).vigy().labels());
    } catch (VigyException e) {
      return false;
    }
  }
}
