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

  /// What the snapshot was asked last, by a key as an object: verbs look at a key and then write
  /// it.
  private @Nullable String lastKey;

  private @Nullable Json lastValue;

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
    Written mine = writtenAs(key);
    return mine == null ? unwritten(key) : mine.value;
  }

  private @Nullable Written writtenAs(String key) {
    return written == null ? null : written.get(key);
  }

  /// The value of a key that this tick has not written.
  @SuppressWarnings("ReferenceEquality") // an equal key that is another object is looked up again
  private @Nullable Json unwritten(String key) {
    if (key == lastKey) {
      return lastValue;
    }
    Json value = isReserved(key) ? derived(key) : base.get(key);
    lastKey = key;
    lastValue = value;
    return value;
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
    // Most keys begin with another character, and seeing that costs less than comparing.
    return !key.isEmpty() && key.charAt(0) == '_' && key.startsWith(SYS);
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
    Written mine = write(key, valueBytes);
    mine.value = value;
    mine.dirty = true;
    mine.deleted = false;
  }

  /// Sets a key for the rest of this tick only: visible to it, never stored.
  public void setUnstored(String key, Json value) {
    write(key, KvSize.of(value)).value = value;
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
    Written mine = mine(key, writtenAs(key));
    mine.value = null;
    mine.dirty = false;
    mine.deleted = true;
    return old != null;
  }

  /// What a program is told that writes under [#SYS].
  static String reserved(String key) {
    return "key " + Quoted.head(key) + " belongs to the engine, a program can't write under " + SYS;
  }

  /// The entry of a key that is about to get a value of this size.
  private Written write(String key, long valueBytes) {
    if (isReserved(key)) {
      throw new IllegalArgumentException(reserved(key));
    }
    int keyMost = limits.keyBytes();
    int units = key.length();
    // No text is shorter in UTF-8 than it has units, and none more than three times as long.
    if (units > keyMost || (units > keyMost / 3 && KvSize.utf8(key) > keyMost)) {
      throw LispError.limit("kv key", keyMost, "bytes");
    }
    if (valueBytes > limits.valueBytes()) {
      throw LispError.limit("kv value", limits.valueBytes(), "bytes");
    }
    count();
    Written mine = writtenAs(key);
    Json old = mine == null ? unwritten(key) : mine.value;
    long after = bytes + valueBytes + (old == null ? KvSize.utf8(key) : -KvSize.of(old));
    // What has grown too big elsewhere may still shrink.
    if (after > limits.kvBytes() && after > bytes) {
      throw LispError.limit("kv", limits.kvBytes(), "bytes");
    }
    bytes = after;
    return mine(key, mine);
  }

  /// Counts the snapshot, before the first change.
  private void count() {
    if (bytes < 0) {
      bytes = KvSize.of(base);
    }
  }

  /// @param known the entry of the key, if it has one
  private Written mine(String key, @Nullable Written known) {
    if (known != null) {
      return known;
    }
    Written added = new Written();
    if (written == null) {
      written = new SmallMap<>();
    }
    written.add(key, added);
    return added;
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
    boolean sorted = true;
    for (int i = 0; i < written.size(); i++) {
      Written mine = written.value(i);
      if (mine.dirty || mine.deleted) {
        String key = written.key(i);
        sorted &= changes.isEmpty() || changes.getLast().key().compareTo(key) < 0;
        changes.add(new KvChange(key, Optional.ofNullable(mine.value)));
      }
    }
    if (!sorted) {
      changes.sort(BY_KEY);
    }
    return Collections.unmodifiableList(changes);
  }
}
