/// vigy for embedders: open a store, register vigies, watch them. Start with [Vigies].
@NullMarked
package dev.vigy.runtime;

import org.jspecify.annotations.NullMarked;
