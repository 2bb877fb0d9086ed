/// Finds mistakes in analyzed code before it runs: names that nothing defines, calls that can't
/// work.
///
/// Says nothing where it can't know: what `eval` and macros that could not be expanded define makes
/// unknown names doubtful instead of wrong.
@NullMarked
package dev.vigy.lisp.check;

import org.jspecify.annotations.NullMarked;
