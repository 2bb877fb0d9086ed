package dev.vigy.runtime.extension;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A map from names to values in the order of insertion, made for the few entries that a tick
/// writes: two arrays that are searched, and an index once there are many.
///
/// A tick fills about five of these. As hash maps they took a quarter of a small tick's time.
final class SmallMap<V> extends AbstractMap<String, V> {
  private static final int FIRST_ROOM = 4;

  /// Most entries that are found by looking at each.
  private static final int SEARCHED = 12;

  private @Nullable String[] keys = new @Nullable String[FIRST_ROOM];
  private @Nullable Object[] values = new @Nullable Object[FIRST_ROOM];
  private int size;
  private @Nullable Map<String, Integer> index;

  @Override
  public int size() {
    return size;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int at = find(key);
    return at < 0 ? null : value(at);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return find(key) >= 0;
  }

  private int find(@Nullable Object key) {
    if (index != null) {
      Integer at = index.get(key);
      return at == null ? -1 : at;
    }
    for (int i = 0; i < size; i++) {
      String known = keys[i];
      if (known != null && known.equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /// The key at a place, counted from 0 in the order of insertion.
  String key(int at) {
    return Objects.requireNonNull(keys[at]);
  }

  /// The value at a place.
  @SuppressWarnings("unchecked")
  V value(int at) {
    return (V) Objects.requireNonNull(values[at]);
  }

  @Override
  public @Nullable V put(String key, V value) {
    int at = find(key);
    if (at >= 0) {
      V old = value(at);
      values[at] = value;
      return old;
    }
    add(key, value);
    return null;
  }

  /// As [#put], of a key that is not there.
  void add(String key, V value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    keys[size] = key;
    values[size] = value;
    size++;
    if (index != null) {
      index.put(key, size - 1);
    } else if (size > SEARCHED) {
      reindex();
    }
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    int at = find(key);
    if (at < 0) {
      return null;
    }
    V old = value(at);
    removeAt(at);
    return old;
  }

  private void removeAt(int at) {
    System.arraycopy(keys, at + 1, keys, at, size - at - 1);
    System.arraycopy(values, at + 1, values, at, size - at - 1);
    size--;
    keys[size] = null;
    values[size] = null;
    if (index != null) {
      reindex();
    }
  }

  private void reindex() {
    Map<String, Integer> all = HashMap.newHashMap(2 * size);
    for (int i = 0; i < size; i++) {
      String key = keys[i];
      if (key != null) {
        all.put(key, i);
      }
    }
    index = all;
  }

  @Override
  public void clear() {
    keys = new @Nullable String[FIRST_ROOM];
    values = new @Nullable Object[FIRST_ROOM];
    size = 0;
    index = null;
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterator<Entry<String, V>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Entry<String, V>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    public Entry<String, V> next() {
      String key = next < size ? keys[next] : null;
      if (key == null) {
        throw new NoSuchElementException();
      }
      Entry<String, V> entry =
          new SimpleEntry<>(key, value(next)) {
            private static final long serialVersionUID = 1L;

            @Override
            public V setValue(V value) {
              put(getKey(), value);
              return super.setValue(value);
            }
          };
      next++;
      return entry;
    }

    @Override
    public void remove() {
      next--;
      removeAt(next);
    }
  }
}
