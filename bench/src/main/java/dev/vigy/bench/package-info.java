/// What is measured, by programs that say what they measure and on what machine. Never needed by
/// anything.
@NullMarked
package dev.vigy.bench;

import org.jspecify.annotations.NullMarked;
