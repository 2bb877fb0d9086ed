/// tatara-lisp as a library: compile a text once, run it many times, each run with a fresh world,
/// limits and a host of its own.
///
/// Start with [Lisp]. Packages below this one are stages and rooms; embedders need only this
/// package, `value`, `source` and `run`.
@NullMarked
package dev.vigy.lisp;

import org.jspecify.annotations.NullMarked;
