package dev.vigy.lisp.core;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.run.LispError;
import dev.vigy.lisp.value.Charge;
import dev.vigy.lisp.value.ErrorValue;
import dev.vigy.lisp.value.LispList;
import dev.vigy.lisp.value.Value;

/// What library functions do again and again, each charged to the run.
final class Work {
  /// UTF-16 units that are copied for one step.
  private static final int UNITS_OF_A_STEP = 16;

  /// Comparing a text of this length costs no more than a step.
  private static final int LONG = 256;

  /// What a walk keeps for each level of nesting, in bytes.
  private static final long LEVEL = 128;

  private Work() {}

  /// Charges the elements that a walk through a value touches.
  private record Touching(Activation run) implements Charge {
    @Override
    public void work(long amount) {
      run.step(amount);
    }

    @Override
    public void level() {
      run.allocate(LEVEL);
    }
  }

  /// Charges text that is being written.
  private record Writing(Activation run) implements Charge {
    @Override
    public void work(long amount) {
      text(run, amount);
    }

    @Override
    public void level() {
      run.step(1);
      run.allocate(LEVEL);
    }
  }

  static Charge touching(Activation run) {
    return new Touching(run);
  }

  static Charge writing(Activation run) {
    return new Writing(run);
  }

  /// Charges the copying of so many UTF-16 units.
  static void text(Activation run, long units) {
    run.step(units / UNITS_OF_A_STEP + 1);
    run.allocate(2 * units);
  }

  /// Charges a new string of so many UTF-16 units.
  static void string(Activation run, long units) {
    run.step(units / UNITS_OF_A_STEP);
    run.allocate(Cost.string(units));
  }

  /// Charges a new list of so many elements.
  static void cells(Activation run, long count) {
    run.step(count);
    run.allocate(count * Cost.CELL);
  }

  /// Charges the comparing of a long text, which may be compared with several others of its length.
  static void longText(Activation run, Object value) {
    if (value instanceof String text && text.length() > LONG) {
      run.step(text.length() / UNITS_OF_A_STEP);
    }
  }

  static boolean equal(Activation run, Object a, Object b) {
    longText(run, a);
    return Value.equal(a, b, new Touching(run));
  }

  /// The printed form.
  static String printed(Activation run, Object value) {
    if (value instanceof Long || value instanceof Boolean) {
      run.allocate(Cost.string(20));
      return Value.print(value);
    }
    run.allocate(Cost.OBJECT);
    StringBuilder out = new StringBuilder();
    Value.print(value, out, new Writing(run));
    run.allocate(Cost.string(out.length()));
    return out.toString();
  }

  /// What `throw` throws.
  static LispError thrown(Activation run, Object value) {
    return LispError.thrown(value, printed(run, value));
  }

  /// A thrown Error without data.
  static LispError thrown(Activation run, String tag, String message) {
    return thrown(run, new ErrorValue(tag, message, LispList.EMPTY));
  }

  static boolean isTrue(Object value) {
    return Value.isTrue(value);
  }
}
