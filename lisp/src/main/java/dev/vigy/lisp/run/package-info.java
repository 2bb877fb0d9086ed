/// What running code links to: calls, errors, limits, output, and the services natives may use.
///
/// Knows no stage of the pipeline; `tree` and `core` build on it.
@NullMarked
package dev.vigy.lisp.run;

import org.jspecify.annotations.NullMarked;
