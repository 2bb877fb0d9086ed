/// The nouns: vigy, run, action, condition, state, ledger, labels. Records without I/O.
@NullMarked
package dev.vigy.runtime.vigy;

import org.jspecify.annotations.NullMarked;
