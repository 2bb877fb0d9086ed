/// The example lines of the language reference as tests.
///
/// The page is checked in under `src/test/resources/spec`. Nothing of it is retyped: every line of
/// its blocks marked `lisp` that is not `ref-only` is run. Lines that do not pass yet stand in
/// `not-yet-passing.txt`.
@NullMarked
package dev.vigy.lisp.spec;

import org.jspecify.annotations.NullMarked;
