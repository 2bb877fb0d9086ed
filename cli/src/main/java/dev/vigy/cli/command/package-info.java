/// The commands of `vigy`: what stands on the command line becomes calls of operations, and their
/// answers become text.
///
/// 1. The table in [Commands] is the only list of commands; parser and help read it.
/// 2. A command says what it has to say on standard output, and nothing else goes there; errors go
///    to standard error.
/// 3. Nothing here loads the server, a store or a logger before a command needs it: `vigy eval`
///    starts in milliseconds.
///
/// Called by `Main` alone.
@NullMarked
package dev.vigy.cli.command;

import org.jspecify.annotations.NullMarked;
