/// The console of the language: reads a form, evaluates it under limits, prints what it gives, and
/// goes on with what was defined.
///
/// 1. No form ends the console: not an error, not an endless loop, not Ctrl-C.
/// 2. The line editor is known to [TerminalConsole] alone; nothing else loads it.
///
/// Called by `command`.
@NullMarked
package dev.vigy.cli.repl;

import org.jspecify.annotations.NullMarked;
