/// The list of what can be asked of vigy: each operation once, with its arguments, checks, errors
/// and the JSON of its answer.
///
/// 1. Every protocol and the command line come through here, so they agree in meaning, checks and
///    texts.
/// 2. The JSON shapes of vigies, runs, state and ledger are made here and nowhere else.
/// 3. No rule of the domain lives here: what an edit or a tick means is decided by the runtime's
///    face.
///
/// Called by the protocols beside it and by the command line. Knows no protocol, no store, no clock
/// but the one it is given.
@NullMarked
package dev.vigy.server.operation;

import org.jspecify.annotations.NullMarked;
