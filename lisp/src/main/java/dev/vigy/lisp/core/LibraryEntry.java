package dev.vigy.lisp.core;

/// A name that programs find bound, with what the reference documentation says of it.
///
/// @param name what it is bound to
/// @param group the heading it stands under, such as `Arithmetic`
/// @param signature how it is called: `(cons element list)`; the bare name of a value that is no
///   function
/// @param doc what it means, in a sentence or two
/// @param example a form and its result, as in `(cons 1 '(2 3)) => (1 2 3)`; checked by a test
/// @param value what the name is bound to
public record LibraryEntry(
    String name, String group, String signature, String doc, String example, Object value) {}
