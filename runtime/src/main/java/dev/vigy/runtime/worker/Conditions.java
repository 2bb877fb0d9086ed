package dev.vigy.runtime.worker;

import dev.vigy.runtime.vigy.Condition;
import dev.vigy.runtime.vigy.Condition.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How what a tick says of its conditions joins what was said before: by name, and the time of the
/// last transition moves only when the status does.
final class Conditions {
  /// The engine's own condition of each vigy: whether it ticks as it should.
  static final String TICKING = "Ticking";

  /// Conditions that a vigy keeps: all that one tick may say, and the engine's own.
  private static final int MOST = 1_001;

  private Conditions() {}

  /// What a tick said, with the transition times of what stood there before. [#TICKING] is the
  /// engine's own; what a program says of it counts for nothing.
  static List<Condition> dated(Map<String, Condition> before, List<Condition> said) {
    return said.isEmpty()
        ? said
        : said.stream()
            .filter(condition -> !condition.name().equals(TICKING))
            .map(condition -> dated(before, condition))
            .toList();
  }

  private static Condition dated(Map<String, Condition> before, Condition said) {
    Condition old = before.get(said.name());
    return old == null || old.status() != said.status()
        ? said
        : new Condition(
            said.name(),
            said.status(),
            said.reason(),
            said.message(),
            old.lastTransition(),
            said.observedGeneration());
  }

  /// The conditions with some replaced, in order of first appearance. The same map when nothing
  /// changed, so that nobody needs to write it again.
  static Map<String, Condition> merged(Map<String, Condition> before, List<Condition> dated) {
    boolean same = true;
    for (Condition condition : dated) {
      same &= condition.equals(before.get(condition.name()));
    }
    if (same) {
      return before;
    }
    Map<String, Condition> all = new LinkedHashMap<>(before);
    dated.forEach(condition -> all.put(condition.name(), condition));
    forgetOldest(all, dated);
    return Collections.unmodifiableMap(all);
  }

  /// A program that names its conditions after the time of day would fill the state for ever: those
  /// that stand longest unchanged, and were not said now, go first.
  private static void forgetOldest(Map<String, Condition> all, List<Condition> said) {
    if (all.size() <= MOST) {
      return;
    }
    Set<String> kept = new HashSet<>();
    kept.add(TICKING);
    said.forEach(condition -> kept.add(condition.name()));
    List<String> oldest =
        all.values().stream()
            .filter(condition -> !kept.contains(condition.name()))
            .sorted(Comparator.comparing(Condition::lastTransition))
            .map(Condition::name)
            .limit(all.size() - MOST)
            .toList();
    oldest.forEach(all::remove);
  }

  /// The map with the engine's own condition, as its last word.
  static Map<String, Condition> ticking(
      Map<String, Condition> before,
      Optional<String> trouble,
      String message,
      Instant at,
      long generation) {
    Condition now =
        new Condition(
            TICKING,
            trouble.isEmpty() ? Status.TRUE : Status.FALSE,
            trouble,
            trouble.map(reason -> message),
            at,
            generation);
    return merged(before, List.of(dated(before, now)));
  }
}
