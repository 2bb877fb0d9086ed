/// The standard pack of probes: verbs by which a program looks at the world, and the one who asks
/// the world for them, under capabilities and limits.
///
/// 1. A program's call never waits: it becomes a question, and [Prober] asks it elsewhere.
/// 2. What the world does wrong is an answer; what a program does wrong is an error in it.
/// 3. Nothing is looked at that the program did not ask for *and* the operator did not grant, and
///    what was checked is what is opened: links, `..`, redirects and addresses included.
///
/// Knows `extension`; knows nothing of ticks.
@NullMarked
package dev.vigy.runtime.probe;

import org.jspecify.annotations.NullMarked;
