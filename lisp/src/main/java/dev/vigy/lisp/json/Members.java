package dev.vigy.lisp.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The members of a small object, in order and unchangeable: two arrays that are searched. Most
/// objects have a handful of members, and as hash maps they take five times the memory.
final class Members extends AbstractMap<String, Json> {
  /// Most members that are found by looking at each.
  static final int MOST = 8;

  private final String[] names;
  private final Json[] values;

  /// @param names all different; the arrays belong to the map from here on
  Members(String[] names, Json[] values) {
    this.names = names;
    this.values = values;
  }

  /// An unchangeable map with the same members in the same order.
  static Map<String, Json> copyOf(Map<String, Json> members) {
    if (members instanceof Members) {
      return members;
    }
    int size = members.size();
    if (size > MOST) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
    var names = new String[size];
    var values = new Json[size];
    int at = 0;
    for (Entry<String, Json> member : members.entrySet()) {
      names[at] = member.getKey();
      values[at] = member.getValue();
      at++;
    }
    return new Members(names, values);
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public @Nullable Json get(@Nullable Object name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Json> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public Set<Entry<String, Json>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return names.length;
      }

      @Override
      public Iterator<Entry<String, Json>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < names.length;
          }

          @Override
          public Entry<String, Json> next() {
            if (next == names.length) {
              throw new NoSuchElementException();
            }
            Entry<String, Json> entry = Map.entry(names[next], values[next]);
            next++;
            return entry;
          }
        };
      }
    };
  }
}
