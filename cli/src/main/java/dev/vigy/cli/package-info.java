/// The program `vigy`: the composition root, the only place that reads the environment, the clock
/// and the terminal.
@NullMarked
package dev.vigy.cli;

import org.jspecify.annotations.NullMarked;
