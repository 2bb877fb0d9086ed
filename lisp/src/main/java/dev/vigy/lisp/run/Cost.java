package dev.vigy.lisp.run;

/// The fixed table by which memory is counted, in bytes. What is really allocated stays under 1.5
/// times the count.
public final class Cost {
  public static final long CELL = 48;
  public static final long MAP_NODE = 112;
  public static final long BOX = 24;
  public static final long FRAME = 24;
  public static final long SLOT = 8;
  public static final long CLOSURE = 40;
  public static final long OBJECT = 48;

  /// An error that was caught, with what it knows of its calls.
  public static final long ERROR = 400;

  /// A node of source that is made while a program runs, with what it is compiled to.
  public static final long NODE = 240;

  /// What it takes to compile such source at all, in bytes and in steps.
  public static final long COMPILE = 1_600;

  public static final long COMPILE_STEPS = 20;

  /// A spawned fiber with the thread that holds its stack, and what each call that it waits in
  /// adds.
  public static final long FIBER = 2_000;

  public static final long FIBER_CALL = 800;

  private Cost() {}

  /// A string of so many UTF-16 units.
  public static long string(long units) {
    return 56 + 2 * units;
  }
}
