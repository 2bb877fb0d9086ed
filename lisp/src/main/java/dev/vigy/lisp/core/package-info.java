/// The standard library: every function of the language reference, section 6, and the everyday
/// library.
///
/// Immutable, shared by all programs of a process; knows `run`, `value` and the reader, no later
/// stage.
@NullMarked
package dev.vigy.lisp.core;

import org.jspecify.annotations.NullMarked;
