package dev.vigy.runtime.store;

import dev.vigy.lisp.json.Json;
import java.time.Instant;

/// A key's value and when it was set.
public record Kv(Json value, Instant updatedAt) {}
