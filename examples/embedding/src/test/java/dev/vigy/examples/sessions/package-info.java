/// The application as it is, with its real engine and store.
@NullMarked
package dev.vigy.examples.sessions;

import org.jspecify.annotations.NullMarked;
