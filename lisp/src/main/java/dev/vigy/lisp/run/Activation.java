package dev.vigy.lisp.run;

/// One run of one program, as natives see it: its meters, its output, its host object, and a way to
/// call procedures back.
///
/// Belongs to one thread at a time: the one that called the native. A native that loops charges
/// steps for the elements it touches **before** it touches them, and memory before it builds
/// something, so that no limit is passed by more than one element. All charges are the same on
/// every machine.
public abstract class Activation {
  /// Counts work: one for each element touched.
  ///
  /// @throws LispError of kind `fuel-exhausted`, which no `catch` of a program sees
  public abstract void step(long count);

  /// Counts memory about to be built, in bytes by the table of [Cost].
  ///
  /// @throws LispError of kind `halted`, which no `catch` of a program sees
  public abstract void allocate(long bytes);

  /// Calls a procedure value. Errors of the call itself carry the span of the native call that is
  /// running.
  public abstract Object apply(Object callee, Object... arguments);

  /// As [#apply] with one argument, without an array.
  public abstract Object call(Object callee, Object argument);

  /// As [#apply] with two arguments, without an array.
  public abstract Object call(Object callee, Object first, Object second);

  /// Writes to the program's output, which is cut at the limit of the run.
  public abstract void print(String text);

  /// The next number of this run's `gensym` counter.
  public abstract long nextGensym();

  /// Makes sure that the embedder has granted this run a capability.
  ///
  /// @param function that needs it
  /// @throws LispError if not
  public abstract void demand(String function, String capability);

  /// The embedder's object of this run, such as a tick's host.
  ///
  /// @throws LispError if the run has no host of that class
  public abstract <T> T host(Class<T> type);
}
