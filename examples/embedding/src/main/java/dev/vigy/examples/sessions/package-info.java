/// A daemon that keeps terminal sessions, and lets programs of its operators decide which of them
/// go: an application with vigies in it, from its own verbs to its own hands.
@NullMarked
package dev.vigy.examples.sessions;

import org.jspecify.annotations.NullMarked;
