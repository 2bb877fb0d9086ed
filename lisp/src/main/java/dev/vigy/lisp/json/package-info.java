/// JSON as a value, with a strict parser and a compact printer.
///
/// The form in which kv, payloads and state are kept. Nothing recurses over nesting.
@NullMarked
package dev.vigy.lisp.json;

import org.jspecify.annotations.NullMarked;
