package dev.vigy.runtime.worker;

import dev.vigy.runtime.store.Store;
import dev.vigy.runtime.vigy.VigyId;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All lines, by id and by name, as they are durable. Written by the committer, read by everybody.
final class Lines implements Registry {
  private final Store store;
  private final ConcurrentHashMap<VigyId, Line> byId;
  private final ConcurrentHashMap<String, Line> byName;

  /// @param expected how many lines there will be at first
  Lines(Store store, int expected) {
    this.store = store;
    byId = new ConcurrentHashMap<>(expected);
    byName = new ConcurrentHashMap<>(expected);
  }

  @Nullable Line line(VigyId id) {
    return byId.get(id);
  }

  Collection<Line> lines() {
    return byId.values();
  }

  /// A line that is there from now on.
  void put(Line line, Resident resident) {
    line.show(resident);
    byId.put(line.id, line);
    byName.put(resident.vigy().name(), line);
  }

  void remove(Line line) {
    Resident last = line.shown();
    byId.remove(line.id, line);
    if (last != null) {
      byName.remove(last.vigy().name(), line);
    }
    line.show(null);
  }

  @Override
  public Optional<Resident> byId(VigyId id) {
    return resident(byId.get(id));
  }

  @Override
  public Optional<Resident> byName(String name) {
    return resident(byName.get(name));
  }

  private static Optional<Resident> resident(@Nullable Line line) {
    return line == null ? Optional.empty() : Optional.ofNullable(line.shown());
  }

  @Override
  public Collection<Resident> all() {
    return byId.values().stream().map(Line::shown).filter(Objects::nonNull).toList();
  }

  @Override
  public long lastSeq(VigyId id) {
    return store.lastSeq(id);
  }
}
