package dev.vigy.runtime.worker;

import dev.vigy.lisp.json.Json;
import dev.vigy.runtime.extension.KvSize;
import dev.vigy.runtime.store.Kv;
import dev.vigy.runtime.vigy.Run.KvChange;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The keys and values of one vigy at one moment; never changes.
///
/// Sorted arrays: most vigies have a handful of keys and there are many vigies, so what counts is
/// bytes at rest. A change copies the arrays, which for the few keys of a tick costs less than a
/// tree's nodes.
public final class KvTable {
  public static final KvTable EMPTY = new KvTable(new String[0], new Json[0], new long[0], 0);

  private final String[] keys;
  private final Json[] values;
  private final long[] setAt;
  private final long bytes;

  private KvTable(String[] keys, Json[] values, long[] setAt, long bytes) {
    this.keys = keys;
    this.values = values;
    this.setAt = setAt;
    this.bytes = bytes;
  }

  static KvTable of(SortedMap<String, Kv> kv) {
    if (kv.isEmpty()) {
      return EMPTY;
    }
    Rows rows = new Rows(kv.size());
    kv.forEach(
        (key, entry) -> {
          rows.add(key, entry.value(), entry.updatedAt().toEpochMilli());
          rows.bytes += KvSize.of(key, entry.value());
        });
    return rows.table();
  }

  /// A key with its value and when it was set.
  public record Row(String key, Json value, Instant updatedAt) {}

  /// All rows, sorted by key.
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>(keys.length);
    for (int i = 0; i < keys.length; i++) {
      rows.add(row(i));
    }
    return rows;
  }

  public Optional<Row> row(String key) {
    int at = Arrays.binarySearch(keys, key);
    return at < 0 ? Optional.empty() : Optional.of(row(at));
  }

  private Row row(int at) {
    return new Row(keys[at], values[at], Instant.ofEpochMilli(setAt[at]));
  }

  public int size() {
    return keys.length;
  }

  /// The size of all as [KvSize] counts it.
  public long bytes() {
    return bytes;
  }

  /// The table after some changes; the last of one key counts.
  ///
  /// @param at epoch ms
  KvTable with(List<KvChange> changes, long at) {
    if (changes.isEmpty()) {
      return this;
    }
    // Stable, so that of equal keys the last stays last.
    List<KvChange> sorted = new ArrayList<>(changes);
    sorted.sort(Comparator.comparing(KvChange::key));
    Rows rows = new Rows(keys.length + sorted.size());
    rows.bytes = bytes;
    int old = 0;
    for (int i = 0; i < sorted.size(); i++) {
      KvChange change = sorted.get(i);
      if (i + 1 < sorted.size() && sorted.get(i + 1).key().equals(change.key())) {
        continue;
      }
      while (old < keys.length && keys[old].compareTo(change.key()) < 0) {
        rows.add(keys[old], values[old], setAt[old]);
        old++;
      }
      String key = change.key();
      if (old < keys.length && keys[old].equals(key)) {
        key = keys[old];
        rows.bytes -= KvSize.of(key, values[old]);
        old++;
      }
      if (change.value().isPresent()) {
        rows.add(key, change.value().get(), at);
        rows.bytes += KvSize.of(key, change.value().get());
      }
    }
    for (; old < keys.length; old++) {
      rows.add(keys[old], values[old], setAt[old]);
    }
    return rows.table();
  }

  /// Keys and values as a map, without a copy.
  Map<String, Json> values() {
    return new View();
  }

  /// Rows in the making. Their size is counted by who adds them: counting all again at each change
  /// would cost a big table more than its tick.
  private static final class Rows {
    private final String[] keys;
    private final Json[] values;
    private final long[] setAt;
    private long bytes;
    private int size;

    Rows(int most) {
      keys = new String[most];
      values = new Json[most];
      setAt = new long[most];
    }

    void add(String key, Json value, long at) {
      keys[size] = key;
      values[size] = value;
      setAt[size++] = at;
    }

    KvTable table() {
      boolean full = size == keys.length;
      return new KvTable(
          full ? keys : Arrays.copyOf(keys, size),
          full ? values : Arrays.copyOf(values, size),
          full ? setAt : Arrays.copyOf(setAt, size),
          bytes);
    }
  }

  private final class View extends AbstractMap<String, Json> {
    @Override
    public @Nullable Json get(@Nullable Object key) {
      if (!(key instanceof String text)) {
        return null;
      }
      int at = Arrays.binarySearch(keys, text);
      return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return key instanceof String text && Arrays.binarySearch(keys, text) >= 0;
    }

    @Override
    public int size() {
      return keys.length;
    }

    @Override
    public Set<Entry<String, Json>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public int size() {
          return keys.length;
        }

        @Override
        public Iterator<Entry<String, Json>> iterator() {
          return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
              return at < keys.length;
            }

            @Override
            public Entry<String, Json> next() {
              if (at == keys.length) {
                throw new NoSuchElementException();
              }
              Entry<String, Json> entry = Map.entry(keys[at], values[at]);
              at++;
              return entry;
            }
          };
        }
      };
    }
  }
}
