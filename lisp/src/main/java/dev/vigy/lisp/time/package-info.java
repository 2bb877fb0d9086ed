/// Instants and durations as text, as programs, people and wire formats write them.
///
/// Pure: takes and gives milliseconds, never asks what time it is.
@NullMarked
package dev.vigy.lisp.time;

import org.jspecify.annotations.NullMarked;
