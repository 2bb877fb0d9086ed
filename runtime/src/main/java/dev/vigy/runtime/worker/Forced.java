package dev.vigy.runtime.worker;

import dev.vigy.runtime.vigy.Run;
import java.util.concurrent.CompletableFuture;

/// Somebody waits for a tick of their own.
///
/// @param done completed with the durable run, or with why there is none
/// @param reply where the wish came from
record Forced(CompletableFuture<Run> done, Reply<Run> reply) {}
