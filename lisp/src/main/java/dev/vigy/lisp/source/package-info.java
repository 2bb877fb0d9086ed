/// Where something stands in which text: source texts, spans, and how an error is shown with its
/// line.
///
/// Knows nothing else of the language.
@NullMarked
package dev.vigy.lisp.source;

import org.jspecify.annotations.NullMarked;
