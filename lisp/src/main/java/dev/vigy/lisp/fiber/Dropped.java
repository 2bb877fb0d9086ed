package dev.vigy.lisp.fiber;

import dev.vigy.lisp.run.NonLocalExit;

/// Unwinds the stack of a fiber whose run has ended.
public final class Dropped extends NonLocalExit {
  private static final long serialVersionUID = 1L;
}
