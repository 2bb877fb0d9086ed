/// How the work of the library grows with its data, as it is counted.
@NullMarked
package dev.vigy.lisp.growth;

import org.jspecify.annotations.NullMarked;
