/// The programs under `examples/`, run end to end: on real files, against a real HTTP server, on a
/// store that is closed and opened again.
///
/// Only time is made up: ticks are forced, and the clock is moved by hand between them.
@NullMarked
package dev.vigy.cli.examples;

import org.jspecify.annotations.NullMarked;
