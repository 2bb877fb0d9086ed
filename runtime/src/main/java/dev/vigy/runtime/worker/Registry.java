package dev.vigy.runtime.worker;

import dev.vigy.runtime.vigy.VigyId;
import java.util.Collection;
import java.util.Optional;

/// The vigies as an edit or a reader sees them.
public interface Registry {
  Optional<Resident> byId(VigyId id);

  Optional<Resident> byName(String name);

  /// All, in no order.
  Collection<Resident> all();

  /// The last `seq` that a deleted vigy of that id had; 0 for none.
  long lastSeq(VigyId id);

  /// Name or id; 16 hex digits are looked up as an id first.
  default Optional<Resident> find(String ref) {
    if (VigyId.isValid(ref)) {
      Optional<Resident> found = byId(new VigyId(ref));
      if (found.isPresent()) {
        return found;
      }
    }
    return byName(ref);
  }
}
