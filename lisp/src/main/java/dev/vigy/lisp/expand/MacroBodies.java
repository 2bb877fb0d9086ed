package dev.vigy.lisp.expand;

import dev.vigy.lisp.source.Span;

/// Runs the bodies of macros; whoever runs code implements it.
@FunctionalInterface
public interface MacroBodies {
  /// The value of a macro's body.
  ///
  /// @param arguments in the order of [MacroDefinition#parameters]
  /// @param span of the macro call
  Object run(MacroDefinition macro, Object[] arguments, Span span);
}
