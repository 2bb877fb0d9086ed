/// tatara-lisp as a script engine of `javax.script` (JSR 223): a thin layer over
/// [dev.vigy.lisp.Session], found by `ScriptEngineManager` under the name `tatara-lisp`.
///
/// Knows the face of the language and nothing below it. Who is free to choose uses the face itself:
/// it says more, and its failures are values.
@NullMarked
package dev.vigy.lisp.script;

import org.jspecify.annotations.NullMarked;
