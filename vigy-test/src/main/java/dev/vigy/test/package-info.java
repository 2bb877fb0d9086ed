/// For those who test their vigies: [Simulated] gives a JUnit test a [dev.vigy.runtime.Simulation],
/// [RunAssert] says what a run should have done. Start with [Simulated].
@NullMarked
package dev.vigy.test;

import org.jspecify.annotations.NullMarked;
