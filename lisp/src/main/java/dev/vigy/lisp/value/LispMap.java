package dev.vigy.lisp.value;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An immutable map in insertion order: an update keeps the place of its key, a key that was
/// removed and put back goes to the end.
///
/// Keys are Nil, booleans, integers, floats, strings, symbols and keywords; keys of different types
/// differ, floats are compared by their bits with one NaN (language reference 6.12). Up to [#SMALL]
/// entries are an array that is searched; more are a hash trie whose entries carry the number of
/// their insertion. With n entries `get`, `with` and `without` cost O(log n) in the worst case,
/// whatever the keys; going through all costs O(n), O(n log n) at most the first time after many
/// removals.
public final class LispMap implements Iterable<LispMap.Entry> {
  /// Most entries of a map that is one array.
  public static final int SMALL = 8;

  public static final LispMap EMPTY = new LispMap(new Entry[0], null, 0, 0);

  /// One association.
  public static final class Entry {
    final Object key;
    final Object value;
    final long order;

    Entry(Object key, Object value, long order) {
      this.key = key;
      this.value = value;
      this.order = order;
    }

    public Object key() {
      return key;
    }

    public Object value() {
      return value;
    }
  }

  /// All entries in order, or null where there is a trie.
  private final Entry @Nullable [] small;

  private final @Nullable MapTrie trie;

  /// The entries of the trie in order, once somebody has asked. Threads that ask at once fill it
  /// with the same.
  private volatile Entry @Nullable [] ordered;

  private final int count;
  private final long nextOrder;

  private LispMap(Entry @Nullable [] small, @Nullable MapTrie trie, int count, long nextOrder) {
    this.small = small;
    this.trie = trie;
    this.count = count;
    this.nextOrder = nextOrder;
  }

  /// Whether a value can be a key.
  public static boolean isKey(Object value) {
    return value instanceof Keyword
        || value instanceof String
        || value instanceof Long
        || value instanceof Symbol
        || value instanceof Double
        || value instanceof Boolean
        || value == Nil.NIL;
  }

  /// A map of alternating keys and values; later duplicates win and keep the first place.
  public static LispMap of(Object... keysAndValues) {
    if (keysAndValues.length <= 2 * SMALL) {
      return small(keysAndValues);
    }
    LispMap map = EMPTY;
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map = map.with(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /// As [#of] for few entries: without a map for each of them on the way.
  private static LispMap small(Object[] keysAndValues) {
    Entry[] entries = new Entry[keysAndValues.length / 2];
    int count = 0;
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Object key = keysAndValues[i];
      Object value = keysAndValues[i + 1];
      int at = place(entries, count, key);
      if (at < count) {
        entries[at] = new Entry(entries[at].key, value, at);
        continue;
      }
      checkKey(key);
      entries[count] = new Entry(key, value, count);
      count++;
    }
    if (count == 0) {
      return EMPTY;
    }
    Entry[] exact = count == entries.length ? entries : Arrays.copyOf(entries, count);
    return new LispMap(exact, null, count, count);
  }

  /// Where a key is among the first entries, or `count`.
  private static int place(Entry[] entries, int count, Object key) {
    int at = 0;
    while (at < count && !MapKeys.same(entries[at].key, key)) {
      at++;
    }
    return at;
  }

  private static void checkKey(Object key) {
    if (!isKey(key)) {
      throw new IllegalArgumentException("a " + Value.typeName(key) + " can't be a key");
    }
  }

  /// A map of the entries of a Java map, in its order; keys and values are Lisp values.
  public static LispMap copyOf(Map<?, ?> entries) {
    LispMap map = EMPTY;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      map = map.with(entry.getKey(), entry.getValue());
    }
    return map;
  }

  public int count() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public Optional<Object> get(Object key) {
    return Optional.ofNullable(find(key));
  }

  /// The value of a key, or `otherwise`.
  public Object getOr(Object key, Object otherwise) {
    Object value = find(key);
    return value == null ? otherwise : value;
  }

  public boolean has(Object key) {
    return find(key) != null;
  }

  private @Nullable Object find(Object key) {
    if (trie != null) {
      Entry entry = MapTrie.find(trie, key);
      return entry == null ? null : entry.value;
    }
    Entry[] entries = entries();
    int at = place(entries, count, key);
    return at < count ? entries[at].value : null;
  }

  /// This map with a key set.
  ///
  /// @throws IllegalArgumentException if the key is no key by [#isKey]
  public LispMap with(Object key, Object value) {
    if (trie != null) {
      return withInTrie(trie, key, value);
    }
    Entry[] entries = entries();
    int at = place(entries, count, key);
    if (at < count) {
      Entry[] updated = entries.clone();
      updated[at] = new Entry(entries[at].key, value, entries[at].order);
      return new LispMap(updated, null, count, nextOrder);
    }
    checkKey(key);
    if (count < SMALL) {
      Entry[] longer = Arrays.copyOf(entries, count + 1);
      longer[count] = new Entry(key, value, nextOrder);
      return new LispMap(longer, null, count + 1, nextOrder + 1);
    }
    MapTrie grown = MapTrie.of(entries[0]);
    for (int i = 1; i < count; i++) {
      Entry entry = entries[i];
      grown = MapTrie.with(grown, new MapTrie.Insertion(entry.key, entry.value, entry.order));
    }
    return withInTrie(grown, key, value);
  }

  private LispMap withInTrie(MapTrie current, Object key, Object value) {
    checkKey(key);
    var added = new MapTrie.Insertion(key, value, nextOrder);
    MapTrie updated = MapTrie.with(current, added);
    return added.isReplacing()
        ? new LispMap(null, updated, count, nextOrder)
        : new LispMap(null, updated, count + 1, nextOrder + 1);
  }

  /// This map without a key; the same map if it has none.
  @SuppressWarnings("ReferenceEquality") // a trie that was not changed is the same object
  public LispMap without(Object key) {
    if (trie != null) {
      MapTrie left = MapTrie.without(trie, key);
      if (left == trie) {
        return this;
      }
      return left == null ? EMPTY : new LispMap(null, left, count - 1, nextOrder);
    }
    Entry[] entries = entries();
    int at = place(entries, count, key);
    if (at == count) {
      return this;
    }
    if (count == 1) {
      return EMPTY;
    }
    Entry[] shorter = new Entry[count - 1];
    System.arraycopy(entries, 0, shorter, 0, at);
    System.arraycopy(entries, at + 1, shorter, at, count - 1 - at);
    return new LispMap(shorter, null, count - 1, nextOrder);
  }

  /// This map's entries, then the new keys of another one in its order; where both have a key the
  /// other one's value wins.
  public LispMap merge(LispMap other) {
    if (count == 0) {
      return other;
    }
    LispMap merged = this;
    for (Entry entry : other) {
      merged = merged.with(entry.key, entry.value);
    }
    return merged;
  }

  /// Bytes to charge for one `with` or `without`: the path that is copied, by the size of the map
  /// alone.
  public long updateBytes() {
    if (trie == null) {
      return 112;
    }
    int levels = (36 - Integer.numberOfLeadingZeros(count)) / 5;
    return 112 + 112L * levels;
  }

  public LispList keys() {
    Object[] keys = new Object[count];
    Entry[] entries = entries();
    for (int i = 0; i < count; i++) {
      keys[i] = entries[i].key;
    }
    return LispList.of(keys);
  }

  public LispList values() {
    Object[] values = new Object[count];
    Entry[] entries = entries();
    for (int i = 0; i < count; i++) {
      values[i] = entries[i].value;
    }
    return LispList.of(values);
  }

  /// A list of two-element lists.
  public LispList entryLists() {
    Object[] lists = new Object[count];
    Entry[] entries = entries();
    for (int i = 0; i < count; i++) {
      lists[i] = LispList.of(entries[i].key, entries[i].value);
    }
    return LispList.of(lists);
  }

  /// The entries in order.
  @Override
  public Iterator<Entry> iterator() {
    return List.of(entries()).iterator();
  }

  /// The entries in order; the array belongs to the map.
  Entry[] entries() {
    if (small != null) {
      return small;
    }
    Entry[] known = ordered;
    if (known == null) {
      known = trie == null ? new Entry[0] : inOrder(trie);
      ordered = known;
    }
    return known;
  }

  private Entry[] inOrder(MapTrie entriesOf) {
    if (nextOrder > 4L * count + 16) {
      Entry[] entries = new Entry[count];
      MapTrie.Filler filler = new MapTrie.Filler(entries);
      filler.fill(entriesOf);
      Arrays.sort(entries, (a, b) -> Long.compare(a.order, b.order));
      return entries;
    }
    @Nullable Entry[] byOrder = new @Nullable Entry[(int) nextOrder];
    Entry[] entries = new Entry[count];
    new MapTrie.Filler(entries).fill(entriesOf);
    for (Entry entry : entries) {
      byOrder[(int) entry.order] = entry;
    }
    int at = 0;
    for (Entry entry : byOrder) {
      if (entry != null) {
        entries[at] = entry;
        at++;
      }
    }
    if (at != count) {
      throw new NoSuchElementException("a map of " + count + " entries holds " + at);
    }
    return entries;
  }

  /// Whether the other object is a map with the same keys and equal values, in any order.
  @Override
  public boolean equals(Object other) {
    return other instanceof LispMap && Value.equal(this, other);
  }

  @Override
  public int hashCode() {
    return Value.hash(this);
  }

  /// The printed form.
  @Override
  public String toString() {
    return Value.print(this);
  }
}
