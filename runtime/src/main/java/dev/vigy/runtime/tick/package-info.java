/// Runs one tick of one vigy: program, kv snapshot and answers in, an outcome or a question out.
///
/// 1. Same input, same outcome: time, answers and numbers are inputs.
/// 2. Nothing outside changes; the outcome says what should be stored and told.
/// 3. A failing program is an outcome; an exception here is a bug of ours.
/// 4. A tick never waits: what it must know from outside it asks for, and is evaluated again with
///    the answers.
///
/// Called by `worker`, by dry runs and by tests. Never calls `store`, no clock, no thread.
@NullMarked
package dev.vigy.runtime.tick;

import org.jspecify.annotations.NullMarked;
