package dev.vigy.lisp;

import dev.vigy.lisp.source.Source;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What was made of sources, by their name and text, the least recently used going first. Safe for
/// many threads.
///
/// It is held softly: one long text compiles to many times its size, and an attacker can send many,
/// so no number of texts is both safe and useful. The keys hold no text for the same reason; what
/// is found is compared with the text that was asked for.
final class SourceCache<T extends SourceCache.Made> {
  private final Map<Key, SoftReference<T>> all;

  /// Something that was made of a source.
  interface Made {
    Source source();
  }

  /// Compares by hand: a record's own methods are made at their first call, which takes a
  /// short-lived process 15 ms.
  private record Key(String name, int length, int hash) {
    static Key of(Source source) {
      return new Key(source.name(), source.text().length(), source.text().hashCode());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && length == key.length
          && hash == key.hash
          && name.equals(key.name);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + hash;
    }
  }

  SourceCache(int most) {
    this.all =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, SoftReference<T>> eldest) {
            return size() > most;
          }
        };
  }

  /// What was made of a source, made now if it is not here or does not fit any more.
  T get(Source source, Predicate<T> fits, Function<Source, T> maker) {
    var key = Key.of(source);
    T known = find(key, source, fits);
    if (known != null) {
      return known;
    }
    // Outside of any lock: a long text must not hold up the others.
    T made = maker.apply(source);
    synchronized (all) {
      T first = find(key, source, fits);
      if (first != null) {
        return first;
      }
      all.put(key, new SoftReference<>(made));
      return made;
    }
  }

  private @Nullable T find(Key key, Source source, Predicate<T> fits) {
    T found;
    synchronized (all) {
      SoftReference<T> held = all.get(key);
      found = held == null ? null : held.get();
    }
    return found != null && found.source().isSameText(source) && fits.test(found) ? found : null;
  }
}
