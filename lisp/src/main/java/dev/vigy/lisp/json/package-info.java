/// JSON as a value, with a strict parser, a compact printer, and the way from Lisp values and back.
///
/// Start with [dev.vigy.lisp.json.Json], `JsonParser.parse`, `JsonPrinter.print` and `JsonValues`.
/// The form in which kv, payloads and state are kept. Nothing recurses over nesting.
@NullMarked
package dev.vigy.lisp.json;

import org.jspecify.annotations.NullMarked;
