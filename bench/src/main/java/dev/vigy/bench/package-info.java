/// What this machine can do: benchmarks with their fixed programs, and long loads. Never published.
@NullMarked
package dev.vigy.bench;

import org.jspecify.annotations.NullMarked;
