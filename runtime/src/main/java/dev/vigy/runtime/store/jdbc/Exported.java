package dev.vigy.runtime.store.jdbc;

import java.util.List;

/// What an export or an import brought over.
///
/// @param vigies that live
/// @param runs of all vigies, deleted ones too
/// @param notes what was left out or changed on the way, one sentence each
public record Exported(long vigies, long runs, List<String> notes) {}
