package dev.vigy.lisp.tree;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The global names that the code of one program, with its modules, knows, and their slots in the
/// worlds of its runs. Only grows; safe for many threads.
public final class Globals {
  private final Map<Key, Global> byName = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /// A name in the global frame of a unit: the program (0) or one of its modules.
  record Key(int unit, String name) {}

  /// One global name.
  public static final class Global {
    final int slot;
    final String name;

    /// Whether it was known to be defined or set before any code of the program was compiled, so
    /// that none takes the library's value for granted.
    final boolean early;

    /// Whether its value may differ from run to run.
    private volatile boolean unstable;

    /// Whether that became known after code was compiled that takes the value for stable.
    private volatile boolean unstableLate;

    private Global(int slot, String name, boolean early) {
      this.slot = slot;
      this.name = name;
      this.early = early;
    }

    public boolean isUnstable() {
      return unstable;
    }

    boolean isUnstableLate() {
      return unstableLate;
    }

    /// Says that the value may differ from run to run.
    ///
    /// @param late whether code may have been compiled that thought otherwise
    public void markUnstable(boolean late) {
      if (!unstable) {
        unstableLate = late;
        unstable = true;
      }
    }
  }

  public Optional<Global> find(int unit, String name) {
    return Optional.ofNullable(byName.get(new Key(unit, name)));
  }

  /// The name's entry, made if there is none.
  public Global intern(int unit, String name, boolean early) {
    return byName.computeIfAbsent(
        new Key(unit, name), key -> new Global(size.getAndIncrement(), key.name(), early));
  }

  /// How many slots a world needs for all names known so far.
  public int size() {
    return size.get();
  }

  /// All names of a unit known so far, in the order of their slots.
  List<String> names(int unit) {
    return byName.entrySet().stream()
        .filter(entry -> entry.getKey().unit() == unit)
        .sorted(Comparator.comparingInt(entry -> entry.getValue().slot))
        .map(entry -> entry.getKey().name())
        .toList();
  }
}
