package dev.vigy.runtime.store;

import java.time.Instant;

/// Something that another process asks of the engine that owns the store.
///
/// @param number ascending
/// @param body JSON text, made and read by the root package
public record Request(long number, Instant at, String body) {}
