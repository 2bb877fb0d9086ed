package dev.vigy.lisp.analyze;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A frame as the language knows it: a call, a `let`, a handler. Many blocks share one array of
/// slots at run time, that of the [Routine] they stand in: within one call, each block is entered
/// at most once, so its variables need no array of their own.
final class Block {
  /// No table: nothing given to `eval` can define a name here.
  static final int NO_TABLE = -1;

  final @Nullable Block parent;
  final Routine routine;
  final int nesting;
  final Map<String, Variable> variables = new HashMap<>();

  /// The slot of the table of names that code given to `eval` defines in this block.
  int table = NO_TABLE;

  Block(@Nullable Block parent, Routine routine) {
    this.parent = parent;
    this.routine = routine;
    this.nesting = parent == null ? 0 : parent.nesting + 1;
  }

  /// A name of a block.
  static final class Variable {
    final int slot;

    /// Whether the slot is set as soon as the block is entered, as parameters are.
    final boolean always;

    /// Whether the code that is analyzed from here on runs after the slot was set.
    boolean set;

    Variable(int slot, boolean always) {
      this.slot = slot;
      this.always = always;
      this.set = always;
    }
  }

  /// The variable of that name, in a new slot if there is none yet.
  Variable declare(String name, boolean always) {
    return variables.computeIfAbsent(name, _ -> new Variable(routine.newSlot(), always));
  }
}
