package dev.vigy.runtime.store;

/// What a commit answered once it was durable.
///
/// @param firstPosition the position of the batch's first run; the others follow in order
/// @param newestRequest number of the newest request in the store at that moment, 0 for none
public record Committed(long firstPosition, long newestRequest) {}
