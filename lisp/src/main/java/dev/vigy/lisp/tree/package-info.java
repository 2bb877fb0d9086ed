/// The engine of every program: expressions as trees of nodes that execute themselves.
///
/// 1. The code of the nodes is shared by all programs, so it is compiled by the JVM once and stays
///    warm.
/// 2. A tree never changes after it was built; everything that changes in a run is in its [World].
/// 3. Calls in tail position take no stack; all others are counted, in depth, steps and memory.
///
/// A *frame* is an array: slot 0 holds the frame around it, the others variables; `null` is a
/// variable that is not set yet.
@NullMarked
package dev.vigy.lisp.tree;

import org.jspecify.annotations.NullMarked;
