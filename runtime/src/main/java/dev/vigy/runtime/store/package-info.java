/// The store port: what is kept, how it changes, how it is read. Contains the form in memory.
///
/// 1. Everything durable changes through [Store#commit]: a batch is there as a whole or not at all.
/// 2. Batches are durable in the order of their commits, and `position` numbers the runs in that
///    order without gaps.
/// 3. A store decides nothing: what a tick or an edit means was decided before the batch.
@NullMarked
package dev.vigy.runtime.store;

import org.jspecify.annotations.NullMarked;
