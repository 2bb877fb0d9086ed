package dev.vigy.examples.sessions;

import java.time.Instant;

/// A terminal session. Programs get it as a map: `{:id 3, :user "ana", :attached #f, :last-input-at
/// 1767225600000}`, and may give such a map back.
///
/// @param attached whether somebody looks at it
record Session(long id, String user, boolean attached, Instant lastInputAt) {}
