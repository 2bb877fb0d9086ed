/// What programs see: the values of tatara-lisp, their equality, order and printed form.
///
/// A Lisp value is a plain Java object of one of these classes, never Java `null`:
///
/// | Lisp type | Java class |
/// | --- | --- |
/// | nil | [Nil] (one instance) |
/// | bool, int, float, string | [Boolean], [Long], [Double], [String] |
/// | symbol, keyword | [Symbol], [Keyword] (equal by name) |
/// | list, map | [LispList], [LispMap] (immutable) |
/// | closure, native-fn | [Procedure] |
/// | promise | [Promise] |
/// | error | [ErrorValue] |
/// | sexp | [Sexp] |
/// | foreign | [Foreign], and any object of another class |
///
/// Nothing here recurses on the machine stack over the nesting of values: values nested 100,000
/// deep print, compare and hash. Knows nothing but `source`.
@NullMarked
package dev.vigy.lisp.value;

import org.jspecify.annotations.NullMarked;
