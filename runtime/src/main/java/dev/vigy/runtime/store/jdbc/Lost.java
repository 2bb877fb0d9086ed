package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Store.Loaded.Broken;
import dev.vigy.runtime.vigy.VigyId;

/// A vigy of which something can't be read.
///
/// @param name as its row says it, which is not the definition
/// @param reason one sentence
/// @param seq of its last run as far as can be told; the next life goes on behind it
/// @param recorded whether its row says already that it is broken. Until then the next recovery
///   might find nothing wrong any more: damaged segments go when the work behind the commits has
///   passed
record Lost(VigyId id, String name, String reason, long seq, boolean recorded) {
  Lost withSeq(long newSeq) {
    return new Lost(id, name, reason, newSeq, recorded);
  }

  Broken told() {
    return new Broken(id, name, reason, seq);
  }
}
