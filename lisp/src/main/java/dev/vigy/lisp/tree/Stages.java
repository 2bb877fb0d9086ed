package dev.vigy.lisp.tree;

import dev.vigy.lisp.ir.EvalSite;
import dev.vigy.lisp.source.Span;

/// The stages before this one, for code that arrives while a program runs.
public interface Stages {
  /// Evaluates data as code (language reference 4.14).
  ///
  /// @param site what is known of the names around the `eval`
  /// @param frame the running frame
  Object eval(World world, Object data, EvalSite site, Object[] frame, Span span);

  /// Expands data as code and gives it back as data (language reference 5.6).
  ///
  /// @param once whether only the outermost call is expanded, once
  Object macroexpand(
      World world, Object data, boolean once, EvalSite site, Object[] frame, Span span);
}
