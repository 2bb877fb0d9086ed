package dev.vigy.lisp.value;

/// What a walk through a value tells of itself, before each piece of work, so that whoever pays can
/// end it by throwing.
@FunctionalInterface
public interface Charge {
  /// A charge that lets everything pass.
  Charge FREE = amount -> {};

  /// About to touch so many elements, or to write so many UTF-16 units.
  void work(long amount);

  /// About to go one level deeper, which the walk has to remember in memory.
  default void level() {}
}
