package dev.vigy.lisp.tree;

import dev.vigy.lisp.ir.EvalSite;
import dev.vigy.lisp.source.Span;

/// Code that needs the stages before this one.
final class StageNodes {
  private StageNodes() {}

  static final class Eval extends Node {
    private final Node operand;
    private final EvalSite site;
    private final Span span;

    Eval(Node operand, EvalSite site, Span span) {
      this.operand = operand;
      this.site = site;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object data = operand.execute(world, frame);
      return world.stages().eval(world, data, site, frame, span);
    }
  }

  static final class MacroExpand extends Node {
    private final Node operand;
    private final boolean once;
    private final EvalSite site;
    private final Span span;

    MacroExpand(Node operand, boolean once, EvalSite site, Span span) {
      this.operand = operand;
      this.once = once;
      this.site = site;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object data = operand.execute(world, frame);
      return world.stages().macroexpand(world, data, once, site, frame, span);
    }
  }
}
