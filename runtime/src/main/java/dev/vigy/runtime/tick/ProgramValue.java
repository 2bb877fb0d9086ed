package dev.vigy.runtime.tick;

import dev.vigy.lisp.value.Nil;
import dev.vigy.lisp.value.Value;

/// The value of a program, which a tick ignores and a dry run shows. Printed only when asked.
///
/// Two are equal when they print the same.
public final class ProgramValue {
  /// What a run without a value has.
  public static final ProgramValue NONE = new ProgramValue(Nil.NIL);

  /// Most UTF-16 units of a printed form that are shown. A value whose parts share structure may
  /// print exponentially longer than it is.
  private static final int SHOWN = 64 * 1024;

  private final Object value;

  public ProgramValue(Object value) {
    this.value = value;
  }

  /// The Lisp value itself.
  public Object value() {
    return value;
  }

  /// The printed form of the language reference 2.6; cut at 64 Ki characters and marked with `…`.
  public String printed() {
    StringBuilder out = new StringBuilder();
    try {
      Value.print(
          value,
          out,
          more -> {
            if (out.length() + more > SHOWN) {
              throw new Enough();
            }
          });
    } catch (Enough _) {
      out.append('…');
    }
    return out.toString();
  }

  /// What `type-of` gives, with its colon: `:int`.
  public String type() {
    return Value.typeOf(value).toString();
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

  /// Ends printing.
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }
}
