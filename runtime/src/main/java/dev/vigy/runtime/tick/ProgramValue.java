package dev.vigy.runtime.tick;

import dev.vigy.lisp.value.Nil;

/// The value of a program, which a tick ignores and a dry run shows. Printed when asked only.
///
/// Two are equal when they print the same.
public final class ProgramValue {
  /// What a run without a value has.
  public static final ProgramValue NONE = new ProgramValue(Nil.NIL);

  private final Object value;

  public ProgramValue(Object value) {
    this.value = value;
  }

  /// The Lisp value itself.
  public Object value() {
    return value;
  }

  /// The printed form of the language reference 2.6, cut at 64 KiB.
  public String printed() {
    return value.toString();
  }

  /// What `type-of` gives, with its colon: `:int`.
  public String type() {
    return ":" + value.getClass().getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProgramValue that && printed().equals(that.printed());
  }

  @Override
  public int hashCode() {
    return printed().hashCode();
  }

  @Override
  public String toString() {
    return printed();
  }
}
