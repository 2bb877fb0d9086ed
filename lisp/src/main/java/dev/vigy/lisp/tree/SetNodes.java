package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.Nil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `set!` of names that are looked for in several places, innermost first. The global frame comes
/// last.
final class SetNodes {
  private SetNodes() {}

  /// Where `set!` of a name may find it bound.
  sealed interface Target {
    /// Sets the name if it is bound here.
    boolean set(World world, Object[] frame, Object value);
  }

  /// A variable that is set whenever the code runs.
  record LocalTarget(int depth, int slot) implements Target {
    @Override
    public boolean set(World world, Object[] frame, Object value) {
      LocalNodes.frameAt(frame, depth)[slot] = value;
      return true;
    }
  }

  /// A variable that may not be set yet.
  record MaybeTarget(int depth, int slot) implements Target {
    @Override
    public boolean set(World world, Object[] frame, Object value) {
      Object[] owner = LocalNodes.frameAt(frame, depth);
      @Nullable Object before = owner[slot];
      if (before == null) {
        return false;
      }
      owner[slot] = value;
      return true;
    }
  }

  /// A name that code given to `eval` may have defined.
  record NamedTarget(int depth, int slot, String name) implements Target {
    @Override
    public boolean set(World world, Object[] frame, Object value) {
      return LocalNodes.replaceNamed(LocalNodes.frameAt(frame, depth), slot, name, value);
    }
  }

  /// A global; in sealed code it may be seen but not set.
  record GlobalTarget(int unit, String name, boolean sealed) implements Target {
    @Override
    public boolean set(World world, Object[] frame, Object value) {
      if (world.global(unit, name) == null) {
        return false;
      }
      if (sealed) {
        throw LispError.setSealed(name);
      }
      world.defineGlobal(unit, name, value);
      return true;
    }
  }

  /// Sets the first target that holds the name.
  static final class SetFirst extends Node {
    private final Target[] targets;
    private final String name;
    private final Node value;
    private final Span span;

    SetFirst(List<Target> targets, String name, Node value, Span span) {
      this.targets = targets.toArray(Target[]::new);
      this.name = name;
      this.value = value;
      this.span = span;
    }

    @Override
    Object execute(World world, Object[] frame) {
      Object result = value.execute(world, frame);
      try {
        for (Target target : targets) {
          if (target.set(world, frame, result)) {
            return Nil.NIL;
          }
        }
      } catch (LispError error) {
        throw error.at(span);
      }
      throw LispError.unboundSymbol(name).at(span);
    }
  }
}
