/// Text to forms with spans. Never throws on bad text: it returns the forms read so far or the
/// first error.
///
/// Reads iteratively: no nesting of the text can overflow a stack.
@NullMarked
package dev.vigy.lisp.read;

import org.jspecify.annotations.NullMarked;
