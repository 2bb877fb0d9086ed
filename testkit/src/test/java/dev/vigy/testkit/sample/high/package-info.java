/// The upper package of a made-up module, as it should be.
@NullMarked
package dev.vigy.testkit.sample.high;

import org.jspecify.annotations.NullMarked;
