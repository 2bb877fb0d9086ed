package dev.vigy.runtime.store;

import dev.vigy.lisp.json.Json;
import java.time.Instant;

/// A key's value and when it was set.
///
/// @param updatedAt the start of the run that set it, or the instant of the edit
public record Kv(Json value, Instant updatedAt) {}
