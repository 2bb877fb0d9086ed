/// Threads with stacks deep enough for programs that recurse 100,000 calls deep.
///
/// The only threads that evaluate Lisp; virtual threads end far earlier and report no CPU time.
@NullMarked
package dev.vigy.runtime.thread;

import org.jspecify.annotations.NullMarked;
