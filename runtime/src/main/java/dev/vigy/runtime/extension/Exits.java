package dev.vigy.runtime.extension;

import dev.vigy.lisp.run.NonLocalExit;

/// The two ways in which a tick leaves its program on purpose.
public final class Exits {
  private Exits() {}

  /// `vigy-stop`: the tick ends well.
  public static final class Stop extends NonLocalExit {
    private static final long serialVersionUID = 1L;
  }

  /// The pass needs answers first; [VigyHost#open] has the questions.
  public static final class Unanswered extends NonLocalExit {
    private static final long serialVersionUID = 1L;

    /// Spawned fibers go on and ask their own questions, so that all are asked side by side.
    @Override
    public boolean waitsForOutside() {
      return true;
    }
  }
}
