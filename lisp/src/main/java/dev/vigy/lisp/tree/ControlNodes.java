package dev.vigy.lisp.tree;

import dev.vigy.lisp.value.Nil;

/// What is evaluated, and in which order.
final class ControlNodes {
  private ControlNodes() {}

  static final class If extends Node {
    private final Node test;
    private final Node then;
    private final Node otherwise;

    If(Node test, Node then, Node otherwise) {
      this.test = test;
      this.then = then;
      this.otherwise = otherwise;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return test.test(world, frame) ? then.execute(world, frame) : otherwise.execute(world, frame);
    }
  }

  static final class Cond extends Node {
    private final Node[] tests;
    private final Node[] bodies;
    private final Node otherwise;

    Cond(Node[] tests, Node[] bodies, Node otherwise) {
      this.tests = tests;
      this.bodies = bodies;
      this.otherwise = otherwise;
    }

    @Override
    Object execute(World world, Object[] frame) {
      for (int i = 0; i < tests.length; i++) {
        if (tests[i].test(world, frame)) {
          return bodies[i].execute(world, frame);
        }
      }
      return otherwise.execute(world, frame);
    }
  }

  /// The value of the first false operand, else of the last.
  static final class And extends Node {
    private final Node[] firsts;
    private final Node last;

    And(Node[] firsts, Node last) {
      this.firsts = firsts;
      this.last = last;
    }

    @Override
    Object execute(World world, Object[] frame) {
      for (Node operand : firsts) {
        Object value = operand.execute(world, frame);
        if (!isTrue(value)) {
          return value;
        }
      }
      return last.execute(world, frame);
    }

    @Override
    boolean test(World world, Object[] frame) {
      for (Node operand : firsts) {
        if (!operand.test(world, frame)) {
          return false;
        }
      }
      return last.test(world, frame);
    }
  }

  /// The value of the first true operand, else of the last.
  static final class Or extends Node {
    private final Node[] firsts;
    private final Node last;

    Or(Node[] firsts, Node last) {
      this.firsts = firsts;
      this.last = last;
    }

    @Override
    Object execute(World world, Object[] frame) {
      for (Node operand : firsts) {
        Object value = operand.execute(world, frame);
        if (isTrue(value)) {
          return value;
        }
      }
      return last.execute(world, frame);
    }

    @Override
    boolean test(World world, Object[] frame) {
      for (Node operand : firsts) {
        if (operand.test(world, frame)) {
          return true;
        }
      }
      return last.test(world, frame);
    }
  }

  static final class Not extends Node {
    private final Node operand;

    Not(Node operand) {
      this.operand = operand;
    }

    @Override
    Object execute(World world, Object[] frame) {
      return !operand.test(world, frame);
    }

    @Override
    boolean test(World world, Object[] frame) {
      return !operand.test(world, frame);
    }
  }

  static final class Sequence extends Node {
    private final Node[] firsts;
    private final Node last;

    Sequence(Node[] firsts, Node last) {
      this.firsts = firsts;
      this.last = last;
    }

    @Override
    Object execute(World world, Object[] frame) {
      for (Node part : firsts) {
        part.execute(world, frame);
      }
      return last.execute(world, frame);
    }
  }

  /// Sets one variable of the running frame, then goes on.
  static final class Let1 extends Node {
    private final int slot;
    private final Node value;
    private final Node body;

    Let1(int slot, Node value, Node body) {
      this.slot = slot;
      this.value = value;
      this.body = body;
    }

    @Override
    Object execute(World world, Object[] frame) {
      frame[slot] = value.execute(world, frame);
      return body.execute(world, frame);
    }
  }

  /// Sets variables of the running frame in order, then goes on.
  static final class Let extends Node {
    private final int[] slots;
    private final Node[] values;
    private final Node body;

    Let(int[] slots, Node[] values, Node body) {
      this.slots = slots;
      this.values = values;
      this.body = body;
    }

    @Override
    Object execute(World world, Object[] frame) {
      for (int i = 0; i < slots.length; i++) {
        frame[slots[i]] = values[i].execute(world, frame);
      }
      return body.execute(world, frame);
    }
  }

  /// Nil, for what has no value of its own.
  static final Node NOTHING = new ConstantNode(Nil.NIL);
}
