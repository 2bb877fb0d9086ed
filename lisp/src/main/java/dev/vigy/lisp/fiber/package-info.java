/// Fibers that take turns, and the channels they talk through.
///
/// 1. One fiber of a run has control at a time. It passes control on only inside `spawn`'s sisters:
///    `yield`, `join`, `chan-send`, `chan-receive`, `chan-select`; or at its end.
/// 2. Who is next is a queue in the order in which fibers became able to go on, so the same program
///    switches in the same places at each run.
/// 3. When a run ends, every stack that a fiber held has been unwound and every thread has ended.
///
/// Called by `core`, which gives programs the functions, and by `tree`, whose world is the
/// [Machine]. Knows nothing of either.
@NullMarked
package dev.vigy.lisp.fiber;

import org.jspecify.annotations.NullMarked;
