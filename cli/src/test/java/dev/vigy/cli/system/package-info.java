/// Tests of the packaged program in processes of its own: killed, fed with hostile programs, asked
/// over REST as a user asks.
///
/// Nothing here reaches into the server: what it says over its protocols, on its pipes and in its
/// store is all that counts.
@NullMarked
package dev.vigy.cli.system;

import org.jspecify.annotations.NullMarked;
