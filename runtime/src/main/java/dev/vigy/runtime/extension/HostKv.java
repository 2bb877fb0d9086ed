package dev.vigy.runtime.extension;

import dev.vigy.lisp.json.Json;
import dev.vigy.lisp.run.LispError;
import dev.vigy.runtime.vigy.Quoted;
import dev.vigy.runtime.vigy.Run.KvChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The kv of a vigy as one tick sees it: what was there, and over it what the tick wrote.
///
/// Changes are kept beside the snapshot, which is neither copied nor written to, so a tick pays for
/// what it touches. A key that was written is *dirty*, one that was deleted is *deleted*, never
/// both: the last write wins.
///
/// Keys under [#SYS] are derived from the tick: readable, never listed, never written.
public final class HostKv {
  /// Prefix of the derived keys.
  public static final String SYS = "__sys::";

  private static final String SYS_COUNT = SYS + "tick_count";
  private static final String SYS_PREVIOUS = SYS + "prev_tick_ms";

  private static final Comparator<KvChange> BY_KEY = Comparator.comparing(KvChange::key);

  private final Map<String, Json> base;
  private final TickFacts facts;
  private final HostLimits limits;
  private long bytes;
  private @Nullable SmallMap<Written> written;

  /// A key as this tick left it.
  private static final class Written {
    @Nullable Json value;
    boolean dirty;
    boolean deleted;
  }

  HostKv(Map<String, Json> base, long bytes, TickFacts facts, HostLimits limits) {
    this.base = base;
    this.bytes = bytes;
    this.facts = facts;
    this.limits = limits;
  }

  /// The value of a key, as this tick sees it.
  public Optional<Json> get(String key) {
    return Optional.ofNullable(find(key));
  }

  /// As [#get], for the verbs.
  @Nullable Json find(String key) {
    if (key.length() > limits.keyBytes()) {
      // Nothing of that length is ever kept; hashing it would cost more than the program paid.
      return null;
    }
    if (written != null) {
      Written mine = written.get(key);
      if (mine != null) {
        return mine.value;
      }
    }
    if (isReserved(key)) {
      return derived(key);
    }
    return base.get(key);
  }

  private @Nullable Json derived(String key) {
    return switch (key) {
      case SYS_COUNT -> new Json.Int(facts.count());
      case SYS_PREVIOUS -> new Json.Int(facts.startMs());
      default -> null;
    };
  }

  /// Whether a key belongs to the engine.
  public static boolean isReserved(String key) {
    return key.startsWith(SYS);
  }

  /// Sets a key, to be stored when the tick succeeds.
  ///
  /// @throws IllegalArgumentException for a reserved key
  /// @throws LispError of kind limit, which a program may catch, if key, value or all of kv is too
  ///   big
  public void set(String key, Json value) {
    set(key, value, KvSize.of(value));
  }

  /// As [#set], with the size of the value as it is known already.
  void set(String key, Json value, long valueBytes) {
    long size = checkedSize(key, valueBytes);
    Written mine = write(key, size, valueBytes);
    mine.value = value;
    mine.dirty = true;
    mine.deleted = false;
  }

  /// Sets a key for the rest of this tick only: visible to it, never stored.
  public void setUnstored(String key, Json value) {
    long valueBytes = KvSize.of(value);
    long size = checkedSize(key, valueBytes);
    write(key, size, valueBytes).value = value;
  }

  /// Deletes a key, also one that is not there.
  ///
  /// @return whether it was there
  public boolean delete(String key) {
    if (isReserved(key)) {
      throw new IllegalArgumentException(reserved(key));
    }
    Json old = find(key);
    if (old != null) {
      count();
      bytes -= KvSize.of(key, old);
    }
    Written mine = mine(key);
    mine.value = null;
    mine.dirty = false;
    mine.deleted = true;
    return old != null;
  }

  /// What a program is told that writes under [#SYS].
  static String reserved(String key) {
    return "key " + Quoted.head(key) + " belongs to the engine, a program can't write under " + SYS;
  }

  private long checkedSize(String key, long valueBytes) {
    if (isReserved(key)) {
      throw new IllegalArgumentException(reserved(key));
    }
    long keyBytes = key.length() > limits.keyBytes() ? key.length() : KvSize.utf8(key);
    if (keyBytes > limits.keyBytes()) {
      throw LispError.limit("kv key", limits.keyBytes(), "bytes");
    }
    if (valueBytes > limits.valueBytes()) {
      throw LispError.limit("kv value", limits.valueBytes(), "bytes");
    }
    return keyBytes + valueBytes;
  }

  private Written write(String key, long size, long valueBytes) {
    count();
    Json old = find(key);
    long after = bytes + size - (old == null ? 0 : size - valueBytes + KvSize.of(old));
    // What has grown too big elsewhere may still shrink.
    if (after > limits.kvBytes() && after > bytes) {
      throw LispError.limit("kv", limits.kvBytes(), "bytes");
    }
    bytes = after;
    return mine(key);
  }

  /// Counts the snapshot, before the first change.
  private void count() {
    if (bytes < 0) {
      bytes = KvSize.of(base);
    }
  }

  private Written mine(String key) {
    if (written == null) {
      written = new SmallMap<>();
    }
    Written mine = written.get(key);
    if (mine == null) {
      mine = new Written();
      written.put(key, mine);
    }
    return mine;
  }

  /// Everything as this tick sees it, in key order, derived keys left out. A copy.
  public Map<String, Json> asMap() {
    TreeMap<String, Json> all = new TreeMap<>(base);
    if (written != null) {
      written.forEach(
          (key, mine) -> {
            if (mine.value == null) {
              all.remove(key);
            } else {
              all.put(key, mine.value);
            }
          });
    }
    all.keySet().removeIf(HostKv::isReserved);
    return all;
  }

  /// The keys of the snapshot this tick began with.
  Set<String> baseKeys() {
    return base.keySet();
  }

  /// Keys that will be stored, in key order.
  public Set<String> dirty() {
    Set<String> keys = new TreeSet<>();
    if (written != null) {
      written.forEach(
          (key, mine) -> {
            if (mine.dirty) {
              keys.add(key);
            }
          });
    }
    return keys;
  }

  /// Keys that will be deleted, in key order.
  public Set<String> deleted() {
    Set<String> keys = new TreeSet<>();
    if (written != null) {
      written.forEach(
          (key, mine) -> {
            if (mine.deleted) {
              keys.add(key);
            }
          });
    }
    return keys;
  }

  /// What is to be stored when the tick succeeds, in key order.
  public List<KvChange> changes() {
    if (written == null) {
      return List.of();
    }
    List<KvChange> changes = new ArrayList<>(written.size());
    for (Map.Entry<String, Written> entry : written.entrySet()) {
      Written mine = entry.getValue();
      if (mine.dirty || mine.deleted) {
        changes.add(new KvChange(entry.getKey(), Optional.ofNullable(mine.value)));
      }
    }
    if (changes.size() > 1) {
      changes.sort(BY_KEY);
    }
    return Collections.unmodifiableList(changes);
  }
}
