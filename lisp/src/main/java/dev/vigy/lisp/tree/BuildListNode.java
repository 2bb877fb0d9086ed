package dev.vigy.lisp.tree;

import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.source.Span;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;

/// A quasiquoted list. Nil if it comes out empty.
final class BuildListNode extends Node {
  /// Longer lists are paid for before they are built.
  private static final int SMALL = 64;

  private final Node[] parts;
  private final boolean[] spliced;
  private final Span[] spans;

  BuildListNode(Node[] parts, boolean[] spliced, Span[] spans) {
    this.parts = parts;
    this.spliced = spliced;
    this.spans = spans;
  }

  @Override
  Object execute(World world, Object[] frame) {
    if (parts.length > SMALL) {
      world.allocate(Cost.CELL * parts.length);
    }
    var list = new LispList.Builder();
    for (int i = 0; i < parts.length; i++) {
      Object value = parts[i].execute(world, frame);
      if (!spliced[i]) {
        world.memory += parts.length > SMALL ? 0 : Cost.CELL;
        list.add(value);
      } else if (value instanceof LispList elements) {
        charge(world, elements.length(), spans[i]);
        elements.forEach(list::add);
      } else if (value != Nil.NIL) {
        throw LispError.typeMismatch("list", Value.typeName(value)).at(spans[i]);
      }
    }
    LispList result = list.build();
    return result.isEmpty() ? Nil.NIL : result;
  }

  private static void charge(World world, int elements, Span span) {
    try {
      world.step(elements);
      world.allocate(Cost.CELL * elements);
    } catch (LispError error) {
      throw error.at(span);
    }
  }
}
