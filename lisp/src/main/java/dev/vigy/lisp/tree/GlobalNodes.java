package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.tree.Globals.Global;
import dev.vigy.lisp.value.Nil;
import org.jspecify.annotations.Nullable;

/// Names of the global frames.
final class GlobalNodes {
  private GlobalNodes() {}

  /// A global with a slot.
  static class Read extends Node {
    final int slot;
    private final int unit;
    private final String name;
    private final Span span;

    Read(Global global, int unit, Span span) {
      this.slot = global.slot;
      this.unit = unit;
      this.name = global.name;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      @Nullable Object value = world.globals[slot];
      return value == null ? elsewhere(world) : value;
    }

    /// The value that has no slot: the library's, or of a name that code in this run defined.
    Object elsewhere(World world) {
      Object value = world.global(unit, name);
      if (value == null) {
        throw LispError.unboundSymbol(name).at(span);
      }
      return value;
    }
  }

  /// A global with a slot whose value may differ from run to run.
  static final class ReadUnstable extends Read {
    ReadUnstable(Global global, int unit, Span span) {
      super(global, unit, span);
    }

    @Override
    Object execute(World world, Object[] frame) {
      world.becomeImpure();
      return super.execute(world, frame);
    }
  }

  /// A name without a slot, in code that arrived.
  static final class ReadByName extends Node {
    private final int unit;
    private final String name;
    private final Span span;

    ReadByName(int unit, String name, Span span) {
      this.unit = unit;
      this.name = name;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      world.becomeImpure();
      Object value = world.global(unit, name);
      if (value == null) {
        throw LispError.unboundSymbol(name).at(span);
      }
      return value;
    }
  }

  /// A name of the library that the program is not known to bind.
  static final class ReadLibrary extends Node {
    final Object value;
    final int unit;
    final String name;

    ReadLibrary(Object value, int unit, String name) {
      this.value = value;
      this.unit = unit;
      this.name = name;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return world.shadowed ? current(world) : value;
    }

    private Object current(World world) {
      Object own = world.ownGlobal(unit, name);
      if (own == null) {
        return value;
      }
      world.becomeImpure();
      return own;
    }
  }

  /// A name of the library that nothing can rebind where it stands: in code that the library made.
  static final class ReadStandard extends Node {
    final Object value;

    ReadStandard(Object value) {
      this.value = value;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return value;
    }
  }

  /// Defines a global with a slot.
  static final class Define extends Node {
    private final int slot;
    private final Node value;
    private final boolean shadows;
    private final boolean unforeseen;
    private final Global global;

    /// @param shadows whether code may take another value for granted
    /// @param unforeseen whether no other run knows of this definition
    Define(Global global, boolean shadows, boolean unforeseen, Node value) {
      this.global = global;
      this.slot = global.slot;
      this.shadows = shadows;
      this.unforeseen = unforeseen;
      this.value = value;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object result = value.execute(world, frame);
      world.globals[slot] = result;
      world.shadowed |= shadows;
      if (unforeseen || global.isUnstable()) {
        world.becomeImpure(unforeseen || global.isUnstableLate());
      }
      return Nil.NIL;
    }
  }

  /// Defines a global without a slot, in code that arrived.
  static final class DefineByName extends Node {
    private final int unit;
    private final String name;
    private final Node value;

    DefineByName(int unit, String name, Node value) {
      this.unit = unit;
      this.name = name;
      this.value = value;
    }

    @Override
    Object execute(World world, Object[] frame) {
      world.defineGlobal(unit, name, value.execute(world, frame));
      return Nil.NIL;
    }
  }

  /// `set!` of a global with a slot.
  static final class Set extends Node {
    private final Global global;
    private final int unit;
    private final boolean shadows;
    private final boolean unforeseen;
    private final Node value;
    private final Span span;

    /// @param shadows whether code may take another value for granted
    /// @param unforeseen whether no other run knows of this assignment
    Set(Global global, int unit, boolean shadows, boolean unforeseen, Node value, Span span) {
      this.global = global;
      this.unit = unit;
      this.shadows = shadows;
      this.unforeseen = unforeseen;
      this.value = value;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object result = value.execute(world, frame);
      @Nullable Object before = world.globals[global.slot];
      if (before == null && world.global(unit, global.name) == null) {
        throw LispError.unboundSymbol(global.name).at(span);
      }
      world.globals[global.slot] = result;
      world.shadowed |= shadows;
      world.becomeImpure(unforeseen || global.isUnstableLate());
      return Nil.NIL;
    }
  }
}
