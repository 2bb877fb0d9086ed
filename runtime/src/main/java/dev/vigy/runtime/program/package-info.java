/// Program files: the text an operator writes, with any number of `defvigy`, and the check that
/// every program passes before it is registered.
///
/// Findings are values with place and suggestion; nothing here throws on a bad file.
@NullMarked
package dev.vigy.runtime.program;

import org.jspecify.annotations.NullMarked;
