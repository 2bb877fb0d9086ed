package dev.vigy.lisp;

import dev.vigy.lisp.source.Source;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compiled programs by name and text, the least recently used going first. Safe for many threads.
///
/// Programs are held softly: one long text compiles to many times its size, and an attacker can
/// send many, so no number of programs is both safe and useful. The keys hold no text for the same
/// reason; a program found is compared with the text that was asked for.
final class ProgramCache {
  private final Map<Key, SoftReference<Program>> programs;

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

  ProgramCache(int programsMax) {
    this.programs =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, SoftReference<Program>> eldest) {
            return size() > programsMax;
          }
        };
  }

  /// The program of a source, compiled if it is not here.
  Program get(Source source, Function<Source, Program> compiler) {
    var key = Key.of(source);
    Program known = find(key, source);
    if (known != null) {
      return known;
    }
    // Outside of any lock: a long text must not hold up the others.
    Program compiled = compiler.apply(source);
    synchronized (programs) {
      Program first = find(key, source);
      if (first != null) {
        return first;
      }
      programs.put(key, new SoftReference<>(compiled));
      return compiled;
    }
  }

  private @Nullable Program find(Key key, Source source) {
    synchronized (programs) {
      SoftReference<Program> held = programs.get(key);
      Program program = held == null ? null : held.get();
      boolean same = program != null && program.source().text().equals(source.text());
      return same ? program : null;
    }
  }
}
