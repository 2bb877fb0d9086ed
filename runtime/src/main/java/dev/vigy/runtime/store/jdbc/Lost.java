package dev.vigy.runtime.store.jdbc;

import dev.vigy.runtime.store.Store.Loaded.Broken;
import dev.vigy.runtime.vigy.VigyId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

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

  /// For those who load the store, by name.
  static List<Broken> told(Collection<Lost> lost) {
    return lost.stream()
        .sorted(Comparator.comparing(Lost::name))
        .map(each -> new Broken(each.id, each.name, each.reason, each.seq))
        .toList();
  }
}
