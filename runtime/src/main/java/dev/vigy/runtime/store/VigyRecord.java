package dev.vigy.runtime.store;

import dev.vigy.runtime.vigy.Vigy;
import dev.vigy.runtime.vigy.VigyState;
import java.util.SortedMap;

/// Everything that is kept about one vigy except its history of runs and generations.
///
/// @param kv sorted by key
public record VigyRecord(Vigy vigy, VigyState state, SortedMap<String, Kv> kv) {}
