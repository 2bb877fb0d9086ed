/// What our own tests share: time that stands still until told, seeded random values that shrink,
/// and the architecture rules every module obeys.
///
/// Knows no module of ours, touches no files, starts no threads.
@NullMarked
package dev.vigy.testkit;

import org.jspecify.annotations.NullMarked;
