package dev.vigy.lisp.value;

import dev.vigy.lisp.value.LispMap.Entry;
import org.jspecify.annotations.Nullable;

/// A persistent hash trie of map entries, four bits of the key's hash a level (Bagwell, "Ideal Hash
/// Trees", 2001). Where all 32 bits of two keys agree, which a program can arrange for as many
/// strings as it likes, an AVL tree by the keys themselves takes over, so that no choice of keys
/// makes it slow.
@SuppressWarnings("ReferenceEquality") // a part that was not changed is the same object
sealed interface MapTrie {
  /// A table of up to 16 slots, the empty ones left out. A slot holds an [Entry] or a deeper trie.
  record Table(int bitmap, Object[] slots) implements MapTrie {}

  /// Entries whose keys have one hash, in the order of [MapKeys#compare].
  record Colliding(@Nullable Colliding left, Entry entry, @Nullable Colliding right, int height)
      implements MapTrie {}

  /// Of the hash, a level. With five the tables that an update copies are twice as big and not even
  /// a level fewer; that was measured, and slower.
  int BITS = 4;

  int LAST = (1 << BITS) - 1;
  int ALL_BITS = 32;

  static @Nullable Entry find(MapTrie trie, Object key) {
    int hash = MapKeys.hash(key);
    MapTrie at = trie;
    int shift = 0;
    while (at instanceof Table table) {
      int bit = 1 << ((hash >>> shift) & LAST);
      if ((table.bitmap & bit) == 0) {
        return null;
      }
      Object slot = table.slots[Integer.bitCount(table.bitmap & (bit - 1))];
      if (slot instanceof Entry entry) {
        return MapKeys.same(entry.key, key) ? entry : null;
      }
      at = (MapTrie) slot;
      shift += BITS;
    }
    return find((Colliding) at, key);
  }

  private static @Nullable Entry find(Colliding colliding, Object key) {
    Colliding tree = colliding;
    while (tree != null) {
      int order = MapKeys.compare(key, tree.entry.key);
      if (order == 0) {
        return tree.entry;
      }
      tree = order < 0 ? tree.left : tree.right;
    }
    return null;
  }

  /// An association on its way to its place, which says what was there.
  final class Insertion {
    private final Object key;
    private final Object value;
    private final long order;
    private boolean replacing;

    /// @param order that of a new key; one that is there already keeps its own
    Insertion(Object key, Object value, long order) {
      this.key = key;
      this.value = value;
      this.order = order;
    }

    /// Whether the key was there.
    boolean isReplacing() {
      return replacing;
    }

    private Entry entry() {
      return new Entry(key, value, order);
    }

    private Entry inPlaceOf(Entry old) {
      replacing = true;
      return new Entry(old.key, value, old.order);
    }
  }

  static MapTrie of(Entry entry) {
    return new Table(1 << (MapKeys.hash(entry.key) & LAST), new Object[] {entry});
  }

  static MapTrie with(MapTrie trie, Insertion added) {
    return with(trie, added, MapKeys.hash(added.key), 0);
  }

  private static MapTrie with(MapTrie trie, Insertion added, int hash, int shift) {
    return switch (trie) {
      case Colliding tree -> insert(tree, added);
      case Table table -> {
        int bit = 1 << ((hash >>> shift) & LAST);
        int at = Integer.bitCount(table.bitmap & (bit - 1));
        if ((table.bitmap & bit) == 0) {
          Object[] wider = new Object[table.slots.length + 1];
          System.arraycopy(table.slots, 0, wider, 0, at);
          wider[at] = added.entry();
          System.arraycopy(table.slots, at, wider, at + 1, table.slots.length - at);
          yield new Table(table.bitmap | bit, wider);
        }
        Object slot = table.slots[at];
        Object updated =
            slot instanceof Entry old
                ? (MapKeys.same(old.key, added.key)
                    ? added.inPlaceOf(old)
                    : both(old, MapKeys.hash(old.key), added, hash, shift + BITS))
                : with((MapTrie) slot, added, hash, shift + BITS);
        Object[] slots = table.slots.clone();
        slots[at] = updated;
        yield new Table(table.bitmap, slots);
      }
    };
  }

  private static MapTrie both(Entry a, int hashOfA, Insertion b, int hashOfB, int shift) {
    if (shift >= ALL_BITS) {
      return insert(new Colliding(null, a, null, 1), b);
    }
    int slotOfA = (hashOfA >>> shift) & LAST;
    int slotOfB = (hashOfB >>> shift) & LAST;
    if (slotOfA == slotOfB) {
      return new Table(1 << slotOfA, new Object[] {both(a, hashOfA, b, hashOfB, shift + BITS)});
    }
    Entry added = b.entry();
    Object[] slots = slotOfA < slotOfB ? new Object[] {a, added} : new Object[] {added, a};
    return new Table(1 << slotOfA | 1 << slotOfB, slots);
  }

  /// Without a key: the same trie if it is not there, null if nothing is left.
  static @Nullable MapTrie without(MapTrie trie, Object key) {
    return without(trie, key, MapKeys.hash(key), 0);
  }

  private static @Nullable MapTrie without(MapTrie trie, Object key, int hash, int shift) {
    return switch (trie) {
      case Colliding tree -> find(tree, key) == null ? tree : remove(tree, key);
      case Table table -> {
        int bit = 1 << ((hash >>> shift) & LAST);
        if ((table.bitmap & bit) == 0) {
          yield table;
        }
        int at = Integer.bitCount(table.bitmap & (bit - 1));
        Object slot = table.slots[at];
        @Nullable Object left = null;
        if (!(slot instanceof Entry entry)) {
          left = without((MapTrie) slot, key, hash, shift + BITS);
        } else if (!MapKeys.same(entry.key, key)) {
          left = slot;
        }
        if (left == slot) {
          yield table;
        }
        if (left != null) {
          Object[] slots = table.slots.clone();
          slots[at] = lifted(left);
          yield new Table(table.bitmap, slots);
        }
        if (table.slots.length == 1) {
          yield null;
        }
        Object[] narrower = new Object[table.slots.length - 1];
        System.arraycopy(table.slots, 0, narrower, 0, at);
        System.arraycopy(table.slots, at + 1, narrower, at, narrower.length - at);
        yield new Table(table.bitmap & ~bit, narrower);
      }
    };
  }

  /// A trie of one entry becomes that entry, so that removals leave no long paths behind.
  private static Object lifted(Object trie) {
    if (trie instanceof Table table && table.slots.length == 1 && table.slots[0] instanceof Entry) {
      return table.slots[0];
    }
    return trie instanceof Colliding tree && tree.height == 1 ? tree.entry : trie;
  }

  private static int height(@Nullable Colliding tree) {
    return tree == null ? 0 : tree.height;
  }

  private static Colliding node(@Nullable Colliding left, Entry entry, @Nullable Colliding right) {
    return new Colliding(left, entry, right, Math.max(height(left), height(right)) + 1);
  }

  private static Colliding balanced(
      @Nullable Colliding left, Entry entry, @Nullable Colliding right) {
    if (left != null && left.height > height(right) + 1) {
      if (left.right == null || height(left.left) >= left.right.height) {
        return node(left.left, left.entry, node(left.right, entry, right));
      }
      return node(
          node(left.left, left.entry, left.right.left),
          left.right.entry,
          node(left.right.right, entry, right));
    }
    if (right != null && right.height > height(left) + 1) {
      if (right.left == null || height(right.right) >= right.left.height) {
        return node(node(left, entry, right.left), right.entry, right.right);
      }
      return node(
          node(left, entry, right.left.left),
          right.left.entry,
          node(right.left.right, right.entry, right.right));
    }
    return node(left, entry, right);
  }

  private static Colliding insert(@Nullable Colliding tree, Insertion added) {
    if (tree == null) {
      return new Colliding(null, added.entry(), null, 1);
    }
    int order = MapKeys.compare(added.key, tree.entry.key);
    if (order == 0) {
      return new Colliding(tree.left, added.inPlaceOf(tree.entry), tree.right, tree.height);
    }
    return order < 0
        ? balanced(insert(tree.left, added), tree.entry, tree.right)
        : balanced(tree.left, tree.entry, insert(tree.right, added));
  }

  private static @Nullable Colliding remove(@Nullable Colliding tree, Object key) {
    if (tree == null) {
      return null;
    }
    int order = MapKeys.compare(key, tree.entry.key);
    if (order < 0) {
      return balanced(remove(tree.left, key), tree.entry, tree.right);
    }
    if (order > 0) {
      return balanced(tree.left, tree.entry, remove(tree.right, key));
    }
    if (tree.left == null) {
      return tree.right;
    }
    if (tree.right == null) {
      return tree.left;
    }
    Colliding next = tree.right;
    while (next.left != null) {
      next = next.left;
    }
    return balanced(tree.left, next.entry, remove(tree.right, next.entry.key));
  }

  /// Puts all entries into an array, in no particular order. Recurses at most eight levels, and
  /// then over an AVL tree.
  final class Filler {
    private final Entry[] target;
    private int at;

    Filler(Entry[] target) {
      this.target = target;
    }

    void fill(@Nullable MapTrie trie) {
      switch (trie) {
        case null -> {}
        case Colliding tree -> {
          fill(tree.left);
          add(tree.entry);
          fill(tree.right);
        }
        case Table table -> {
          for (Object slot : table.slots) {
            if (slot instanceof Entry entry) {
              add(entry);
            } else {
              fill((MapTrie) slot);
            }
          }
        }
      }
    }

    private void add(Entry entry) {
      target[at] = entry;
      at++;
    }
  }
}
