package dev.vigy.lisp.analyze;

import dev.vigy.lisp.analyze.Block.Variable;
import dev.vigy.lisp.ir.Place;
import dev.vigy.lisp.run.LispError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names that can be seen from where the analysis stands. Finding one takes the same time
/// however many blocks are around.
final class Names {
  /// How many places one name may have to be looked for in, one after the other. Only programs made
  /// to hurt come near it.
  private static final int CHAIN_MAX = 1_000;

  private final int unit;
  private final boolean sealed;
  private final Map<String, Binding> bindings = new HashMap<>();
  private final List<Block> withTable = new ArrayList<>();

  /// A variable in sight, and the one of the same name that it hides.
  ///
  /// @param arrivedLater whether the code that looks came by `eval`: then nothing is known of what
  ///   ran before it
  private record Binding(
      Variable variable, Block block, boolean arrivedLater, @Nullable Binding hidden) {
    boolean isSet() {
      return variable.always || (variable.set && !arrivedLater);
    }
  }

  Names(int unit, boolean sealed) {
    this.unit = unit;
    this.sealed = sealed;
  }

  /// Adds a block and all blocks around it, for code that arrives there by `eval`.
  void arriveIn(@Nullable Block innermost) {
    var blocks = new ArrayList<Block>();
    for (Block block = innermost; block != null; block = block.parent) {
      blocks.add(block);
    }
    for (Block block : blocks.reversed()) {
      enter(block, true);
    }
  }

  void enter(Block block) {
    enter(block, false);
  }

  private void enter(Block block, boolean arrivedLater) {
    block.variables.forEach(
        (name, variable) ->
            bindings.put(name, new Binding(variable, block, arrivedLater, bindings.get(name))));
    if (block.table != Block.NO_TABLE) {
      withTable.add(block);
    }
  }

  void leave(Block block) {
    for (String name : block.variables.keySet()) {
      Binding binding = bindings.get(name);
      if (binding != null && binding.hidden != null) {
        bindings.put(name, binding.hidden);
      } else {
        bindings.remove(name);
      }
    }
    if (block.table != Block.NO_TABLE) {
      withTable.removeLast();
    }
  }

  /// Where a name stands, seen from a routine.
  Place find(String name, Routine from) {
    return find(name, bindings.get(name), withTable.size() - 1, from, CHAIN_MAX);
  }

  private Place find(String name, @Nullable Binding binding, int tables, Routine from, int left) {
    if (left == 0) {
      throw LispError.tooDeep("blocks with `eval` nest deeper than " + CHAIN_MAX);
    }
    @Nullable Block table = tables < 0 ? null : withTable.get(tables);
    if (binding != null && (table == null || binding.block.nesting >= table.nesting)) {
      int depth = from.level - binding.block.routine.level;
      int slot = binding.variable.slot;
      if (binding.isSet()) {
        return new Place.Local(depth, slot, name);
      }
      int further = binding.block == table ? tables - 1 : tables;
      Place outer = find(name, binding.hidden, further, from, left - 1);
      return new Place.Maybe(depth, slot, outer, name);
    }
    if (table != null) {
      int depth = from.level - table.routine.level;
      Place outer = find(name, binding, tables - 1, from, left - 1);
      return new Place.Named(depth, table.table, outer, name);
    }
    return new Place.Global(unit, name, sealed);
  }

  /// Where a `define` in a block binds a name.
  Place definition(String name, @Nullable Block innermost, Routine from) {
    if (innermost == null) {
      return new Place.Global(unit, name, sealed);
    }
    int depth = from.level - innermost.routine.level;
    Variable variable = innermost.variables.get(name);
    if (variable != null) {
      return new Place.Local(depth, variable.slot, name);
    }
    if (innermost.table == Block.NO_TABLE) {
      throw new IllegalStateException("a definition that was not foreseen: " + name);
    }
    return new Place.Named(depth, innermost.table, new Place.Global(unit, name, sealed), name);
  }
}
