/// Runs the vigies of one store: claims what is due, has it evaluated, makes it durable, tells the
/// world.
///
/// 1. No tick of a vigy starts before its previous one is durable, and never two at once.
/// 2. What a vigy is and has changes on the committer's thread only, and only after the batch that
///    says so is durable. A tick or an edit is there as a whole or not at all.
/// 3. An outcome counts only if it grew from what the vigy is when it is committed; otherwise it is
///    void and the tick is evaluated again.
/// 4. Nothing is published that is not durable, and everything durable is published in commit
///    order.
/// 5. One vigy can't hold up another: evaluation is limited, waiting holds no thread, a failing
///    store pauses all and loses nothing.
///
/// Start with [Engine]. Which thread owns what stands there. Called by the root package.
@NullMarked
package dev.vigy.runtime.worker;

import org.jspecify.annotations.NullMarked;
