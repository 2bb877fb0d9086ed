package dev.vigy.lisp.analyze;

import dev.vigy.lisp.ir.EvalSite;
import org.jspecify.annotations.Nullable;

/// Where code arrives that was given to `eval`: the blocks around it, and whose globals it sees.
record Site(@Nullable Block innermost, int level, int unit, boolean sealed) implements EvalSite {
  @Override
  public int nesting() {
    return innermost == null ? 0 : innermost.nesting + 1;
  }
}
