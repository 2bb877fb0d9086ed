/// When a vigy is due, and what becomes of the instants that are passed over. Times in, decision
/// out.
///
/// 1. No clock, no thread, no store: everything is a function of its arguments.
/// 2. Every nominal instant that a schedule names comes into the ledger exactly once, in order.
/// 3. A grid never drifts: an instant is the anchor plus a multiple of the interval, whatever
///    happened before.
///
/// Start with [Timing]. All times are whole milliseconds since 1970. Called by `worker` and by
/// readers of the ledger.
@NullMarked
package dev.vigy.runtime.schedule;

import org.jspecify.annotations.NullMarked;
