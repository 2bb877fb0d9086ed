/// Expanded forms to expressions: what each list means, and where each name finds its value.
///
/// 1. Never fails on bad programs: a malformed special form becomes an expression that fails when
///    it is reached.
/// 2. Changes nothing outside itself, so an analysis that runs out of stack leaves nothing behind.
/// 3. Takes time in proportion to the text.
///
/// Recurses over the nesting of forms; its caller turns a stack overflow into an error of the
/// program.
@NullMarked
package dev.vigy.lisp.analyze;

import org.jspecify.annotations.NullMarked;
