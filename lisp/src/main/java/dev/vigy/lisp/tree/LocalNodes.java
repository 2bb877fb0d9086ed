package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.value.Nil;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Variables in frames.
final class LocalNodes {
  private LocalNodes() {}

  static Node read(int depth, int slot) {
    return switch (depth) {
      case 0 -> new Read0(slot);
      case 1 -> new Read1(slot);
      default -> new ReadFurther(depth, slot);
    };
  }

  /// The frame that lies so many frames outward.
  static Object[] frameAt(Object[] frame, int depth) {
    Object[] at = frame;
    for (int i = 0; i < depth; i++) {
      at = (Object[]) at[0];
    }
    return at;
  }

  static final class Read0 extends Node {
    final int slot;

    Read0(int slot) {
      this.slot = slot;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return frame[slot];
    }
  }

  static final class Read1 extends Node {
    private final int slot;

    Read1(int slot) {
      this.slot = slot;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return ((Object[]) frame[0])[slot];
    }
  }

  static final class ReadFurther extends Node {
    private final int depth;
    private final int slot;

    ReadFurther(int depth, int slot) {
      this.depth = depth;
      this.slot = slot;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return frameAt(frame, depth)[slot];
    }
  }

  /// A variable that may not be set yet; until then the name is looked for outside.
  static final class ReadMaybe extends Node {
    private final int depth;
    private final int slot;
    private final Node outer;

    ReadMaybe(int depth, int slot, Node outer) {
      this.depth = depth;
      this.slot = slot;
      this.outer = outer;
    }

    @Override
    Object execute(World world, Object[] frame) {
      @Nullable Object value = frameAt(frame, depth)[slot];
      return value == null ? outer.execute(world, frame) : value;
    }
  }

  /// A name that code given to `eval` may have defined.
  static final class ReadNamed extends Node {
    private final int depth;
    private final int slot;
    private final String name;
    private final Node outer;

    ReadNamed(int depth, int slot, String name, Node outer) {
      this.depth = depth;
      this.slot = slot;
      this.name = name;
      this.outer = outer;
    }

    @Override
    Object execute(World world, Object[] frame) {
      @Nullable Object value = namedIn(frameAt(frame, depth), slot, name);
      return value == null ? outer.execute(world, frame) : value;
    }
  }

  private static @Nullable Object namedIn(Object[] frame, int slot, String name) {
    return frame[slot] instanceof Map<?, ?> table ? table.get(name) : null;
  }

  /// Sets a variable; the value of the node is Nil.
  static final class Write extends Node {
    private final int depth;
    private final int slot;
    private final Node value;

    Write(int depth, int slot, Node value) {
      this.depth = depth;
      this.slot = slot;
      this.value = value;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object result = value.execute(world, frame);
      frameAt(frame, depth)[slot] = result;
      return Nil.NIL;
    }
  }

  /// Defines a name in the table of a frame.
  static final class DefineNamed extends Node {
    private final int depth;
    private final int slot;
    private final String name;
    private final Node value;

    DefineNamed(int depth, int slot, String name, Node value) {
      this.depth = depth;
      this.slot = slot;
      this.name = name;
      this.value = value;
    }

    @Override
    @SuppressWarnings("unchecked") // nobody else writes to this slot
    Object execute(World world, Object[] frame) {
      Object result = value.execute(world, frame);
      Object[] owner = frameAt(frame, depth);
      @Nullable Object table = owner[slot];
      if (table == null) {
        table = new HashMap<String, Object>();
        owner[slot] = table;
      }
      world.memory += Cost.MAP_NODE;
      ((Map<String, Object>) table).put(name, result);
      return Nil.NIL;
    }
  }

  /// Replaces what a table holds under a name; false if it holds nothing.
  @SuppressWarnings("unchecked") // nobody else writes to this slot
  static boolean replaceNamed(Object[] frame, int slot, String name, Object value) {
    return frame[slot] instanceof Map<?, ?> table
        && ((Map<String, Object>) table).replace(name, value) != null;
  }
}
