package dev.vigy.lisp;

import dev.vigy.lisp.source.Source;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Compiled programs by name and text, the least recently used going first. Bounded in number and
/// in characters of text. Safe for many threads.
final class ProgramCache {
  private static final long CHARACTERS_MAX = 64L << 20;

  private final int programsMax;
  private final Map<Key, Program> programs = new LinkedHashMap<>(16, 0.75f, true);
  private long characters;

  private record Key(String name, String text) {}

  ProgramCache(int programsMax) {
    this.programsMax = programsMax;
  }

  /// The program of a source, compiled if it is not here.
  Program get(Source source, Function<Source, Program> compiler) {
    var key = new Key(source.name(), source.text());
    synchronized (this) {
      Program known = programs.get(key);
      if (known != null) {
        return known;
      }
    }
    // Compiled outside the lock: a long text must not hold up the others.
    Program compiled = compiler.apply(source);
    synchronized (this) {
      Program first = programs.putIfAbsent(key, compiled);
      if (first != null) {
        return first;
      }
      characters += key.text().length();
      evict();
      return compiled;
    }
  }

  private void evict() {
    Iterator<Key> oldest = programs.keySet().iterator();
    while ((programs.size() > programsMax || characters > CHARACTERS_MAX) && oldest.hasNext()) {
      characters -= oldest.next().text().length();
      oldest.remove();
    }
  }
}
