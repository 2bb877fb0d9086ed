/// What a program may say and ask, and what embedders add to it: the host of one tick with its
/// buffers, the verbs that fill them, and the way between Lisp values, JSON and Java.
///
/// 1. A verb checks its arguments from left to right, and changes nothing before all checks have
///    passed.
/// 2. Nothing here waits: what must be known from outside is a [Question], asked by somebody else.
/// 3. Whatever a program hands over is bounded in size, number and nesting ([HostLimits]).
///
/// Called by `tick`, `probe` and by embedders. Knows `vigy` and the language, no tick, no store.
@NullMarked
package dev.vigy.runtime.extension;

import org.jspecify.annotations.NullMarked;
