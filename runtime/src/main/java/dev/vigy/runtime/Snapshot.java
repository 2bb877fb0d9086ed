package dev.vigy.runtime;

import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.vigy.VigyId;
import dev.vigy.runtime.worker.Registry;
import dev.vigy.runtime.worker.Resident;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The vigies of a store at the moment it was read, for those who do not hold it.
final class Snapshot implements Registry {
  private final Store store;
  private final Map<VigyId, Resident> byId = new LinkedHashMap<>();
  private final Map<String, Resident> byName = new HashMap<>();
  private final long newestPosition;

  private Snapshot(Store store, Store.Loaded loaded) {
    this.store = store;
    newestPosition = loaded.newestPosition();
    loaded.broken().forEach(broken -> put(Resident.broken(broken)));
    loaded.vigies().forEach(record -> put(Resident.of(record)));
  }

  private void put(Resident resident) {
    byId.put(resident.vigy().id(), resident);
    byName.put(resident.vigy().name(), resident);
  }

  static Snapshot of(Store store) {
    return new Snapshot(store, store.load());
  }

  long newestPosition() {
    return newestPosition;
  }

  @Override
  public Optional<Resident> byId(VigyId id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public Optional<Resident> byName(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public Collection<Resident> all() {
    return byId.values();
  }

  @Override
  public long lastSeq(VigyId id) {
    return store.lastSeq(id);
  }
}
